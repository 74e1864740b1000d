#include "engine/likely.h"

#include <algorithm>
#include <array>

#include "engine/homes.h"
#include "engine/household.h"
#include "engine/index_text.h"
#include "engine/postings.h"
#include "engine/rows.h"
#include "engine/search.h"
#include "engine/store.h"
#include "engine/tokens.h"
#include "shared/han.h"
#include "shared/phone.h"

namespace doorstep {
namespace {

constexpr const char* unit_type = "unit";

const Field* full_name_of(const Type& type) {
  auto field = std::find_if(type.fields.begin(), type.fields.end(),
                            [](const Field& one) { return one.kind == Kind::text && one.form == "full_name"; });
  return field == type.fields.end() ? nullptr : &*field;
}

/// The field by which a record of this type belongs to a person: its parent's, or one that it needs.
const Field* person_field(const Template& archive_template, const Type& type) {
  for (const auto& field : type.fields) {
    const auto* referred = field.kind == Kind::reference ? archive_template.type(field.refers) : nullptr;
    const bool its = field.name == type.parent || std::ranges::count(type.needs, field.name) > 0;
    if (referred != nullptr && its && full_name_of(*referred) != nullptr) return &field;
  }
  return nullptr;
}

const Field* home_field(const Type& type) {
  auto field = std::find_if(type.fields.begin(), type.fields.end(),
                            [](const Field& one) { return one.kind == Kind::reference && one.refers == unit_type; });
  return field == type.fields.end() ? nullptr : &*field;
}

/// The sign that a value of this field is; empty: it says nothing about who somebody is.
std::optional<Likeness> sign_of(const Field& field, const json& value) {
  if (!value.is_string()) return std::nullopt;
  if (field.kind == Kind::id_number) return Likeness::id_number;
  const bool takes_phones = field.kind == Kind::phone || field.normalise == "contact";
  if (takes_phones && phone_kind(value.get_ref<const std::string&>())) return Likeness::phone;
  return std::nullopt;
}

std::optional<RecordId> reference(const json& value) {
  return value.is_string() ? parse_id<RecordId>(value.get_ref<const std::string&>()) : std::nullopt;
}

json held(const Record& record, const std::string& field) {
  const auto* value = record.value(field);
  return value == nullptr ? json{} : *value;
}

class Suspects {
 public:
  Suspects(Store& store, const Entered& entered, const Type& type)
      : store_(store), sql_(store.sql()), template_(store.archive_template()), entered_(entered), type_(type) {
    if (full_name_of(type) != nullptr) {
      if (entered.record) self_ = root_of(sql_, *entered.record);
    } else if (const auto* person = person_field(template_, type)) {
      if (auto id = reference(entered.fields.value(person->name, json{}))) self_ = root_of(sql_, *id);
    }
  }

  void look() {
    by_key();
    index_a_batch();
    for (const auto& field : type_.fields)
      if (auto value = entered_.fields.value(field.name, json{}); auto sign = sign_of(field, value))
        by_number(*sign, value);
    by_name_and_home();
  }

