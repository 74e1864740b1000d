#include <algorithm>

#include "shared/address.h"
#include "shared/crypto.h"
#include "shared/dates.h"
#include "shared/forms.h"
#include "shared/ids.h"
#include "shared/phone.h"
#include "shared/unicode.h"
#include "shared/value.h"

// Runs on every pushed field: nothing is allocated on the good path but for Chinese texts' normal form.
namespace doorstep {
namespace {

constexpr std::size_t choices_items_max = 100;
constexpr std::size_t entries_items_max = 5'000;
constexpr std::size_t entry_id_bytes_max = 64;
constexpr std::size_t entry_note_bytes_max = 256;
constexpr std::int64_t attachment_bytes_max = std::int64_t{20} << 20;

Error wants(const Field& field, const std::string& what) {
  return Error{Fault::invalid_value, field.name + ": expected " + what};
}
Error beyond(const Field& field, const std::string& what) {
  return Error{Fault::out_of_range, field.name + ": expected " + what};
}

/// nullptr when it is no string, so that a check reads in one line.
const std::string* string_in(const json& value) { return value.get_ptr<const std::string*>(); }

Result<void> check_words(const Field& field, const std::string& text) {
  if (text.empty()) return wants(field, "null for an empty text");
  if (!is_utf8(text) || has_controls(text, field.prose())) return wants(field, "text without control characters");
  if (!(field.prose() ? is_nfc(text) : is_nfkc(text)) ||
      std::string_view{" \n"}.find(text.front()) != std::string_view::npos ||
      std::string_view{" \n"}.find(text.back()) != std::string_view::npos)
    return wants(field, "normalised, trimmed text");
  if (text.size() > field.length_max && length_of(text) > field.length_max)
    return beyond(field, "at most " + std::to_string(field.length_max) + " characters");
  if (!field.form.empty() && !has_form(field.form, text)) return wants(field, form_words(field.form).en);
  return {};
}

bool is_normal_part(const std::string& normalise, const std::string& text) {
  if (normalise == "building") return address_part(AddressPart::building, text) == text;
  if (normalise == "unit_no") return address_part(AddressPart::unit_no, text) == text;
  if (normalise == "room_no") return address_part(AddressPart::room_no, text) == text;
  if (normalise == "contact") return phone_number(text).value_or(text) == text;
  if (normalise == "plate") return plate_form(text) == text;
  return true;
}

Result<void> check_text(const Field& field, const json& value) {
  const auto* text = string_in(value);
  if (text == nullptr) return wants(field, "text");
  if (auto good = check_words(field, *text); !good) return good;
  if (!field.normalise.empty() && !is_normal_part(field.normalise, *text)) return wants(field, "its one normal form");
  return {};
}

std::string bound_words(const Field& field, std::int64_t bound) { return words_of(field, bound); }

Result<void> check_number(const Field& field, const json& value) {
  if (!value.is_number_integer()) return wants(field, "a whole number");
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(safe_integer_max))
    return beyond(field, "a number within 2^53");
  auto number = value.get<std::int64_t>();
  if (number < -safe_integer_max || number > safe_integer_max) return beyond(field, "a number within 2^53");
  if (field.min && number < *field.min) return beyond(field, "at least " + bound_words(field, *field.min));
  if (field.max && number > *field.max) return beyond(field, "at most " + bound_words(field, *field.max));
  return {};
}

Result<void> check_date(const Field& field, const json& value) {
  const auto* text = string_in(value);
  if (text == nullptr || !is_date(*text)) return wants(field, "a date like 2026-11-22");
  auto number = date_number(*text);
  if (field.min && number < *field.min) return beyond(field, "no earlier date than " + std::to_string(*field.min));
  if (field.max && number > *field.max) return beyond(field, "no later date than " + std::to_string(*field.max));
  return {};
}

Result<void> check_range(const Field& field, const json& value) {
  auto part = [&value](const char* name) {
    auto found = value.find(name);
    const auto* text = found == value.end() ? nullptr : string_in(*found);
    return text != nullptr && is_time_of_day(*text) ? text : nullptr;
  };
  if (!value.is_object() || value.size() != 2 || part("from") == nullptr || part("to") == nullptr ||
      *part("from") == *part("to"))
    return wants(field, "a time range like 09:00-11:30");
  return {};
}

bool has_choice(const Field& field, const std::string& name) {
  return std::any_of(field.choices.begin(), field.choices.end(),
                     [&name](const Choice& choice) { return choice.name == name; });
}

Result<void> check_choice(const Field& field, const json& value) {
  const auto* name = string_in(value);
  if (name == nullptr || !has_choice(field, *name)) return wants(field, "one of the template's choices");
  return {};
}

Result<void> check_choices(const Field& field, const json& value) {
  if (!value.is_array()) return wants(field, "a list of choices");
  if (value.size() > choices_items_max) return beyond(field, "at most 100 choices");
  for (auto item = value.begin(); item != value.end(); ++item) {
    const auto* word = string_in(*item);
    if (word == nullptr) return wants(field, "a list of choices");
    if (std::find(value.begin(), item, *item) != item) return wants(field, "each choice once");
    if (has_choice(field, *word)) continue;
    if (!field.open) return wants(field, "the template's choices");
    if (auto good = check_words(field, *word); !good) return good;
  }
  return {};
}

Result<void> check_id(const Field& field, const json& value) {
  const auto* number = string_in(value);
  if (number == nullptr) return wants(field, "a document's number");
  // Permits and passports are shorter or hold letters; a long run of digits is a resident ID, held to its rules.
  auto digits = std::string_view{*number};
  if (digits.ends_with('X')) digits.remove_suffix(1);
  bool all_digits = digits.find_first_not_of("0123456789") == std::string_view::npos;
  bool resident = number->size() == 18 || (number->size() > 12 && all_digits);
  if (!has_form(resident ? "resident_id" : "passport", *number)) return wants(field, "a valid document's number");
  if (!field.form.empty() && !has_form(field.form, *number)) return wants(field, form_words(field.form).en);
  return {};
}

Result<void> check_entry(const Field& field, const json& entry) {
  if (!entry.is_object()) return wants(field, "entries with id and text");
  auto id = entry.find("id"), text = entry.find("text");
  if (id == entry.end() || text == entry.end() || !text->is_string() || !id->is_string() || string_in(*id)->empty() ||
      string_in(*id)->size() > entry_id_bytes_max)
    return wants(field, "entries with id and text");
  for (const auto& [name, note] : entry.items()) {
    bool scalar = note.is_string() || note.is_boolean() || note.is_number_integer();
    if (!scalar || name.size() > entry_id_bytes_max) return wants(field, "plain values beside an entry's text");
    if (name != "text" && note.is_string() && string_in(note)->size() > entry_note_bytes_max)
      return beyond(field, "at most 256 bytes beside an entry's text");
  }
  return check_words(field, *string_in(*text));
}

Result<void> check_entries(const Field& field, const json& value) {
  if (!value.is_array()) return wants(field, "a list of entries");
  if (value.size() > entries_items_max) return beyond(field, "at most 5000 entries");
  std::vector<std::string_view> ids;
  ids.reserve(value.size());
  for (const auto& entry : value) {
    if (auto good = check_entry(field, entry); !good) return good;
    ids.emplace_back(*string_in(entry["id"]));
  }
  std::sort(ids.begin(), ids.end());
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end()) return wants(field, "each entry once");
  return {};
}

