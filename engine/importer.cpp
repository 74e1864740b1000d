#include "engine/importer.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>

#include "shared/crypto.h"

namespace doorstep {
namespace {

/// What the error file has before the register's own columns. A file that begins so is an error file that somebody
/// mended: these columns are then passed over, and its rows are a register's again.
const std::array<std::string, 3> notes{"row", "column", "reason"};

Reason no_key() {
  return {"没有可以识别这条档案的内容（关键列是空的）",
          "nothing in it tells which record it is (key columns are empty)"};
}
Reason missing(const Field& field) { return {"缺少" + field.label.zh, field.label.en + " is missing"}; }
Reason unresolved(const Lookup& lookup) {
  return {"找不到它指的档案，或者不止一份", "it does not name exactly one " + lookup.type};
}
Reason same_key(std::uint64_t row) {
  const auto number = std::to_string(row);
  return {"与第 " + number + " 行是同一条档案，内容却不同", "row " + number + " has the same key and other values"};
}

/// Lists grow by an import and never shrink: what staff added since the register was written stays.
json grown(const Field& field, const json& existing, const json& wanted) {
  json all = existing;
  for (const auto& item : wanted) {
    const bool there = std::any_of(existing.begin(), existing.end(), [&](const json& held) {
      if (field.kind != Kind::entries) return held == item;
      return held.value("text", "") == item.value("text", "") || held.value("id", "") == item.value("id", "");
    });
    if (!there) all.push_back(item);
  }
  return all;
}

/// The fields in which the register differs from the record.
std::map<std::string, json> differences(const Type& type, const Existing& existing,
                                        const std::map<std::string, json>& wanted) {
  std::map<std::string, json> set;
  for (const auto& [name, value] : wanted) {
    const Field* field = type.field(name);
    const auto held = existing.values.find(name);
    const bool has = held != existing.values.end() && !held->second.is_null();
    const bool list = field->policy == Policy::set || field->policy == Policy::append;
    json target = has && list && held->second.is_array() ? grown(*field, held->second, value) : value;
    if (!has || target != held->second) set.emplace(name, std::move(target));
  }
  return set;
}

class Import {
 public:
  Import(const Type& type, const ImportOptions& options, const ImportTarget& target, CsvReader reader, ImportMap map)
      : type_(type), options_(options), target_(target), reader_(std::move(reader)), map_(std::move(map)) {}

  static bool is_error_file(const CsvReader& reader) {
    const auto& header = reader.header();
    return header.size() > notes.size() && std::equal(notes.begin(), notes.end(), header.begin());
  }

  Result<ImportCounts> run() {
    if (auto opened = open_errors(); !opened) return opened.error();
    for (;;) {
      auto row = reader_.next();
      if (!row) return row.error();
      if (!*row) break;
      if (++counts_.rows > import_rows_max) return Error{Fault::bad_file, "the file has over 2,000,000 rows; split it"};
      if (auto taken = take(own_cells(std::move(**row))); !taken) return taken.error();
      if (drafted_.size() >= import_batch_rows_max || drafted_bytes_ >= import_batch_bytes_max)
        if (auto settled = settle(); !settled) return settled.error();
      if (counts_.rows % import_batch_rows_max == 0) tell_progress();
    }
    if (auto settled = settle(); !settled) return settled.error();
    tell_progress();
    if (errors_)
      if (auto finished = errors_->finish(); !finished) return finished.error();
    return counts_;
  }

 private:
  struct Seen {
    std::uint64_t row;
    Bytes<16> values;
  };
  struct KeyHash {
    std::size_t operator()(const Bytes<16>& key) const { return std::hash<std::string_view>{}(view(key)); }
  };
  /// A row that reads well, until the archive has said what it holds of it.
  struct Drafted {
    CsvRow row;
    std::string key;
    std::map<std::string, json> values;
    Bytes<16> digest;  ///< of the values
  };
  struct Pending {
    CsvRow row;
    bool creates;
  };

