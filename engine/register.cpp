#include "engine/register.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "engine/commands.h"
#include "engine/csv.h"
#include "engine/importer.h"
#include "shared/files.h"
#include "shared/value.h"

namespace doorstep {
namespace {

constexpr std::size_t export_told_every = 1'000;  ///< records

Intent intent_of(const RowEdit& row, const std::string& type) {
  Intent intent{row.record ? Op::change : Op::create, row.record, type, json::object(), std::nullopt, "import"};
  for (const auto& [field, value] : row.set) intent.set[field] = value;
  return intent;
}

Result<std::vector<RecordId>> save(Engine& engine, std::vector<Intent> intents) {
  return wait_for<std::vector<RecordId>>([&](auto then) { engine.edit(std::move(intents), then); });
}

// One bundle for the batch; when something in it is refused, row by row, so that only the refused rows stay out.
Result<std::vector<RowRefusal>> save_batch(Engine& engine, const std::string& type, const std::vector<RowEdit>& batch) {
  std::vector<Intent> intents;
  for (const auto& row : batch) intents.push_back(intent_of(row, type));
  std::vector<RowRefusal> refused;
  auto whole = save(engine, intents);
  if (whole) return refused;
  if (remedy(whole.error().fault) == Remedy::retry) return whole.error();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    auto one = save(engine, {intents[i]});
    if (one) continue;
    if (remedy(one.error().fault) == Remedy::retry) return one.error();
    auto words = [&](std::string_view language) {
      return std::string{sentence(one.error().fault, language)} + ": " + one.error().detail;
    };
    refused.push_back({batch[i].row, {}, Reason{words("zh-CN"), words("en")}});
  }
  return refused;
}

Existing existing(const RecordView& view) {
  Existing out{view.id, {}};
  for (const auto& [field, value] : view.fields.items()) out.values[field] = value;
  return out;
}

bool says_all(const Field& field, const json& held, const json& wanted) {
  if (field.policy != Policy::set && field.policy != Policy::append) return held == wanted;
  return std::all_of(wanted.begin(), wanted.end(), [&](const json& item) {
    return std::any_of(held.begin(), held.end(), [&](const json& one) {
      return one == item || (one.is_object() && one.value("text", "") == item.value("text", ""));
    });
  });
}

// What it refers to and what was chosen narrows it down to a few; the rest is compared here.
Result<std::optional<Existing>> find_alike(Engine& engine, const Type& type,
                                           const std::map<std::string, json>& values) {
  constexpr std::size_t alike_max = 1'000;
  Query query;
  query.type = type.name;
  query.limit = alike_max;
  for (const auto& [name, value] : values)
    if (auto kind = type.field(name)->kind; kind == Kind::reference || kind == Kind::choice)
      query.where.push_back({name, Filter::Test::equal, value});
  auto found = wait_for<std::vector<RecordView>>([&](auto then) { engine.find(query, then); });
  if (!found) return found.error();
  for (const auto& view : *found) {
    const bool same = std::all_of(values.begin(), values.end(), [&](const auto& one) {
      auto held = view.fields.find(one.first);
      return held != view.fields.end() && says_all(*type.field(one.first), *held, one.second);
    });
    if (same) return std::optional{existing(view)};
  }
  return std::optional<Existing>{};
}

// At a terminal only, and gone when all is done.
void show_progress(std::uint64_t done, std::uint64_t all, std::uint64_t rows) {
  if (isatty(STDERR_FILENO) == 0) return;
  const auto part = all == 0 ? 100 : done * 100 / all;
  std::fprintf(stderr, "\r%3llu%%  %llu …", static_cast<unsigned long long>(part),
               static_cast<unsigned long long>(rows));
  if (done >= all) std::fprintf(stderr, "\r\x1b[K");
}

/// A file on its way: whatever ends an export, no half of people's data stays behind.
struct Unfinished {
  explicit Unfinished(std::string file) : path(std::move(file)) {}
  Unfinished(const Unfinished&) = delete;
  ~Unfinished() {
    std::error_code gone;
    std::filesystem::remove(path, gone);
  }
  std::string path;
};

}  // namespace