Result<void> check_attachment(const Field& field, const json& value) {
  if (!value.is_object() || value.size() != 3 || !value.contains("hash") || !value.contains("bytes") ||
      !value.contains("mime"))
    return wants(field, "an attachment with hash, bytes and mime");
  const auto *hash = string_in(value["hash"]), *mime = string_in(value["mime"]);
  if (hash == nullptr || hash->size() > 64 || !unbase64_exact<32>(*hash)) return wants(field, "a hash of 32 bytes");
  if (mime == nullptr || mime->empty() || mime->size() > 100 || has_controls(*mime, false))
    return wants(field, "a media type");
  const auto& bytes = value["bytes"];
  if (!bytes.is_number_integer() || bytes < 0 || bytes > attachment_bytes_max)
    return beyond(field, "an attachment of at most 20 MiB");
  return {};
}

}  // namespace

Result<void> check_value(const Field& field, const json& value) {
  if (value.is_null()) return {};
  const auto* text = string_in(value);
  auto or_expected = [&field](bool good, const char* what) -> Result<void> {
    if (!good) return wants(field, what);
    return {};
  };
  switch (field.kind) {
    case Kind::text:
      return check_text(field, value);
    case Kind::number:
    case Kind::decimal:
    case Kind::money:
      return check_number(field, value);
    case Kind::date:
      return check_date(field, value);
    case Kind::time:
      return or_expected(text != nullptr && is_time(*text), "a time like 2026-11-22T09:30");
    case Kind::time_range:
      return check_range(field, value);
    case Kind::choice:
      return check_choice(field, value);
    case Kind::choices:
      return check_choices(field, value);
    case Kind::flag:
      return or_expected(value.is_boolean(), "yes or no");
    case Kind::phone:
      return or_expected(text != nullptr && phone_kind(*text), "a mobile, landline or 400 number");
    case Kind::id_number:
      return check_id(field, value);
    case Kind::reference:
      return or_expected(text != nullptr && parse_id<RecordId>(*text), "a record's id");
    case Kind::entries:
      return check_entries(field, value);
    case Kind::attachment:
      return check_attachment(field, value);
  }
  broken_invariant("every kind is checked");
}

}  // namespace doorstep
