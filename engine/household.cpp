#include "engine/household.h"

#include <algorithm>
#include <set>

#include "engine/rows.h"
#include "engine/store.h"

namespace doorstep {
namespace {

constexpr const char* unit_type = "unit";

/// Gathers the members of one home, each once, and remembers what it decoded.
class Gathering {
 public:
  Gathering(Store& store, const RecordId& unit) : store_(store), sql_(store.sql()), unit_(unit) {}

  void gather() {
    for (const auto& child : live_children(sql_, unit_)) add_child(child);
    for (const auto& guest : linked_here(sql_, unit_)) add(guest);
  }
  struct Member {
    std::int64_t n;
    Record record;
  };
  const std::vector<Member>& found() const { return found_; }

 private:
  const Record* add(const RecordId& named) {
    const auto id = root_of(sql_, named);  // people who were one person all the time stand here once
    if (id == unit_ || found_.size() >= household_records_max || !seen_.insert(id).second) return nullptr;
    auto row = read_row(sql_, id);
    if (!row || row->text.type == conflict_type) return nullptr;
    auto record = stored(decode(row->text));
    if (record.header.state != State::live || record.header.type == unit_type) return nullptr;
    found_.push_back({row->n, std::move(record)});
    return &found_.back().record;
  }

  void add_child(const RecordId& id) {
    const auto* record = add(id);
    if (record == nullptr) return;
    const auto* type = store_.archive_template().type(record->header.type);
    if (type == nullptr) return;
    std::vector<RecordId> needed;
    for (const auto& field : type->fields)
      if (field.kind == Kind::reference && field.name != type->parent &&
          std::find(type->needs.begin(), type->needs.end(), field.name) != type->needs.end())
        if (auto target = reference(*record, field.name)) needed.push_back(*target);
    for (const auto& child : live_children(sql_, id)) add_child(child);
    for (const auto& target : needed) add_member(target);
  }

  // Somebody of this home, who may belong to other homes as well: their occupancies there are theirs.
  void add_member(const RecordId& id) {
    if (add(id) == nullptr) return;
    const auto root = root_of(sql_, id);
    for (const auto& child : live_children(sql_, root)) add(child);
    for (const auto& guest : linked_here(sql_, root))
      if (!of_another_home(guest)) add(guest);
  }

  bool of_another_home(const RecordId& id) {
    auto row = read_row(sql_, id);
    if (!row) return true;
    const auto* type = store_.archive_template().type(row->text.type);
    if (type == nullptr || !type->parent.empty()) return true;
    auto record = stored(decode(row->text));
    for (const auto& field : type->fields)
      if (field.refers == unit_type)
        if (auto home = reference(record, field.name); home && root_of(sql_, *home) != unit_) return true;
    return type->name == "resident";
  }

  static std::optional<RecordId> reference(const Record& record, const std::string& field) {
    const auto* value = record.value(field);
    return value != nullptr && value->is_string() ? parse_id<RecordId>(value->get<std::string>()) : std::nullopt;
  }

  Store& store_;
  Statements& sql_;
  RecordId unit_;
  std::set<RecordId> seen_;
  std::vector<Member> found_;
};

Result<Record> live_unit(Store& store, const RecordId& unit) {
  auto row = read_row(store.sql(), unit);
  if (!row || row->text.type != unit_type) return Error{Fault::not_found, text(unit)};
  auto record = stored(decode(row->text));
  if (record.header.state != State::live) return Error{Fault::not_found, text(unit) + " was removed"};
  return record;
}

class Names {
 public:
  explicit Names(Store& store) : store_(store) {}
  const std::string& of(const ChainId& chain) {
    auto person = person_of(chain);
    auto [slot, fresh] = known_.try_emplace(person, person.value);
    if (!fresh) return slot->second;
    if (store_.identity() && store_.identity()->person == person) return slot->second = store_.identity()->name;
    auto& row = store_.sql()("SELECT name FROM people WHERE id = ?");
    if (row.with(person).step()) slot->second = row.text(0);
    row.rewind();
    return slot->second;
  }

