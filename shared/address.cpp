#include "shared/address.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "shared/unicode.h"

namespace doorstep {
namespace {

// Longer marks first: 号楼 before 楼. A bare 号 may as well end a room, so a whole address is not cut there.
constexpr std::array<std::string_view, 7> building_marks{"号楼", "栋", "幢", "座", "楼", "#", "号"};
constexpr std::array<std::string_view, 2> unit_marks{"单元", "门"};
constexpr std::array<std::string_view, 3> room_marks{"室", "房", "号"};
constexpr std::array<std::string_view, 2> story_marks{"层", "楼"};
// More letters than this are words: "12 Main St" is no address within a community.
constexpr std::ptrdiff_t room_letters_max = 4;
// 一单元 is often written 1号门; the 号 goes with either mark.
constexpr std::string_view number_mark = "号";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }
bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }
bool is_number(std::string_view text) { return !text.empty() && all_digits(text); }

/// 0 to 9, 十 as 10, 百 as 100; -1 for anything else.
int numeral(char32_t point) {
  constexpr std::u32string_view digits = U"零一二三四五六七八九";
  if (auto at = digits.find(point); at != std::u32string_view::npos) return static_cast<int>(at);
  if (point == U'〇') return 0;
  if (point == U'两') return 2;
  return point == U'十' ? 10 : point == U'百' ? 100 : -1;
}

/// "十二" → "12", "一百零二" → "102", "一五〇二" → "1502"; a text that is not wholly numerals stays.
std::string with_digits(std::string_view text) {
  std::string positional;
  int sum = 0, pending = 0;
  bool counted = false;
  for (auto rest = text; !rest.empty();) {
    int value = numeral(take_code_point(rest));
    if (value < 0) return std::string{text};
    if (value < 10) {
      positional += static_cast<char>('0' + value);
      pending = value;
      continue;
    }
    counted = true;
    sum += (pending == 0 ? 1 : pending) * value;
    pending = 0;
  }
  return counted ? std::to_string(sum + pending) : positional;
}

std::string without_leading_zeros(std::string text) {
  if (!is_number(text)) return text;
  auto first = std::min(text.find_first_not_of('0'), text.size() - 1);
  return text.substr(first);
}

/// A mark that is the whole text names something ("座" as a name) and stays.
bool strip(std::string_view& text, std::span<const std::string_view> marks) {
  for (auto mark : marks) {
    if (!text.ends_with(mark) || text.size() == mark.size()) continue;
    text.remove_suffix(mark.size());
    return true;
  }
  return false;
}

/// 地下B1-023, 地下1-023 and 负一层023 all mean B1-023.
std::string basement(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with("地下"))
    rest.remove_prefix(std::string_view{"地下"}.size());
  else if (rest.starts_with("负"))
    rest.remove_prefix(std::string_view{"负"}.size());
  else
    return std::string{text};
  if (rest.starts_with('B') && has_digit(rest)) return std::string{rest};
  auto story_end = rest.find("层");
  if (story_end != std::string_view::npos && story_end > 0) {
    auto story = with_digits(rest.substr(0, story_end));
    auto place = rest.substr(story_end + std::string_view{"层"}.size());
    if (place.starts_with('-')) place.remove_prefix(1);
    if (is_number(story) && !place.empty()) return "B" + story + "-" + std::string{place};
  }
  return !rest.empty() && is_digit(rest[0]) ? "B" + std::string{rest} : std::string{text};
}

std::string compact(std::string_view text) {
  auto out = upper(nfkc(text));
  for (std::string_view dash : {"—", "–", "－", "−"})
    for (auto at = out.find(dash); at != std::string::npos; at = out.find(dash)) out.replace(at, dash.size(), "-");
  auto narrow = folded(out, false);
  std::erase_if(narrow, [](char c) { return c == ' '; });
  return narrow;
}

std::span<const std::string_view> marks_of(AddressPart part) {
  switch (part) {
    case AddressPart::building:
      return building_marks;
    case AddressPart::unit_no:
      return unit_marks;
    case AddressPart::room_no:
      return room_marks;
  }
  return {};
}

/// The number or letters right before a mark: 阳光花园3 → 3. A name without any (东) is taken whole.
std::string_view last_run(std::string_view text) {
  auto start = text.size();
  while (start > 0 && is_alnum(text[start - 1])) --start;
  if (start < text.size()) return text.substr(start);
  while (start >= 3) {  // every numeral has three bytes
    auto point = text.substr(start - 3, 3);
    auto rest = point;
    if (numeral(take_code_point(rest)) < 0 || !rest.empty()) break;
    start -= 3;
  }
  return start < text.size() ? text.substr(start) : text;
}

