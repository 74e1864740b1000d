#include "engine/passphrase.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <string>

#include "shared/unicode.h"
#include "shared/wipe.h"

namespace doorstep {
namespace {

// What people write between their digits and signs, lower case. Those who break into things try these first, with a
// year, a birthday or an exclamation mark before or behind; Chinese habits are in pinyin. Surnames stand here because
// a surname with a birthday is nearly a custom.
constexpr std::string_view common_words = R"(
a aa aaa q qq z x abc abcd abcde abcdef asd asdasd asdf asdfg asdfgh asdfghjkl asdfjkl qwe qweqwe qweasd
qweasdzxc qwer qwerasdf qwert qwerty qwertyui qwertyuiop qaz qazwsx qazwsxedc wsx zxc zxcv zxcvb zxcvbn
zxcvbnm zaqwsx xyz pass passw password passwort passwd mypassword passphrase secret letmein login welcome
hello helloworld changeme default temp test testtest tester demo guest user root admin admins administrator
master computer internet windows android iphone samsung google doorstep tablet sunshine princess dragon monkey
shadow football baseball basketball superman batman pokemon starwars trustno whatever freedom flower summer
winter spring autumn love lover loveme lovely loveyou ilove iloveu iloveyou iloveyouforever michael jordan
kobe jennifer jessica ashley charlie daniel thomas woaini woaininannan woaiwojia woaiziji woaibeijing
woaizhongguo woaita aini ainiyiwannian ainiyishengyishi woxiangni wozhiaini wobuaini yishengyishi wodemima
mima mimamima mimashi nihao nihaoma nishishui woshishui woshishen wojiushiwo zhongguo zhonghua beijing
shanghai guangzhou shenzhen tianjin chongqing chengdu wuhan hangzhou nanjing wuye wuyegongsi yezhu xiaoqu
huayuan baoan kefu guanjia guanli guanliyuan gongsi bangong taobao alipay zhifubao weixin wechat tencent
tengxun baidu alibaba huawei xiaomi laopo laogong laopowoaini baobao baobei mama baba mamababa jiayou haha
hahaha xixi hehe caonima nimade wocao tamade shabi facai gongxifacai pingan jiankang zhang wang li zhao liu
chen yang huang wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang deng han feng cao peng
zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao lv zhangsan lisi wangwu
zhaoliu zhangwei wangwei wangfang wangjun liwei lina liqiang lijing lili zhangmin zhangjing zhangli zhanglei
liuwei liuyang liyang chenjing yangyang wanglei wangyan wangyu zhangyu xiaoming xiaoli xiaowang 密码
我的密码 口令 管理员 物业 物业公司 小区 你好 我爱你 爱你一万年 中国
中华人民共和国 一二三四五六七八 一二三四五六七八九 一二三四五六七八九十
芝麻开门 恭喜发财 天天向上好好学习 好好学习天天向上
)";

// What a finger runs along: keyboard rows and columns, alphabets, numbers.
constexpr std::array runs{"abcdefghijklmnopqrstuvwxyz",     "qwertyuiopasdfghjklzxcvbnm",
                          "qazwsxedcrfvtgbyhnujmikolp",     "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
                          "1q2w3e4r5t6y7u8i9o0p",           "q1w2e3r4t5y6u7i8o9p0",
                          "a1b2c3d4e5f6g7h8i9j0",           "1a2b3c4d5e6f7g8h9i0j",
                          "0123456789012345678901234567890"};

constexpr std::size_t run_repeats_max = 4;   // abcdabcdabcd
constexpr std::size_t different_min = 4;     // code points
constexpr std::size_t decoration_max = 10;   // digits and signs around a common word
constexpr std::size_t digits_only_min = 20;  // behind phone numbers, birthdays, identity and bank card numbers

bool digit(char32_t point) { return point >= U'0' && point <= U'9'; }
bool letter(char32_t point) { return (point >= U'a' && point <= U'z') || point >= 0x80; }
bool punctuation_of_numbers(char32_t point) {
  return std::u32string_view{U" -./年月日"}.find(point) != std::u32string_view::npos;
}

char32_t unleet(char32_t point) {
  switch (point) {
    case U'@':
      return U'a';
    case U'0':
      return U'o';
    case U'1':
    case U'!':
      return U'i';
    case U'3':
      return U'e';
    case U'$':
    case U'5':
      return U's';
    default:
      return point;
  }
}

std::u32string points_of(std::string_view text) {
  std::u32string out;
  while (!text.empty()) out += take_code_point(text);
  return out;
}

bool along_a_run(const std::u32string& text) {
  for (std::string_view run : runs) {
    auto forth = points_of(run), back = std::u32string{forth.rbegin(), forth.rend()};
    if (forth.find(text) != forth.npos || back.find(text) != back.npos) return true;
  }
  return false;
}

bool repeats(const std::u32string& text) {
  for (std::size_t period = 1; period <= run_repeats_max && 2 * period <= text.size(); ++period)
    if (std::equal(text.begin() + static_cast<std::ptrdiff_t>(period), text.end(), text.begin())) return true;
  return false;
}

bool common(const std::u32string& text) {
  static const std::set<std::u32string> words = [] {
    std::set<std::u32string> out;
    std::istringstream list{std::string{common_words}};
    for (std::string word; list >> word;) out.insert(points_of(word));
    return out;
  }();
  auto first = std::find_if(text.begin(), text.end(), letter);
  auto last = std::find_if(text.rbegin(), text.rend(), letter).base();
  if (first >= last) return false;
  auto around = text.size() - static_cast<std::size_t>(last - first);
  std::u32string core{first, last}, plain = core;
  std::transform(core.begin(), core.end(), plain.begin(), unleet);
  return around <= decoration_max && (words.count(core) != 0 || words.count(plain) != 0 || repeats(core));
}

Error weak(const std::string& zh, const std::string& en) { return {Fault::weak_passphrase, zh + " / " + en}; }

}  // namespace

Secret passphrase_form(std::string_view typed) {
  if (!is_utf8(typed)) return Secret::copy_of(typed);
  auto form = nfkc(typed);
  auto out = Secret::copy_of(form);
  wipe(form);
  return out;
}

Result<void> check_passphrase(std::string_view passphrase) {
  if (!is_utf8(passphrase)) return Error{Fault::bad_encoding, "passphrase"};
  if (passphrase.size() > passphrase_bytes_max)
    return Error{Fault::usage, "a passphrase has at most " + std::to_string(passphrase_bytes_max) + " bytes"};
  const auto least = std::to_string(passphrase_characters_min);
  const auto form = passphrase_form(passphrase);
  auto text = points_of(lower(view(form.bytes())));
  if (text.size() < passphrase_characters_min)
    return weak("太短，至少 " + least + " 个字符", "too short: at least " + least + " characters");
  if (text.size() < digits_only_min &&
      std::all_of(text.begin(), text.end(), [](char32_t p) { return digit(p) || punctuation_of_numbers(p); }))
    return weak("只有数字：生日、电话和证件号最先被猜到",
                "nothing but digits: birthdays, phone and identity numbers are guessed first");
  if (std::set<char32_t>{text.begin(), text.end()}.size() < different_min || repeats(text))
    return weak("总是重复那几个字符", "the same few characters again and again");
  if (along_a_run(text) || common(text))
    return weak("太常见，换成几个不相干的词", "too common: take a few words that have nothing to do with each other");
  return {};
}

}  // namespace doorstep