Result<json> import_command(Engine& engine, const Request& request, std::string_view language) {
  auto archive_template = engine.archive_template();
  const auto* type = archive_template->type(request.type);
  if (type == nullptr) return Error{Fault::unknown_type, request.type};
  ImportOptions options;
  options.file = request.file;
  options.type = request.type;
  options.errors = request.errors;
  options.language = language;
  options.progress = [](const ImportProgress& now) { show_progress(now.bytes, now.bytes_total, now.rows); };
  if (request.map) {
    auto map = read_file(*request.map, map_bytes_max);
    if (!map) return map.error();
    options.map = std::move(*map);
  }
  ImportTarget target;
  target.find = [&](const std::vector<std::string>& keys) -> Result<std::vector<std::optional<Existing>>> {
    using Views = std::vector<std::optional<RecordView>>;
    auto found = wait_for<Views>([&](auto then) { engine.by_natural_keys(type->name, keys, then); });
    if (!found) return found.error();
    std::vector<std::optional<Existing>> out;
    for (const auto& view : *found) out.push_back(view ? std::optional{existing(*view)} : std::nullopt);
    return out;
  };
  target.find_alike = [&](const std::map<std::string, json>& values) { return find_alike(engine, *type, values); };
  target.resolve = [&](const Lookup& lookup) -> Result<std::optional<RecordId>> {
    Query query;
    query.type = lookup.type;
    query.limit = 2;
    for (const auto& [field, value] : lookup.where) query.where.push_back({field, Filter::Test::equal, value});
    auto found = wait_for<std::vector<RecordView>>([&](auto then) { engine.find(query, then); });
    if (!found) return found.error();
    return found->size() == 1 ? std::optional{found->front().id} : std::optional<RecordId>{};
  };
  target.save = [&](const std::vector<RowEdit>& batch) { return save_batch(engine, type->name, batch); };
  auto counts = import_register(*archive_template, options, target);
  if (!counts) return counts.error();
  json out = json::object();
  out["ok"] = true;
  out["rows"] = counts->rows;
  out["created"] = counts->created;
  out["changed"] = counts->changed;
  out["unchanged"] = counts->unchanged;
  out["refused"] = counts->refused;
  return value_result(std::move(out));
}

Result<json> export_command(Engine& engine, const Request& request) {
  auto archive_template = engine.archive_template();
  const auto* type = archive_template->type(request.type);
  if (type == nullptr) return Error{Fault::unknown_type, request.type};
  auto role = wait_for<Role>([&](auto then) { engine.role(then); });
  if (!role) return role.error();
  if (!role->may(Right::export_records)) return Error{Fault::not_allowed, "export"};
  Query query;
  query.type = type->name;
  query.limit = find_limit_max;
  query.oldest_first = true;
  auto records = wait_for<std::vector<RecordView>>([&](auto then) { engine.find(query, then); });
  if (!records) return records.error();
  // By id, not as they came: tablets that agree write the same bytes.
  std::sort(records->begin(), records->end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  const Unfinished part{request.file + ".part"};
  {
    auto writer = CsvWriter::create(part.path, true);
    if (!writer) return writer.error();
    std::vector<std::string> cells{"id"};
    for (const auto& field : type->fields) cells.push_back(field.name);
    writer->row(cells);
    std::size_t written = 0;
    for (const auto& record : *records) {
      cells.assign(1, text(record.id));
      for (const auto& field : type->fields) cells.push_back(cell_text(field, record.fields.value(field.name, json{})));
      writer->row(cells);
      if (++written % export_told_every == 0) show_progress(written, records->size(), written);
    }
    if (auto done = writer->finish(); !done) return done.error();
    show_progress(records->size(), records->size(), records->size());
  }
  std::error_code failed;
  std::filesystem::rename(part.path, request.file, failed);
  if (failed) return Error{Fault::disk, "the file could not be put in its place"};
  json out = json::object();
  out["ok"] = true;
  out["records"] = records->size();
  return value_result(std::move(out));
}

}  // namespace doorstep
