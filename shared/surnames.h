#pragma once
#include <array>
#include <string_view>

namespace doorstep::surnames {

/// What a character is called, where a dictionary's first reading misleads; several readings are separated by blanks.
struct Reading {
  std::string_view text, sounds;
};

/// As a surname, at the beginning of a name.
inline constexpr std::array<Reading, 62> single{{
    {"单", "shan"},      {"曾", "zeng"},     {"解", "xie"},     {"仇", "qiu"},   {"区", "ou"},      {"查", "zha"},
    {"盖", "ge gai"},    {"朴", "piao pu"},  {"翟", "zhai di"}, {"缪", "miao"},  {"覃", "qin tan"}, {"员", "yun yuan"},
    {"召", "shao"},      {"种", "chong"},    {"黑", "he hei"},  {"繁", "po"},    {"秘", "bi mi"},   {"折", "she"},
    {"那", "na"},        {"隗", "wei kui"},  {"洗", "xian"},    {"冼", "xian"},  {"佘", "she"},     {"厍", "she"},
    {"乐", "yue le"},    {"任", "ren"},      {"尉", "wei yu"},  {"宓", "mi fu"}, {"祭", "zhai ji"}, {"逄", "pang"},
    {"谌", "chen shen"}, {"郇", "xun huan"}, {"郗", "xi chi"},  {"晁", "chao"},  {"牟", "mou mu"},  {"能", "nai"},
    {"葛", "ge"},        {"句", "gou"},      {"阚", "kan"},     {"应", "ying"},  {"车", "che"},     {"过", "guo"},
    {"哈", "ha"},        {"华", "hua"},      {"纪", "ji"},      {"令", "ling"},  {"宁", "ning"},    {"曲", "qu"},
    {"撒", "sa"},        {"沈", "shen"},     {"石", "shi"},     {"眭", "sui"},   {"妫", "gui"},     {"殷", "yin"},
    {"重", "chong"},     {"长", "zhang"},    {"钭", "tou"},     {"卜", "bu"},    {"褚", "chu"},     {"相", "xiang"},
    {"燕", "yan"},       {"臧", "zang"},
}};

/// Surnames of two characters whose readings differ from their characters' own.
inline constexpr std::array<Reading, 10> compound{{
    {"尉迟", "yu chi"},
    {"万俟", "mo qi"},
    {"长孙", "zhang sun"},
    {"单于", "chan yu"},
    {"澹台", "tan tai"},
    {"夏侯", "xia hou"},
    {"令狐", "ling hu"},
    {"鲜于", "xian yu"},
    {"宰父", "zai fu"},
    {"乐正", "yue zheng"},
}};

/// Within a given name or the name of a place: both readings are in use.
inline constexpr std::array<Reading, 26> given{{
    {"乐", "le yue"},    {"行", "xing hang"},   {"长", "chang zhang"}, {"重", "zhong chong"}, {"朝", "chao zhao"},
    {"茜", "qian xi"},   {"晟", "sheng cheng"}, {"都", "du dou"},      {"柏", "bai bo"},      {"瑾", "jin"},
    {"曾", "zeng ceng"}, {"娜", "na nuo"},      {"樾", "yue"},         {"单", "dan shan"},    {"盛", "sheng cheng"},
    {"参", "shen can"},  {"校", "xiao jiao"},   {"调", "diao tiao"},   {"传", "chuan zhuan"}, {"藏", "zang cang"},
    {"地", "di"},        {"厦", "xia sha"},     {"圳", "zhen"},        {"率", "shuai lv"},    {"奇", "qi"},
    {"芮", "rui"},
}};

}  // namespace doorstep::surnames