 private:
  Store& store_;
  std::map<PersonId, std::string> known_;
};

Happening::Kind kind_of(const Record& record, bool created) {
  const auto& type = record.header.type;
  if (type == "visit") return Happening::Kind::visited;
  if (type == "consent") return Happening::Kind::consented;
  if (type == "request" && created) return Happening::Kind::requested;
  return created ? Happening::Kind::created : Happening::Kind::changed;
}

// One happening for each edit whose word still stands; the first of them made the record.
void tell(const Record& record, Names& names, std::vector<Happening>& out) {
  std::map<EditId, std::pair<const Stamp*, std::vector<std::string>>> edits;
  for (const auto& part : record.parts) {
    if (!part) continue;
    for (const auto& [field, stamp] : part->stamps) {
      auto& one = edits[stamp.edit];
      one.first = &stamp;
      one.second.push_back(field);
    }
  }
  const Stamp* first = nullptr;
  auto order = [](const Stamp& stamp) {  // what is not delivered comes behind everything that is
    return std::pair{stamp.seq.value == 0 ? ~std::uint64_t{0} : stamp.seq.value, stamp.at.value_or(Instant{})};
  };
  for (const auto& [edit, told] : edits)
    if (first == nullptr || order(*told.first) < order(*first)) first = told.first;
  const auto* status = record.value("status");
  for (auto& [edit, told] : edits) {
    const auto& stamp = *told.first;
    Happening one;
    one.kind = kind_of(record, &stamp == first);
    one.at = stamp.at;
    one.record = record.id;
    one.type = record.header.type;
    one.who = names.of(stamp.chain);
    one.source = stamp.source;
    if (status != nullptr && status->is_string()) one.status = status->get<std::string>();
    one.fields = std::move(told.second);
    one.delivered = stamp.seq.value != 0;
    out.push_back(std::move(one));
  }
}

}  // namespace

Result<Household> household(Store& store, const RecordId& named) {
  return guarded([&]() -> Result<Household> {
    Transaction transaction{store.database(), Transaction::Mode::read};
    const auto unit = root_of(store.sql(), named);
    if (auto there = live_unit(store, unit); !there) return there.error();
    Gathering gathering{store, unit};
    gathering.gather();
    std::map<std::string, std::size_t> order;
    for (const auto& type : store.archive_template().types()) order.emplace(type.name, order.size());
    Household out{std::move(views_of(store, {unit}).at(0)), {}};
    for (const auto& member : gathering.found()) out.records.push_back(view_from(store.sql(), member.n, member.record));
    std::sort(out.records.begin(), out.records.end(), [&](const RecordView& one, const RecordView& other) {
      return std::pair{order[one.type], one.id} < std::pair{order[other.type], other.id};
    });
    return out;
  });
}

Result<std::vector<Origin>> origins(Store& store, const RecordId& id) {
  return guarded([&]() -> Result<std::vector<Origin>> {
    auto row = read_row(store.sql(), root_of(store.sql(), id));
    if (!row || row->text.type == conflict_type) return Error{Fault::not_found, text(id)};
    const auto record = stored(decode(row->text));
    Names names{store};
    SaidIns visits;
    std::vector<Origin> out;
    for (const auto& part : record.parts) {
      if (!part) continue;
      for (const auto& [field, stamp] : part->stamps) {
        learn_visit(store, stamp.visit, visits);
        out.push_back({field, names.of(stamp.chain),
                       store.identity() && person_of(stamp.chain) == store.identity()->person, stamp.at, stamp.source,
                       stamp.seq.value != 0, stamp.visit ? std::optional{visits.at(*stamp.visit)} : std::nullopt});
      }
    }
    return out;
  });
}

Result<std::vector<Happening>> timeline(Store& store, const RecordId& named) {
  return guarded([&]() -> Result<std::vector<Happening>> {
    Transaction transaction{store.database(), Transaction::Mode::read};
    const auto unit = root_of(store.sql(), named);
    auto home = live_unit(store, unit);
    if (!home) return home.error();
    Gathering gathering{store, unit};
    gathering.gather();
    Names names{store};
    std::vector<Happening> out;
    tell(*home, names, out);
    for (const auto& member : gathering.found()) tell(member.record, names, out);
    std::stable_sort(out.begin(), out.end(), [](const Happening& one, const Happening& other) {
      return one.at.value_or(Instant::min()) > other.at.value_or(Instant::min());
    });
    return out;
  });
}

}  // namespace doorstep
