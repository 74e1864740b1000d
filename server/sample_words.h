#pragma once
#include <array>
#include <string_view>

namespace doorstep::sample_words {

/// Surnames in bands: one of a band is as likely as another, roughly as often as people bear them.
struct Band {
  std::u32string_view surnames;
  unsigned weight;  ///< of each surname in the band
};
inline constexpr std::array<Band, 4> surname_bands{{
    {U"王李张", 70},
    {U"刘陈杨黄赵吴周", 35},
    {U"徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹", 14},
    {U"彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛段雷侯龙史陶", 5},
}};
inline constexpr std::array<std::string_view, 4> compound_surnames{"欧阳", "司马", "诸葛", "上官"};
inline constexpr unsigned compound_weight = 2;

inline constexpr std::u32string_view women =
    U"芳娜敏静丽娟艳秀英慧美淑惠雅玉萍红玲芬燕春菊兰凤洁梅琳云莲雪霞香月媛婷颖怡欣悦涵";
inline constexpr std::u32string_view men =
    U"伟刚勇毅俊峰强军平东文辉明永健志良海波宁福生国胜学祥新清飞杰涛成康光安林博诚振松庆磊民超浩亮鹏泽晨";

inline constexpr std::array<std::string_view, 12> occupations{
    "教师", "医生", "工程师", "会计", "司机", "厨师", "公务员", "个体经营", "护士", "销售", "退休", "自由职业"};
inline constexpr std::array<std::string_view, 8> interests{"象棋",   "广场舞", "书法", "钓鱼",
                                                           "羽毛球", "养花",   "摄影", "合唱"};
inline constexpr std::array<std::string_view, 4> layouts{"2室1厅1卫", "2室2厅1卫", "3室2厅1卫", "3室2厅2卫"};

/// What residents report, by kind of request; a place is put before it.
struct Trouble {
  std::string_view kind;  ///< as written in the register
  std::array<std::string_view, 4> texts;
};
inline constexpr std::array<Trouble, 8> troubles{{
    {"给排水", {"水管漏水，地面有积水", "下水道堵塞，排水很慢", "水压太小，热水器点不着", "马桶水箱一直流水"}},
    {"供电", {"插座没有电", "空气开关反复跳闸", "电表箱有异响", "走廊停电，家里正常"}},
    {"门窗", {"单元门关不上", "门禁刷卡没有反应", "窗户把手松动", "入户门锁芯转不动"}},
    {"保洁", {"垃圾桶满了没有清运", "楼梯间有宠物粪便", "地面有油渍，容易滑倒", "有装修垃圾堆放"}},
    {"安全", {"有陌生人逐户敲门推销", "电动车停在消防通道", "监控镜头被遮挡", "半夜有人大声喧哗"}},
    {"照明", {"声控灯不亮", "路灯一直闪烁", "灯罩脱落", "地下车库灯光昏暗"}},
    {"公共区域", {"电梯运行时抖动", "健身器材螺丝松动", "绿化带的树枝压到人行道", "路面砖块松动"}},
    {"其他", {"想咨询装修手续", "申请办理停车月卡", "快递柜打不开", "希望增加儿童游乐设施"}},
}};
inline constexpr std::array<std::string_view, 6> places{"厨房", "卫生间", "楼道", "单元门口", "地下车库", "客厅"};

}  // namespace doorstep::sample_words
