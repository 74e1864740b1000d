#include "server/sample_belongings.h"

#include <array>

#include "shared/dates.h"

namespace doorstep {
namespace {

using namespace std::literals;

constexpr std::array staff{"王芳"sv, "李强"sv, "陈静"sv, "赵敏"sv};

std::string day_of(std::uint64_t year, std::uint64_t month, std::uint64_t day) {
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
}

/// GB 11643: the eighteenth character follows from the others.
char id_check(std::string_view seventeen) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (seventeen[i] - '0');
  return "10X98765432"[sum % 11];
}

bool is_grown(const SamplePerson& person) { return !person.child; }

}  // namespace

std::string SampleBelongings::date_in(std::int64_t days) const { return date_of(day_ + std::chrono::days{days}); }

// In 999999, an area that exists nowhere: no number here is anybody's.
std::string SampleBelongings::id_number(const SamplePerson& person) {
  constexpr std::uint64_t a_day_max = 500;
  const auto born = padded(person.year, 4) + padded(person.month, 2) + padded(person.day, 2);
  const auto turn = born_[born + (person.woman ? "f" : "m")]++;
  require(turn < a_day_max, "the sample has fewer people of one birth date than ID numbers");
  auto out = "999999" + born + padded(2 * turn + (person.woman ? 0 : 1), 3);
  return out + id_check(out);
}

void SampleBelongings::add(const SampleHome& home) {
  add_occupancies(home);
  for (const auto& person : home.people) add_papers(person);
  add_consents(home);
  for (const auto& person : home.people) add_need(person);
  if (home.state != "空置") add_pet(home);
  add_vehicles(home);
  add_visits(home);
  if (chance(8)) add_complaint(home);
}

// The first is the owner; in a let home the others rent it, else they are family.
void SampleBelongings::add_occupancies(const SampleHome& home) {
  const bool let = home.state == "出租" && home.people.size() > 1, empty = home.state == "空置";
  const auto since = day_of(2008 + dice_.below(14), 1 + dice_.below(12), 1 + dice_.below(28));
  const auto rented = date_in(-static_cast<std::int64_t>(60 + dice_.below(600)));
  const auto lease = "ZL" + padded(++leases_, 6), lease_end = date_in(static_cast<std::int64_t>(dice_.below(360)));
  const bool shared = home.people.size() > 1 && !let && is_grown(home.people[1]) && chance(40);
  bool headed = false;
  for (std::size_t i = 0; i < home.people.size(); ++i) {
    const auto& person = home.people[i];
    const bool owner = i == 0, tenant = let && !owner && is_grown(person);
    const bool here = !empty && !person.moved_out && !(let && owner);
    const bool head = here && !headed && is_grown(person);
    headed = headed || head;
    const std::string role = owner ? "业主" : tenant ? "租客" : shared && i == 1 ? "共有人" : "家人";
    const bool owns = owner || role == "共有人";
    occupancies_.row({home.address, person.archive_no, role, owns ? (shared ? "50" : "100") : "",
                      tenant ? rented : since, person.moved_out ? date_in(-40) : "", here ? "是" : "否",
                      head ? "是" : "", tenant ? lease : "", tenant ? lease_end : ""});
  }
}

