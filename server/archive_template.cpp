// A running archive's template. docs/template.md §Changing it.
#include "server/archive_parts.h"
#include "server/archive_rows.h"
#include "shared/template_change.h"

namespace doorstep {
namespace {

std::map<CommunityId, Seq> heads_of(Database& database) {
  std::map<CommunityId, Seq> out;
  auto rows = database.prepare("SELECT code, seq FROM communities");
  while (rows.step()) out[CommunityId{std::string{rows.text(0)}}] = Seq{static_cast<std::uint64_t>(rows.integer(1))};
  return out;
}

void keep(Database& database, const Template& one, Instant begun, const std::map<CommunityId, Seq>& heads) {
  database.prepare("INSERT INTO templates(version, digest, begun, seqs, text) VALUES(?, ?, ?, ?, ?)")
      .with(static_cast<std::int64_t>(one.version()), one.digest(), to_ms(begun), canonical(seqs_json(heads)),
            one.text())
      .run();
}

Result<TemplateSince> since(Database& database, std::string_view digest) {
  auto query = database.prepare("SELECT begun, seqs FROM templates WHERE digest = ?");
  OneRow row{query.with(digest)};
  if (!row || row->integer(0) == 0) return TemplateSince{};
  auto parsed = parse_json(row->text(1));
  auto seqs = parsed ? seqs_from(*parsed, "templates") : Result<std::map<CommunityId, Seq>>{parsed.error()};
  if (!seqs) return Error{Fault::store_damaged, seqs.error().detail};
  return TemplateSince{from_ms(row->integer(0)), std::move(*seqs), false};
}

std::vector<std::string> numbered_fields(const Type& type) {
  std::vector<std::string> out;
  for (const auto& field : type.fields)
    if (!field.series.empty()) out.push_back(field.name);
  return out;
}

// Which series a type has decides which records have a natural key (`natural_key`): those are filed anew.
void refile_numbers(Database& database, const Template& present, const Template& next) {
  auto all = database.prepare("SELECT " + std::string{record_text_columns} + " FROM records WHERE type = ?");
  auto file = database.prepare("UPDATE records SET natural = ? WHERE id = ?");
  for (const auto& type : next.types()) {
    const auto* before = present.type(type.name);
    if (before == nullptr || numbered_fields(*before) == numbered_fields(type)) continue;
    all.with(type.name);
    std::vector<std::pair<RecordId, std::optional<std::string>>> moved;
    while (all.step()) {
      const auto text = record_text(all, 0);
      const auto record = stored_record(text);
      auto natural = columns_of(next, record).natural;
      if (natural != columns_of(present, record).natural) moved.emplace_back(text.id, std::move(natural));
    }
    for (const auto& [id, natural] : moved) file.with(natural, id).run();
  }
}

}  // namespace

Result<TemplateSince> ArchiveSqlite::set_template(std::string_view text, Instant now) {
  auto next = Template::parse(text);
  if (!next) return next.error();
  return guarded([&]() -> Result<TemplateSince> {
    auto& database = parts_->writer.database;
    const auto& present = parts_->archive_template();
    if (next->digest() == present.digest()) return since(database, present.digest());
    if (auto why = cannot_follow(present, *next)) return Error{Fault::bad_template, *why};
    Transaction transaction{database};
    const auto heads = heads_of(database);
    auto none_yet = database.prepare("SELECT 1 FROM templates LIMIT 1");
    if (!OneRow{none_yet}) keep(database, present, from_ms(0), {});
    keep(database, *next, now, heads);
    database.prepare("UPDATE meta SET value = ? WHERE key = 'template'").with(next->text()).run();
    refile_numbers(database, present, *next);
    transaction.commit();
    parts_->take(std::move(*next));
    return TemplateSince{now, heads, true};
  });
}

Result<TemplateSince> ArchiveSqlite::template_since() {
  return guarded([&]() -> Result<TemplateSince> {
    ReaderPool::Loan reader{parts_->readers};
    return since(reader->database, parts_->archive_template().digest());
  });
}

}  // namespace doorstep