  Result<void> open_errors() {
    if (!options_.errors) return {};
    std::error_code none_yet;
    if (std::filesystem::equivalent(options_.file, *options_.errors, none_yet))
      return Error{Fault::usage, "the error file and the file to import are one and the same"};
    // It is read by the program that reads the register: the mark goes with the register's, and Chinese Excel, which
    // wrote GB18030, needs it.
    auto writer = CsvWriter::create(*options_.errors, reader_.marked() || reader_.charset() == Charset::gb18030);
    if (!writer) return writer.error();
    errors_.emplace(std::move(*writer));
    std::vector<std::string> header(notes.begin(), notes.end());
    const auto& own = reader_.header();
    header.insert(header.end(), own.begin() + (is_error_file(reader_) ? notes.size() : 0), own.end());
    errors_->row(header);
    return {};
  }

  CsvRow own_cells(CsvRow row) const {
    if (is_error_file(reader_))
      row.cells.erase(row.cells.begin(),
                      row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(notes.size(), row.cells.size())));
    for (auto& cell : row.cells)
      if (cell.starts_with('\'')) cell = std::string{unguarded(cell)};
    return row;
  }

  void refuse(const CsvRow& row, const std::string& column, const Reason& reason) {
    ++counts_.refused;
    if (!errors_) return;
    std::vector<std::string> cells{std::to_string(row.number), column, reason.in(options_.language)};
    cells.insert(cells.end(), row.cells.begin(), row.cells.end());
    errors_->row(cells);
  }

  Result<void> take(CsvRow row) {
    if (row.problem) return refuse(row, "", *row.problem), Result<void>{};
    auto converted = map_.convert(row.cells);
    auto& draft = converted.draft;
    for (const auto& [field, lookup] : draft.lookups) {
      auto found = resolve(lookup);
      if (!found) return found.error();
      if (*found)
        draft.values[field] = text(**found);
      else
        converted.refusals.push_back({draft.columns[field], unresolved(lookup)});
    }
    if (!converted.refusals.empty()) return refuse_cells(row, converted.refusals), Result<void>{};
    return keep(std::move(row), std::move(draft.values));
  }

  /// Row after row names the same home. What was not found is asked for again: it may be an earlier row's.
  Result<std::optional<RecordId>> resolve(const Lookup& lookup) {
    const auto key = short_hash(lookup.type + canonical(json(lookup.where)));
    if (auto known = resolved_.find(key); known != resolved_.end()) return std::optional{known->second};
    auto found = target_.resolve(lookup);
    if (!found || !*found) return found;
    if (resolved_.size() >= import_lookups_kept_max) resolved_.clear();
    resolved_.emplace(key, **found);
    return found;
  }

  void refuse_cells(const CsvRow& row, const std::vector<CellRefusal>& refusals) {
    std::string columns;
    Reason reasons;
    for (const auto& refusal : refusals) {
      const bool first = columns.empty();
      columns += (first ? "" : " | ") + refusal.column;
      reasons.zh += (first ? "" : " | ") + refusal.reason.zh;
      reasons.en += (first ? "" : " | ") + refusal.reason.en;
    }
    refuse(row, columns, reasons);
  }

  Result<void> keep(CsvRow row, std::map<std::string, json> values) {
    Record record;
    for (const auto& [name, value] : values) record.put(name, type_.field(name)->klass, value, {});
    auto said = canonical(json(values));
    auto key = type_.keys.empty() ? said : natural_key(type_, record);
    if (key.empty()) return refuse(row, "", no_key()), Result<void>{};
    if (std::any_of(drafted_.begin(), drafted_.end(), [&](const Drafted& other) { return other.key == key; }))
      if (auto settled = settle(); !settled) return settled;
    for (const auto& cell : row.cells) drafted_bytes_ += cell.size();
    drafted_.push_back({std::move(row), std::move(key), std::move(values), short_hash(said)});
    return {};
  }