void SampleBelongings::add_papers(const SamplePerson& person) {
  if (!chance(person.child ? 40 : 75)) return;
  const bool passport = !person.child && chance(3), seen = chance(80);
  const auto valid = date_in(static_cast<std::int64_t>(dice_.below(5'000)) - 100);
  documents_.row({person.archive_no, passport ? "护照" : "身份证",
                  passport ? "E" + padded(++passports_, 8) : id_number(person), valid, seen ? "已验" : "未验",
                  seen ? std::string{pick(staff)} : ""});
}

// Who is under fourteen cannot consent: a grown-up of the home does.
void SampleBelongings::add_consents(const SampleHome& home) {
  constexpr std::array purposes{"service;emergency"sv, "service;emergency;care"sv, "service;fee_notice;emergency"sv,
                                "service;emergency;care;health"sv};
  for (const auto& person : home.people) {
    if (!chance(60)) continue;
    const bool minor = day_of(person.year + 14, person.month, person.day) > date_of(day_);
    const bool grants = chance(90);
    const std::string what{pick(purposes)};
    const auto given = date_in(-static_cast<std::int64_t>(1 + dice_.below(700)));
    const std::string how{chance(70) ? "纸质" : "电话"};
    consents_.row({person.archive_no, grants ? "同意" : "不同意", what, grants ? "basic;detail" : "", "2024-1", how,
                   given + " 10:30", minor ? home.people.front().archive_no : "", grants ? date_in(365) : ""});
  }
}

void SampleBelongings::add_need(const SamplePerson& person) {
  struct Need {
    std::string_view kind, text, action;
  };
  constexpr std::array needs{Need{"过敏"sv, "对青霉素过敏"sv, "告知急救人员，不用青霉素类药物"sv},
                             Need{"慢性病"sv, "高血压多年，每天早上量血压"sv, "拨打120，联系家属"sv},
                             Need{"长期服药"sv, "糖尿病，随身带胰岛素"sv, "意识清醒时给含糖饮料，拨打120"sv},
                             Need{"行动不便"sv, "下楼需要轮椅"sv, "火警时派两人协助下楼"sv},
                             Need{"独居老人"sv, "子女在外地，每周电话联系一次"sv, "无人应门时联系紧急联系人"sv}};
  constexpr std::array severities{"轻"sv, "中"sv, "重"sv};
  const bool old = person.year < 1956;
  if (!chance(old ? 45 : 4)) return;
  const auto& need = needs[dice_.below(old ? needs.size() : 3)];
  const std::string severity{pick(severities)};
  needs_.row({person.archive_no, std::string{need.kind}, std::string{need.text}, severity, std::string{need.action},
              date_in(static_cast<std::int64_t>(dice_.below(300)))});
}

void SampleBelongings::add_pet(const SampleHome& home) {
  constexpr std::array names{"旺财"sv, "豆豆"sv, "咪咪"sv, "球球"sv, "小黑"sv, "糯米"sv};
  constexpr std::array kinds{"狗"sv, "猫"sv, "猫"sv, "狗"sv, "鸟"sv};
  if (!chance(22)) return;
  const std::string kind{pick(kinds)}, name{pick(names)};
  const bool dog = kind == "狗";
  const auto vaccine = date_in(static_cast<std::int64_t>(dice_.below(500)) - 150);
  pets_.row({home.address, home.people.front().archive_no, kind, name,
             dog && chance(80) ? "GZ" + padded(++licences_, 6) : "", kind == "鸟" ? "" : vaccine,
             dog && chance(30) ? "见生人会叫，进门前先请主人牵住" : ""});
}

void SampleBelongings::add_vehicles(const SampleHome& home) {
  const auto draw = dice_.below(10);
  for (std::uint64_t i = 0, count = draw < 5 ? 0 : draw < 9 ? 1 : 2; i < count; ++i) {
    const bool electric = chance(35), dotted = chance(50);
    const auto number = ++plates_;
    // One letter of a common plate turns when its five digits are used up.
    const std::string letter{static_cast<char>('B' + number / 100'000)};
    const auto plate = "粤" + letter + (dotted ? "·" : "") +
                       (electric ? "D" + padded(number % 100'000, 5) : padded(number % 100'000, 5));
    vehicles_.row({home.address, home.people.front().archive_no, plate, electric ? "新能源" : "小汽车",
                   chance(70) ? "B1-" + padded(++spaces_, 3) : ""});
  }
}

void SampleBelongings::add_past_visit(const SampleHome& home, std::int64_t days, std::string_view assignee) {
  constexpr std::array findings{"家中一切正常，信息无变化"sv, "反映厨房水压偏小，已答应转工程部"sv,
                                "老人独自在家，提醒关好燃气"sv, "阳台堆物较多，已劝导清理"sv};
  const auto draw = dice_.below(20);
  const std::string day = date_in(days), hour = padded(9 + dice_.below(10), 2);
  if (draw < 17)
    visits_.row({home.address, "2026-1", day, std::string{assignee}, "完成", "1", "", day + "T" + hour + ":05:00+08:00",
                 day + "T" + hour + ":20:00+08:00", std::string{pick(findings)}});
  else
    visits_.row({home.address, "2026-1", day, std::string{assignee}, draw < 19 ? "无人" : "拒访", "1",
                 draw < 19 ? "敲门三次无人应" : "住户表示不需要走访", day + "T" + hour + ":05:00+08:00",
                 day + "T" + hour + ":08:00+08:00", ""});
}

// One or two that were, and for most homes one that is to come: some of those are overdue.
void SampleBelongings::add_visits(const SampleHome& home) {
  constexpr std::int64_t overdue_days_max = 20, ahead_days = 40;
  const std::string assignee{pick(staff)};
  const auto past = dice_.below(3);
  for (std::uint64_t i = 0; i < past; ++i)
    add_past_visit(home, -static_cast<std::int64_t>(60 + 150 * i + dice_.below(120)), assignee);
  if (!chance(70)) return;
  const auto due = static_cast<std::int64_t>(dice_.below(ahead_days + overdue_days_max)) - overdue_days_max;
  visits_.row({home.address, "2026-2", date_in(due), assignee, "待访", "", "", "", "", ""});
}

void SampleBelongings::add_complaint(const SampleHome& home) {
  struct Grievance {
    std::string_view kind, text;
  };
  constexpr std::array grievances{Grievance{"噪声"sv, "楼上夜里十一点以后还在装修，已经三天了"sv},
                                  Grievance{"卫生"sv, "楼道垃圾两天没有清运，有异味"sv},
                                  Grievance{"停车"sv, "地面车位被外来车辆长期占用"sv},
                                  Grievance{"员工"sv, "门岗换班时没有登记访客"sv},
                                  Grievance{"收费"sv, "水费比上月多一倍，想核对抄表数"sv},
                                  Grievance{"设施"sv, "电梯一个月内停了四次"sv}};
  constexpr std::array channels{"电话"sv, "走访"sv, "前台"sv, "热线"sv};
  constexpr std::array states{"已登记"sv, "调查中"sv, "已结案"sv};
  const auto& grievance = grievances[dice_.below(grievances.size())];
  const bool anonymous = chance(20);
  const std::string channel{pick(channels)}, state{pick(states)}, hand{pick(staff)};
  const auto day = date_in(-static_cast<std::int64_t>(dice_.below(200)));
  complaint_rows_.row({"TS" + padded(++complaints_, 7), chance(85) ? "投诉" : "建议", std::string{grievance.kind},
                       channel, std::string{grievance.text}, day + " 15:40", anonymous ? "是" : "否",
                       anonymous ? "" : home.address, anonymous ? "" : home.people.front().archive_no, state,
                       state == "已登记" ? "" : hand, state == "已结案" ? "已电话答复，提出人表示接受" : ""});
}

std::vector<const Register*> SampleBelongings::registers() const {
  return {&occupancies_, &documents_, &consents_, &needs_, &pets_, &vehicles_, &visits_, &complaint_rows_};
}

}  // namespace doorstep
