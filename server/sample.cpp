#include "server/sample.h"

#include <array>
#include <filesystem>
#include <span>

#include "server/sample_belongings.h"
#include "server/sample_words.h"
#include "shared/dates.h"

namespace doorstep {
namespace {

namespace words = sample_words;

// People are born and move in before 2023.
constexpr std::string_view first_day = "2023-01-01", last_day = "2099-12-31";

// Maps as an office would write them: words of the register on the left, the template's on the right.
constexpr std::string_view units_map = R"({
  "楼栋": {"field": "building"},
  "单元": {"field": "unit_no"},
  "房号": {"field": "room_no"},
  "楼层": {"field": "floor"},
  "建筑面积": {"field": "area_build"},
  "套内面积": {"field": "area_inner"},
  "户型": {"field": "layout"},
  "使用状态": {"field": "use_state", "values": {"自住": "self", "出租": "rented", "空置": "vacant", "*": "unknown"}},
  "": {"constants": {"kind": "residential"}}
}
)";
constexpr std::string_view residents_map = R"({
  "档案编号": {"field": "archive_no"},
  "姓名": {"field": "name"},
  "性别": {"field": "sex", "values": {"男": "male", "女": "female", "*": "unknown"}},
  "出生日期": {"field": "birth_date", "format": "%Y年%m月%d日"},
  "职业": {"field": "occupation"},
  "兴趣": {"field": "interests"},
  "方便时间": {"field": "contact_time"},
  "状态": {"field": "status", "values": {"在住": "active", "已搬离": "moved_out"}}
}
)";
constexpr std::string_view contacts_map = R"({
  "档案编号": {"field": "resident", "lookup": "archive_no"},
  "方式": {"field": "kind", "values": {"手机": "mobile", "微信": "wechat"}},
  "号码": {"field": "value"},
  "核实": {"field": "verified", "values": {"电话": "called", "短信": "sms", "": "none"}}
}
)";
constexpr std::string_view requests_map = R"({
  "工单号": {"field": "external_no"},
  "来源": {"field": "channel", "values": {"电话": "phone", "公众号": "app", "上门": "walk_in", "走访": "visit"}},
  "类别": {"field": "kind", "values": {"给排水": "water", "供电": "power", "门窗": "door", "保洁": "clean",
    "安全": "security", "照明": "lighting", "公共区域": "public_area", "*": "other"}},
  "内容": {"field": "text"},
  "紧急程度": {"field": "urgency", "values": {"低": "low", "一般": "normal", "急": "high", "特急": "urgent"}},
  "状态": {"field": "status", "values": {"新建": "new", "已派工": "dispatched", "处理中": "working", "已完成": "done"}},
  "地址": [{"field": "place_text"}, {"field": "unit", "lookup": "address", "format": "building-unit-room"}],
  "报修人": {"field": "resident", "lookup": "archive_no"},
  "报修时间": {"field": "opened_at", "format": "%Y-%m-%d %H:%M"},
  "完成时间": {"field": "closed_at", "format": "%Y-%m-%d %H:%M"},
  "处理人": {"field": "assignee"}
}
)";

/// Of a character of the Basic Multilingual Plane beyond Latin, which all in the tables are.
std::string utf8(char32_t point) {
  require(point >= 0x800 && point < 0x10000, "the sample's tables hold common Chinese characters");
  return {static_cast<char>(0xE0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 0x3F)),
          static_cast<char>(0x80 | (point & 0x3F))};
}

/// Draws one invented community, household by household. The order of the draws is the sample: changing it changes
/// every file of a seed.
class Community {
 public:
  Community(std::uint64_t seed, Instant day) : dice_(seed), belongings_(seed, day) {}

  void add_household(std::uint64_t index) {
    // Towers of two stairs, eighteen floors, two homes a floor.
    const auto building = std::to_string(index / 72 + 1), stair = std::to_string(index / 36 % 2 + 1);
    const auto floor = index / 2 % 18 + 1;
    const auto room = std::to_string(floor * 100 + index % 2 + 1);
    SampleHome home;
    home.state = add_unit(building, stair, floor, room);
    const std::string address =
        dice_.below(3) == 0 ? building + "-" + stair + "-" + room : building + "栋" + stair + "单元" + room + "室";
    const auto people = 1 + dice_.below(5);
    const std::string surname = draw_surname();
    for (std::uint64_t person = 0; person < people; ++person)
      home.people.push_back(add_resident(person == 1 || person == 3 ? draw_surname() : surname, person >= 2, address));
    const auto troubles = dice_.below(10) < 6 ? 1 + dice_.below(2) : 0;
    for (std::uint64_t i = 0; i < troubles; ++i) add_request(address, residents_ - dice_.below(people));
    home.address = address;
    belongings_.add(home);
  }

  Result<std::vector<SampleFile>> write(const std::filesystem::path& folder) const {
    std::vector<SampleFile> files;
    std::vector<const Register*> registers{&unit_rows_, &resident_rows_, &contact_rows_, &request_rows_};
    const auto more = belongings_.registers();
    registers.insert(registers.end(), more.begin(), more.end());
    for (const auto* one : registers) {
      auto written = one->write(folder);
      if (!written) return written.error();
      files.push_back(std::move(*written));
    }
    return files;
  }

 private:
  std::string_view pick(std::span<const std::string_view> from) { return from[dice_.below(from.size())]; }
  std::string pick(std::u32string_view from) { return utf8(from[dice_.below(from.size())]); }

  std::string draw_surname() {
    std::uint64_t total = words::compound_surnames.size() * words::compound_weight;
    for (const auto& band : words::surname_bands) total += band.surnames.size() * band.weight;
    std::uint64_t throw_ = dice_.below(total);
    for (const auto& band : words::surname_bands) {
      const std::uint64_t share = band.surnames.size() * band.weight;
      if (throw_ < share) return utf8(band.surnames[throw_ / band.weight]);
      throw_ -= share;
    }
    return std::string{words::compound_surnames[throw_ / words::compound_weight]};
  }