  /// What the archive holds of each, asked for at once.
  Result<std::vector<std::optional<Existing>>> held() {
    std::vector<std::optional<Existing>> out;
    if (type_.keys.empty()) {
      for (const auto& one : drafted_) {
        auto alike = target_.find_alike(one.values);
        if (!alike) return alike.error();
        out.push_back(std::move(*alike));
      }
      return out;
    }
    std::vector<std::string> keys;
    for (const auto& one : drafted_) keys.push_back(one.key);
    return target_.find(keys);
  }

  Result<void> settle() {
    if (drafted_.empty()) return {};
    auto existing = held();
    if (!existing) return existing.error();
    require(existing->size() == drafted_.size(), "each key has an answer");
    for (std::size_t i = 0; i < drafted_.size(); ++i) decide(std::move(drafted_[i]), (*existing)[i]);
    drafted_.clear();
    drafted_bytes_ = 0;
    return flush();
  }

  /// Create, change, or nothing to do.
  void decide(Drafted draft, const std::optional<Existing>& existing) {
    const auto key = short_hash(draft.key);
    if (auto seen = seen_.find(key); seen != seen_.end()) {
      if (seen->second.values != draft.digest) return refuse(draft.row, "", same_key(seen->second.row));
      ++counts_.unchanged;
      return;
    }
    RowEdit edit{.row = draft.row.number, .record = {}, .set = std::move(draft.values)};
    if (existing) {
      edit.record = existing->id;
      edit.set = differences(type_, *existing, edit.set);
    } else {
      for (const auto& name : type_.needs)
        if (!edit.set.contains(name)) return refuse(draft.row, "", missing(*type_.field(name)));
    }
    seen_.emplace(key, Seen{draft.row.number, draft.digest});
    if (edit.set.empty()) {
      ++counts_.unchanged;
      return;
    }
    pending_.push_back({std::move(draft.row), !edit.record});
    batch_.push_back(std::move(edit));
  }

  Result<void> flush() {
    if (batch_.empty()) return {};
    auto refused = target_.save(batch_);
    if (!refused) return refused.error();
    for (const auto& pending : pending_) {
      const auto refusal = std::find_if(refused->begin(), refused->end(),
                                        [&](const auto& candidate) { return candidate.row == pending.row.number; });
      if (refusal != refused->end())
        refuse(pending.row, refusal->column, refusal->reason);
      else
        ++(pending.creates ? counts_.created : counts_.changed);
    }
    batch_.clear();
    pending_.clear();
    return {};
  }

  void tell_progress() const {
    if (options_.progress) options_.progress({counts_.rows, reader_.bytes_done(), reader_.bytes_total()});
  }

  const Type& type_;
  const ImportOptions& options_;
  const ImportTarget& target_;
  CsvReader reader_;
  ImportMap map_;
  std::optional<CsvWriter> errors_;
  ImportCounts counts_;
  std::vector<Drafted> drafted_;
  std::size_t drafted_bytes_ = 0;  ///< of their cells
  std::vector<RowEdit> batch_;
  std::vector<Pending> pending_;  ///< the rows of `batch_`, whose cells an error file would need
  std::unordered_map<Bytes<16>, RecordId, KeyHash> resolved_;
  std::unordered_map<Bytes<16>, Seen, KeyHash> seen_;  ///< natural keys of this file
};

}  // namespace

Result<ImportCounts> import_register(const Template& archive_template, const ImportOptions& options,
                                     const ImportTarget& target) {
  const Type* type = archive_template.type(options.type);
  if (type == nullptr) return Error{Fault::unknown_type, "the template has no type " + options.type};
  auto reader = CsvReader::open(options.file);
  if (!reader) return reader.error();
  const std::size_t skipped = Import::is_error_file(*reader) ? notes.size() : 0;
  const auto header = std::span{reader->header()}.subspan(skipped);
  auto map = options.map ? ImportMap::parse(*options.map, archive_template, *type, header)
                         : ImportMap::guess(archive_template, *type, header);
  if (!map) return map.error();
  return Import{*type, options, target, std::move(*reader), std::move(*map)}.run();
}

}  // namespace doorstep
