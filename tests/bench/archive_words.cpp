#include "tests/bench/archive_words.h"

#include "engine/intent.h"
#include "server/sample_words.h"
#include "shared/unicode.h"

namespace doorstep::bench {
namespace {

namespace words = sample_words;

std::string chosen(SeededDice& dice, std::u32string_view characters) {
  std::string out;
  append_code_point(out, characters[dice.below(characters.size())]);
  return out;
}
template <std::size_t N>
std::string chosen(SeededDice& dice, const std::array<std::string_view, N>& list) {
  return std::string{list[dice.below(N)]};
}

// Bands as people bear them: three surnames are a quarter of the country.
std::string name(SeededDice& dice) {
  auto out = dice.below(60) == 0 ? chosen(dice, words::compound_surnames)
                                 : chosen(dice, words::surname_bands[dice.below(words::surname_bands.size())].surnames);
  auto given = dice.below(2) == 0 ? words::women : words::men;
  out += chosen(dice, given);
  return dice.below(4) == 0 ? out : out + chosen(dice, given);
}

std::string building(SeededDice& dice) { return std::to_string(1 + dice.below(120)); }
std::string unit_no(SeededDice& dice) { return std::to_string(1 + dice.below(4)); }
std::string room(SeededDice& dice) { return std::to_string((1 + dice.below(32)) * 100 + 1 + dice.below(6)); }
std::string mobile(SeededDice& dice) {
  return "1" + std::to_string(30 + dice.below(69)) + std::to_string(10'000'000 + dice.below(89'999'999));
}
std::string two_digits(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }
std::string date(SeededDice& dice, std::uint64_t first_year, std::uint64_t years) {
  return std::to_string(first_year + dice.below(years)) + "-" + two_digits(1 + dice.below(12)) + "-" +
         two_digits(1 + dice.below(28));
}

std::string account(SeededDice& dice) {
  std::string out;
  for (int i = 0; i < 4; ++i) {
    const auto& trouble = words::troubles[dice.below(words::troubles.size())];
    out += chosen(dice, words::places) + chosen(dice, trouble.texts) + "，住户" + name(dice) + "来电" +
           (dice.below(3) == 0 ? mobile(dice) : "") + "。";
  }
  return out;
}

json home(SeededDice& dice, std::uint64_t number) {
  return {{"building", building(dice)},
          {"unit_no", unit_no(dice)},
          {"room_no", room(dice)},
          {"kind", "residential"},
          {"phase", std::to_string(number) + "号地块"},
          {"layout", chosen(dice, words::layouts)},
          {"floor", dice.below(32)},
          {"area_build", 6000 + dice.below(9000)}};
}
json person(SeededDice& dice, std::uint64_t number) {
  return {{"archive_no", "001-" + std::to_string(1'000'000 + number)},
          {"name", name(dice)},
          {"sex", dice.below(2) == 0 ? "male" : "female"},
          {"birth_date", date(dice, 1930, 80)},
          {"occupation", chosen(dice, words::occupations)},
          {"interests", {chosen(dice, words::interests)}},
          {"status", "active"},
          {"notes", {{{"id", "n1"}, {"text", account(dice)}}}}};
}
json complaint(SeededDice& dice, std::uint64_t number) {
  return {{"external_no", "WX-2026-" + std::to_string(1'000'000 + number)},
          {"channel", "phone"},
          {"kind", dice.below(2) == 0 ? "water" : "power"},
          {"text", account(dice)},
          {"urgency", dice.below(10) == 0 ? "high" : "normal"},
          {"status", dice.below(20) == 0 ? "new" : "done"},
          {"place_text", building(dice) + "栋" + unit_no(dice) + "单元" + room(dice) + "室"},
          {"opened_at", date(dice, 2015, 11) + "T" + two_digits(8 + dice.below(12)) + ":30"},
          {"assignee", name(dice)}};
}

std::string pinyin_letters(SeededDice& dice) {
  constexpr std::array<std::string_view, 10> typed{"zhang", "wangwei", "lina",     "chenjing", "liuyang",
                                                   "zhao",  "ouyang",  "huangmin", "xuli",     "zengq"};
  return chosen(dice, typed);
}
std::string initials(SeededDice& dice) {
  std::string out;
  for (std::size_t i = 0, count = 1 + dice.below(3); i < count; ++i) out += static_cast<char>('a' + dice.below(26));
  return out;
}
std::string word(SeededDice& dice) {
  constexpr std::array<std::string_view, 10> typed{"漏水", "积水", "停电", "门禁", "电梯",
                                                   "水管", "住户", "来电", "车库", "反复跳闸"};
  return chosen(dice, typed);
}
std::string character(SeededDice& dice) {
  constexpr std::u32string_view typed = U"水电门张王李三的户来有伟芳东楼一鑫";
  return chosen(dice, typed);
}
std::string one_letter_or_digit(SeededDice& dice) {
  constexpr std::string_view typed = "0123456789abcdefghjklmnpqrstwxyz";
  return std::string{typed[dice.below(typed.size())]};
}
Filter is(const char* field, json value) { return {field, Filter::Test::equal, std::move(value)}; }

Query ask(const std::string& kind, SeededDice& dice) {
  if (kind == "one character") return {character(dice), {}, {}};
  if (kind == "one letter or digit") return {one_letter_or_digit(dice), {}, {}};
  if (kind == "a word") return {word(dice), {}, {}};
  if (kind == "a name") return {name(dice), {}, {}};
  if (kind == "pinyin") return {pinyin_letters(dice), {}, {}};
  if (kind == "initials") return {initials(dice), {}, {}};
  if (kind == "an address") return {building(dice) + "栋" + unit_no(dice) + "单元" + room(dice), {}, {}};
  if (kind == "a room") return {room(dice), {}, {}};
  if (kind == "last four of a phone") return {std::to_string(1000 + dice.below(9000)), {}, {}};
  if (kind == "two words") return {character(dice) + " " + word(dice), {}, {}};
  if (kind == "a word of another type") return {word(dice), "unit", {}};
  if (kind == "a word, filtered") return {word(dice), "request", {is("status", "new"), is("urgency", "high")}};
  if (kind == "a character, in a span of dates")
    return {character(dice), "request", {{"opened_at", Filter::Test::at_least, date(dice, 2015, 11)}}};
  if (kind == "two classes") return {name(dice).substr(0, 3) + " " + chosen(dice, words::occupations), {}, {}};
  if (kind == "filters only")
    return {{}, "resident", {is("sex", "male"), is("occupation", chosen(dice, words::occupations))}};
  return {{}, "resident", {}};
}

}  // namespace

Intent archive_record(std::uint64_t number, std::vector<RecordId>& residents) {
  SeededDice dice{number + 1};
  Intent intent;
  intent.op = Op::create;
  switch (number % 4) {
    case 0:
      intent.type = "unit";
      intent.set = home(dice, number);
      break;
    case 1:
      intent.type = "resident";
      intent.set = person(dice, number);
      break;
    case 2:
      intent.type = residents.empty() ? "request" : "contact";
      if (residents.empty()) {
        intent.set = complaint(dice, number);
      } else {
        intent.set = {
            {"resident", text(residents[dice.below(residents.size())])}, {"kind", "mobile"}, {"value", mobile(dice)}};
      }
      break;
    default:
      intent.type = "request";
      intent.set = complaint(dice, number);
  }
  return intent;
}

std::vector<Questions> archive_questions(std::size_t of_each) {
  std::vector<Questions> out;
  std::uint64_t seed = 1;
  for (const char* kind :
       {"one character", "one letter or digit", "a word", "a name", "pinyin", "initials", "an address", "a room",
        "last four of a phone", "two words", "a word of another type", "a word, filtered",
        "a character, in a span of dates", "two classes", "filters only", "a list"}) {
    SeededDice dice{seed++};
    Questions questions{kind, {}};
    for (std::size_t i = 0; i < of_each; ++i) questions.queries.push_back(ask(kind, dice));
    out.push_back(std::move(questions));
  }
  return out;
}

}  // namespace doorstep::bench