/// Cuts `text` behind the first of the marks and answers what stood before it.
std::optional<std::string_view> cut(std::string_view& text, std::span<const std::string_view> marks) {
  auto best = std::string_view::npos;
  std::size_t size = 0;
  for (auto mark : marks) {
    auto at = text.find(mark);
    if (at == 0 || at == std::string_view::npos || (best != std::string_view::npos && at >= best)) continue;
    best = at;
    size = mark.size();
  }
  if (best == std::string_view::npos) return std::nullopt;
  auto before = text.substr(0, best);
  text.remove_prefix(best + size);
  if (text.starts_with('-')) text.remove_prefix(1);
  if (before.ends_with(number_mark)) before.remove_suffix(number_mark.size());
  return before;
}

std::vector<std::string_view> split_dashes(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    auto at = text.find('-');
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

bool is_basement_room(std::string_view text) {
  return text.starts_with("地下") || text.starts_with("负") ||
         (text.size() > 2 && text[0] == 'B' && is_digit(text[1]) && text.find('-') != std::string_view::npos);
}

/// What follows the marks, or everything in a bare "3-2-1502": up to three parts, the last one the room.
bool place_rest(std::string_view rest, Address& out) {
  if (rest.empty()) return !out.building.empty() || !out.unit_no.empty();
  if (std::count_if(rest.begin(), rest.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) > room_letters_max)
    return false;
  auto pieces = is_basement_room(rest) ? std::vector{rest} : split_dashes(rest);
  auto open_places = (out.building.empty() && out.unit_no.empty() ? 1U : 0U) + (out.unit_no.empty() ? 1U : 0U) + 1U;
  if (pieces.size() > open_places || !has_digit(address_part(AddressPart::room_no, pieces.back()))) return false;
  if (std::any_of(pieces.begin(), pieces.end(), [](auto piece) { return piece.empty(); })) return false;
  out.room_no = address_part(AddressPart::room_no, pieces.back());
  pieces.pop_back();
  if (!pieces.empty() && out.building.empty() && out.unit_no.empty()) {
    out.building = address_part(AddressPart::building, pieces.front());
    pieces.erase(pieces.begin());
  }
  if (!pieces.empty()) out.unit_no = address_part(AddressPart::unit_no, pieces.front());
  return true;
}

}  // namespace

std::string address_part(AddressPart part, std::string_view text) {
  auto plain = compact(text);
  std::string_view rest = plain;
  bool cut_off = strip(rest, marks_of(part));
  if (cut_off && part != AddressPart::room_no) strip(rest, std::array{number_mark});
  // 东座 is a building called 东, but 地下室 is no room called 地下.
  if (cut_off && part == AddressPart::room_no && !has_digit(with_digits(rest)) && !is_alnum(rest.back())) rest = plain;
  auto short_form = part == AddressPart::room_no ? basement(rest) : std::string{rest};
  auto out = without_leading_zeros(with_digits(short_form));
  // 三号楼栋 loses one mark a round; it ends because every round that changes anything shortens or settles it.
  return out == plain ? out : address_part(part, out);
}

std::optional<Address> split_address(std::string_view text) {
  auto plain = compact(text);
  std::string_view rest = plain;
  Address out;
  if (auto phase = cut(rest, std::array{std::string_view{"期"}})) {
    auto run = last_run(*phase);
    auto number = with_digits(run);
    if (!is_number(number)) return std::nullopt;
    out.phase = number + "期";
  }
  if (!is_basement_room(rest))
    if (auto building = cut(rest, std::span{building_marks}.first<6>()))
      out.building = address_part(AddressPart::building, last_run(*building));
  if (auto unit = cut(rest, unit_marks)) {
    auto pieces = split_dashes(*unit);
    if (pieces.size() == 2 && out.building.empty()) out.building = address_part(AddressPart::building, pieces[0]);
    out.unit_no = address_part(AddressPart::unit_no, last_run(pieces.back()));
    if (!std::any_of(out.unit_no.begin(), out.unit_no.end(), is_alnum)) return std::nullopt;
  }
  // A座12层1201: the story says nothing that the room does not.
  if (auto room = rest; !is_basement_room(rest) && cut(room, story_marks) && !room.empty()) rest = room;
  if (!place_rest(rest, out)) return std::nullopt;
  return out;
}

}  // namespace doorstep