  std::vector<Likely> told() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& one, const Found& other) { return one.why < other.why; });
    if (found_.size() > likely_max) found_.resize(likely_max);
    std::vector<Likely> out;
    for (auto& one : found_) {
      auto views = views_of(store_, {one.id});
      if (views.empty()) continue;
      out.push_back({std::move(views.front()), std::nullopt, std::move(one.why)});
      if (out.back().record.type == unit_type) continue;
      auto homes = views_of(store_, Homes{sql_}.of(one.id));
      if (!homes.empty()) out.back().home = std::move(homes.front());
    }
    return out;
  }

 private:
  struct Found {
    RecordId id;
    std::vector<Likeness> why;
  };

  void add(const RecordId& id, Likeness why) {
    if (self_ == id || entered_.record == id) return;
    auto known = std::find_if(found_.begin(), found_.end(), [&](const Found& one) { return one.id == id; });
    if (known == found_.end()) known = found_.insert(found_.end(), Found{id, {}});
    if (std::ranges::count(known->why, why) == 0) known->why.push_back(why);
  }

  std::optional<Record> live(const RecordId& id) {
    auto row = read_row(sql_, id);
    if (!row || row->text.type == conflict_type) return std::nullopt;
    auto record = stored(decode(row->text));
    return record.header.state == State::live ? std::optional{std::move(record)} : std::nullopt;
  }

  // Two homes of one address, two people of one archive number: the server will ask which is which. Of what belongs to
  // a person only what is entered twice of the same one; others are found by its numbers.
  void by_key() {
    const auto fields = type_.keys.empty() ? std::vector<std::string>{} : type_.keys.front();
    for (const auto& name : fields)
      if (!store_.role().reads(type_.name, type_.field(name)->klass)) return;
    Record record;
    for (const auto& field : type_.fields)
      if (auto value = entered_.fields.value(field.name, json{}); !value.is_null())
        record.put(field.name, field.klass, std::move(value), {});
    const auto key = natural_key(type_, record);
    if (key.empty()) return;
    auto& row =
        sql_("SELECT id FROM records WHERE type = ? AND natural = ? AND state IN (0, 3) ORDER BY state, n LIMIT ?");
    row.with(type_.name, key, static_cast<std::int64_t>(likely_max));
    std::vector<RecordId> ids;
    while (row.step()) ids.push_back(row.id<RecordId>(0));
    const auto* whose = full_name_of(type_) != nullptr ? nullptr : person_field(template_, type_);
    for (const auto& id : ids) {
      const auto root = root_of(sql_, id);
      auto other = live(root);
      if (!other) continue;
      auto person = whose == nullptr ? std::nullopt : reference(held(*other, whose->name));
      if (!person || self_ == root_of(sql_, *person)) add(root, Likeness::key);
    }
  }

  // What was saved a moment ago is found too; a whole register that waits for the index holds nobody up.
  void index_a_batch() {
    try {
      Search{store_.database(), sql_, template_}.catch_up(index_batch_rows_max);
    } catch (const SqliteFailure& failure) {
      if (failure.error.fault != Fault::disk_full) throw;
    }
  }

  void by_number(Likeness sign, const json& value) {
    for (const auto& type : template_.types())
      for (const auto& field : type.fields)
        if (sign_of(field, value) == sign && store_.role().reads(type.name, field.klass))
          by_number_in(type, field, sign, value);
  }

  void by_number_in(const Type& type, const Field& field, Likeness sign, const json& value) {
    const bool is_person = full_name_of(type) != nullptr;
    const auto* whose = is_person ? nullptr : person_field(template_, type);
    auto expression = condition(template_, type.name, {field.name, Filter::Test::equal, value});
    if (!expression || (!is_person && whose == nullptr)) return;
    Matches matches{store_.database(), {*expression + " AND " + type_condition(type.name)}};
    std::size_t looked_at = 0;
    for (auto n = matches.newest(newest_row); n > 0 && looked_at < alike_looked_at_max; n = matches.newest(n - 1)) {
      ++looked_at;
      auto& row = sql_("SELECT id FROM records WHERE n = ?");
      std::optional<RecordId> id;
      if (row.with(n).step()) id = row.id<RecordId>(0);
      row.rewind();
      auto record = id ? live(*id) : std::nullopt;
      if (!record || held(*record, field.name) != value) continue;
      auto person = is_person ? id : reference(held(*record, whose->name));
      if (!person) continue;
      person = root_of(sql_, *person);
      if (live(*person)) add(*person, sign);
    }
  }

  void by_name_and_home() {
    const auto* written_in = home_field(type_);
    auto home = entered_.home;
    if (!home && written_in != nullptr) home = reference(entered_.fields.value(written_in->name, json{}));
    const auto name = name_in_search_form();
    if (!home || name.empty()) return;
    std::size_t looked_at = 0;
    for (const auto& child : live_children(sql_, root_of(sql_, *home))) {
      if (++looked_at > household_records_max) return;
      auto record = live(child);
      const auto* type = record ? template_.type(record->header.type) : nullptr;
      const auto* whose = type == nullptr ? nullptr : person_field(template_, *type);
      auto id = whose == nullptr ? std::nullopt : reference(held(*record, whose->name));
      if (!id) continue;
      const auto root = root_of(sql_, *id);
      if (auto person = live(root); person && name == name_of_person(*person)) add(root, Likeness::name_and_home);
    }
  }

  std::string name_in_search_form() {
    if (const auto* field = full_name_of(type_)) {
      const auto value = entered_.fields.value(field->name, json{});
      return value.is_string() ? compact(search_form(value.get_ref<const std::string&>())) : std::string{};
    }
    auto person = self_ ? live(*self_) : std::nullopt;
    return person ? name_of_person(*person) : std::string{};
  }

  std::string name_of_person(const Record& person) {
    const auto* type = template_.type(person.header.type);
    const auto* field = type == nullptr ? nullptr : full_name_of(*type);
    const auto value = field == nullptr ? json{} : held(person, field->name);
    return value.is_string() ? compact(search_form(value.get_ref<const std::string&>())) : std::string{};
  }

  Store& store_;
  Statements& sql_;
  const Template& template_;
  const Entered& entered_;
  const Type& type_;
  std::optional<RecordId> self_;  ///< the person who is entered, or to whom it belongs
  std::vector<Found> found_;
};

}  // namespace

Result<std::vector<Likely>> likely_same(Store& store, const Entered& entered) {
  return guarded([&]() -> Result<std::vector<Likely>> {
    const auto* type = store.archive_template().type(entered.type);
    if (type == nullptr) return Error{Fault::unknown_type, entered.type};
    Suspects suspects{store, entered, *type};
    suspects.look();
    return suspects.told();
  });
}

Result<std::vector<Likely>> likely_same(Store& store, const RecordId& saved) {
  auto view = show(store, saved);
  if (!view) return view.error();
  return likely_same(store, Entered{view->type, view->fields, view->id, std::nullopt});
}

std::string_view name_of(Likeness why) {
  constexpr std::array<std::string_view, 4> names{"key", "id_number", "phone", "name_and_home"};
  return names[static_cast<std::size_t>(why)];
}

}  // namespace doorstep
