// A running archive's template. docs/template.md §Changing it.
#include <span>

#include "server/commit.h"
#include "server/office_line.h"
#include "server/places.h"
#include "shared/template_change.h"

namespace doorstep {
namespace {

// With all that belongs to them these are still a bundle that a page or two hold.
constexpr std::size_t moved_at_once_max = 100;

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

bool files_alike(const Type& one, const Type& other) {
  return numbered_fields(one) == numbered_fields(other) && one.place == other.place && one.files == other.files;
}

// Which series a type has decides which records have a natural key (`natural_key`), and where they are, what they are
// beside: those are filed anew.
void file_anew(Database& database, const Template& present, const Template& next) {
  auto all = database.prepare("SELECT " + std::string{record_text_columns} + " FROM records WHERE type = ?");
  auto file = database.prepare("UPDATE records SET natural = ?, beside = ? WHERE id = ?");
  for (const auto& type : next.types()) {
    const auto* before = present.type(type.name);
    if (before == nullptr || files_alike(*before, type)) continue;
    all.with(type.name);
    std::vector<std::pair<RecordId, RecordColumns>> changed;
    while (all.step()) {
      const auto text = record_text(all, 0);
      const auto record = stored_record(text);
      auto now = columns_of(next, record);
      const auto was = columns_of(present, record);
      if (now.natural != was.natural || now.beside != was.beside) changed.emplace_back(text.id, std::move(now));
    }
    for (const auto& [id, columns] : changed) file.with(columns.natural, columns.beside, id).run();
  }
}

// What belongs to them moves with them.
std::vector<std::string> types_placed_anew(const Template& present, const Template& next) {
  std::vector<std::string> out;
  for (const auto& type : next.types()) {
    const auto* before = present.type(type.name);
    if (before != nullptr && (before->place != type.place || before->filed != type.filed)) out.push_back(type.name);
  }
  return out;
}

std::vector<RecordId> elsewhere(ArchiveWriter& writer, const Template& next, const std::string& type,
                                const CommunityId& community) {
  std::vector<RecordId> out;
  auto rows = writer.database.prepare("SELECT id, place FROM records WHERE type = ? AND community = ? ORDER BY id");
  rows.with(type, community);
  while (rows.step()) {
    WorkingSet set{writer.records, next, community};
    const auto id = rows.id<RecordId>(0);
    if (place_of(set, next, id) != rows.text(1)) out.push_back(id);
  }
  return out;
}

// The bundle's edit names a record that there is not: it stands for the template, and changes none.
Edit template_edit(const std::string& type, Clock& clock, Dice& dice) {
  Edit out;
  out.id = mint_edit(dice);
  out.record = mint_record(clock, dice);
  out.type = type;
  out.source = "template";
  return out;
}

void move_by_template(Commit& commit, ArchiveWriter& writer, const Template& present, const Template& next,
                      Clock& clock, Dice& dice) {
  const auto types = types_placed_anew(present, next);
  if (types.empty()) return;
  const auto now = clock.wall();
  OfficeLine line{writer.database, dice, now};
  for (const auto& [community, head] : heads_of(writer.database)) {
    for (const auto& type : types) {
      const auto records = elsewhere(writer, next, type, community);
      for (std::span<const RecordId> left{records}; !left.empty();) {
        const auto some = left.first(std::min(left.size(), moved_at_once_max));
        auto moved = commit.move(line.next(community, next, {template_edit(type, clock, dice)}, now), some);
        if (!moved) throw SqliteFailure{moved.error()};
        left = left.subspan(some.size());
      }
    }
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
    Commit commit{parts_->writer, *next, parts_->roles, parts_->epoch};
    const auto heads = heads_of(database);
    auto none_yet = database.prepare("SELECT 1 FROM templates LIMIT 1");
    if (!OneRow{none_yet}) keep(database, present, from_ms(0), {});
    keep(database, *next, now, heads);
    database.prepare("UPDATE meta SET value = ? WHERE key = 'template'").with(next->text()).run();
    file_anew(database, present, *next);
    move_by_template(commit, parts_->writer, present, *next, parts_->clock, parts_->dice);
    auto publications = commit.finish();
    parts_->take(std::move(*next));
    return TemplateSince{now, heads, true, std::move(publications)};
  });
}

Result<TemplateSince> ArchiveSqlite::template_since() {
  return guarded([&]() -> Result<TemplateSince> {
    ReaderPool::Loan reader{parts_->readers};
    return since(reader->database, parts_->archive_template().digest());
  });
}

}  // namespace doorstep