  /// Answers its state.
  std::string add_unit(const std::string& building, const std::string& stair, std::uint64_t floor,
                       const std::string& room) {
    constexpr std::array<std::string_view, 4> states{"自住", "出租", "空置", "未登记"};
    const auto hundredths = 6000 + dice_.below(9000);
    auto metres = [](std::uint64_t value) { return std::to_string(value / 100) + "." + padded(value % 100, 2); };
    const std::string layout{pick(words::layouts)}, state{pick(states)};
    unit_rows_.row(
        {building, stair, room, std::to_string(floor), metres(hundredths), metres(hundredths * 4 / 5), layout, state});
    return state;
  }

  SamplePerson add_resident(const std::string& surname, bool child, const std::string& address) {
    const auto number = archive_no(++residents_);
    const bool woman = dice_.below(2) == 0;
    std::string name = surname;
    const auto given = 1 + (dice_.below(4) > 0 ? 1 : 0);
    for (int i = 0; i < given; ++i) name += pick(woman ? words::women : words::men);
    const auto year = child ? 2005 + dice_.below(18) : 1940 + dice_.below(60);
    const auto month = 1 + dice_.below(12), day = 1 + dice_.below(28);
    const std::string birth = std::to_string(year) + "年" + std::to_string(month) + "月" + std::to_string(day) + "日";
    std::string hobbies{pick(words::interests)};
    if (dice_.below(2) == 0) hobbies += "、" + std::string{pick(words::interests)};
    const std::string job{child ? std::string_view{"学生"} : pick(words::occupations)};
    const auto hour = 8 + dice_.below(10);
    const bool tells_hobbies = dice_.below(3) != 0, moved_out = dice_.below(20) == 0;
    resident_rows_.row({number, name, woman ? "女" : "男", birth, job, tells_hobbies ? hobbies : "",
                        padded(hour, 2) + ":00-" + padded(hour + 2, 2) + ":30", moved_out ? "已搬离" : "在住",
                        address});
    SamplePerson person{number, woman, child, moved_out, year, month, day};
    if (child) return person;
    constexpr std::array<std::string_view, 3> checks{"电话", "短信", ""};
    contact_rows_.row({number, "手机", "199" + padded(++phones_, 8), std::string{pick(checks)}});
    if (dice_.below(3) == 0) contact_rows_.row({number, "微信", "ds_" + padded(residents_, 7), ""});
    return person;
  }

  void add_request(const std::string& address, std::uint64_t resident) {
    constexpr std::array<std::string_view, 4> channels{"电话", "公众号", "上门", "走访"},
        urgencies{"低", "一般", "急", "特急"}, states{"新建", "已派工", "处理中", "已完成"},
        hands{"陈师傅", "刘师傅", "周师傅", ""};
    const auto& trouble = words::troubles[dice_.below(words::troubles.size())];
    // One draw per statement or per initialiser: operands of + may be evaluated in any order.
    std::string text{pick(words::places)};
    text += "：" + std::string{pick(trouble.texts)};
    const std::string channel{pick(channels)}, urgency{pick(urgencies)}, state{pick(states)}, hand{pick(hands)};
    const auto month = 1 + dice_.below(12), day = 1 + dice_.below(26), hour = 8 + dice_.below(12),
               minute = dice_.below(60);
    auto time = [&](std::uint64_t days_later) {
      return "2024-" + padded(month, 2) + "-" + padded(day + days_later, 2) + " " + padded(hour, 2) + ":" +
             padded(minute, 2);
    };
    const auto took = dice_.below(3);
    request_rows_.row({"WX" + padded(++requests_, 7), channel, std::string{trouble.kind}, text, urgency, state, address,
                       archive_no(resident), time(0), state == "已完成" ? time(took) : "",
                       state == "新建" ? "" : hand});
  }

  static std::string archive_no(std::uint64_t number) { return "001-" + padded(number, 7); }

  SeededDice dice_;
  std::uint64_t residents_ = 0, phones_ = 0, requests_ = 0;
  SampleBelongings belongings_;
  Register unit_rows_{
      "unit", "units", units_map, {"楼栋", "单元", "房号", "楼层", "建筑面积", "套内面积", "户型", "使用状态"}};
  Register resident_rows_{"resident",
                          "residents",
                          residents_map,
                          {"档案编号", "姓名", "性别", "出生日期", "职业", "兴趣", "方便时间", "状态", "住址"}};
  Register contact_rows_{"contact", "contacts", contacts_map, {"档案编号", "方式", "号码", "核实"}};
  Register request_rows_{
      "request",
      "requests",
      requests_map,
      {"工单号", "来源", "类别", "内容", "紧急程度", "状态", "地址", "报修人", "报修时间", "完成时间", "处理人"}};
};

}  // namespace

Result<std::vector<SampleFile>> write_sample(std::uint64_t seed, std::uint64_t households, const std::string& folder,
                                             std::string_view day) {
  if (!is_date(day) || day < first_day || day > last_day)
    return Error{Fault::invalid_value,
                 "day: expected one from " + std::string{first_day} + " to " + std::string{last_day}};
  if (households < 1 || households > sample_households_max)
    return Error{Fault::out_of_range, "households: between 1 and 100,000"};
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return Error{Fault::disk, "the sample's folder cannot be made"};
  Community community{seed, *instant_of(std::string{day} + "T00:00:00Z")};
  for (std::uint64_t index = 0; index < households; ++index) community.add_household(index);
  return community.write(folder);
}

}  // namespace doorstep
