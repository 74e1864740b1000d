#include "server/archive_rows.h"

namespace doorstep {
namespace {

[[noreturn]] void damaged(const RecordId& id, const Error& why) {
  throw SqliteFailure{{Fault::store_damaged, "record " + text(id) + ": " + why.detail}};
}

}  // namespace

RecordText record_text(const Statement& row, int first_column) {
  RecordText out;
  out.id = row.id<RecordId>(first_column);
  out.type = row.text(first_column + 1);
  out.header = row.text(first_column + 2);
  for (std::size_t klass = 0; klass < out.classes.size(); ++klass)
    out.classes[klass] = row.text_if(first_column + 3 + static_cast<int>(klass));
  return out;
}

Former former_in(std::optional<std::string_view> column) {
  Former out;
  if (!column) return out;
  auto places = parse_json(*column);
  if (!places || !places->is_object()) throw SqliteFailure{{Fault::store_damaged, "where a record has been"}};
  for (const auto& [place, seq] : places->items()) out[place] = Seq{seq.get<std::uint64_t>()};
  return out;
}

std::optional<std::string> former_text(const Former& former) {
  if (former.empty()) return std::nullopt;
  json places = json::object();
  for (const auto& [place, seq] : former) places[place] = seq.value;
  return canonical(places);
}

SharedSums read_sums(Statement& rows) {
  auto out = std::make_shared<SetSums>();
  while (rows.step())
    out->emplace(SumKey{std::string{rows.text(0)}, std::string{rows.text(1)}, static_cast<int>(rows.integer(2))},
                 rows.bytes<32>(3));
  return out;
}

RecordColumns columns_of(const Template& archive_template, const Record& record) {
  RecordColumns out;
  out.state = record.header.state;
  out.seq = record.version();
  const bool merged = out.state == State::merged;
  if (merged) out.parent = record.header.into;
  const auto* type = archive_template.type(record.header.type);
  if (type == nullptr) return out;
  if (!merged) out.parent = parent_of(*type, record);
  if (!merged) out.beside = beside_of(*type, record);
  if (!merged && out.state != State::live) return out;
  if (auto key = natural_key(*type, record); !key.empty()) out.natural = std::move(key);
  return out;
}

RecordColumns columns_of(const Conflict& conflict) {
  RecordColumns out;
  out.parent = conflict.record;
  out.open = conflict.state == ConflictState::open;
  out.seq = conflict.seq;
  return out;
}

Record stored_record(const RecordText& stored) {
  auto record = decode(stored);
  if (!record) damaged(stored.id, record.error());
  return std::move(*record);
}

Conflict stored_conflict(const RecordText& stored) {
  auto conflict = decode_conflict(stored);
  if (!conflict) damaged(stored.id, conflict.error());
  return std::move(*conflict);
}

}  // namespace doorstep
