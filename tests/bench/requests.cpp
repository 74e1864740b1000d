#include "tests/bench/requests.h"

#include <array>
#include <vector>

#include "shared/seeded_dice.h"

namespace doorstep::bench {
namespace {

constexpr std::array<std::string_view, 4> channels{"phone", "app", "visit", "walk_in"};
constexpr std::array<std::string_view, 5> kinds{"water", "power", "door", "clean", "lighting"};
constexpr std::array<std::string_view, 12> phrases{"厨房水槽下方漏水，地面已有积水",
                                                   "楼道感应灯不亮，夜间出行不便",
                                                   "单元门禁刷卡没有反应",
                                                   "地下车库二层有积水",
                                                   "阳台雨水管堵塞，下雨倒灌",
                                                   "电梯运行时有异响",
                                                   "请安排师傅上门查看",
                                                   "住户要求先电话联系再上门",
                                                   "家中有老人，请轻敲门",
                                                   "上次维修后三天又出现同样问题",
                                                   "已拍照留存，备件型号见附件",
                                                   "下午四点以后家中有人"};
constexpr std::array<std::string_view, 5> names{"王建国", "李秀英", "张伟", "刘洋", "陈静"};
constexpr std::size_t text_bytes = 480;  // with them a request comes to 0.93 KB as it is kept

std::string two_digits(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string chosen(SeededDice& dice, const auto& list) { return std::string{list[dice.below(list.size())]}; }

}  // namespace

Intent new_request(std::uint64_t number) {
  SeededDice dice{number + 1};
  std::string text;
  while (text.size() < text_bytes) text += chosen(dice, phrases) + "。";
  Intent intent;
  intent.op = Op::create;
  intent.type = "request";
  auto& set = intent.set;
  set["external_no"] = "WX-2026-" + std::to_string(1'000'000 + number);
  set["channel"] = chosen(dice, channels);
  set["kind"] = chosen(dice, kinds);
  set["text"] = std::move(text);
  set["urgency"] = dice.below(10) == 0 ? "high" : "normal";
  set["status"] = "new";
  set["place_text"] = std::to_string(1 + dice.below(40)) + "栋" + std::to_string(1 + dice.below(4)) + "单元" +
                      std::to_string(101 + dice.below(30) * 100) + "室";
  set["opened_at"] = "2026-" + two_digits(1 + dice.below(12)) + "-" + two_digits(1 + dice.below(28)) + "T" +
                     two_digits(8 + dice.below(12)) + ":" + two_digits(dice.below(60)) + ":00";
  set["assignee"] = chosen(dice, names);
  return intent;
}

Intent changed_request(const RecordId& record, std::uint64_t round) {
  Intent intent;
  intent.record = record;
  intent.set["place_text"] = std::to_string(1 + round % 40) + "栋门口，第" + std::to_string(round) + "次回访";
  return intent;
}

std::string requests_csv(std::uint64_t rows) {
  const std::vector<std::string> fields{"external_no", "channel",    "kind",      "text",    "urgency",
                                        "status",      "place_text", "opened_at", "assignee"};
  std::string out;
  for (const auto& field : fields) out += (out.empty() ? "" : ",") + field;
  out += "\r\n";
  for (std::uint64_t number = 0; number < rows; ++number) {
    const auto request = new_request(number);
    for (const auto& field : fields) {
      if (field != fields.front()) out += ',';
      out += '"' + request.set.at(field).get<std::string>() + '"';
    }
    out += "\r\n";
  }
  return out;
}

std::string requests_map() {
  json map = json::object();
  const auto request = new_request(0);
  for (const auto& [field, value] : request.set.items()) map[field]["field"] = field;
  return canonical(map);
}

}  // namespace doorstep::bench
