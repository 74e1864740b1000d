#include <algorithm>

#include "server/archive_parts.h"
#include "server/past_edits.h"

namespace doorstep {
namespace {

constexpr std::int64_t history_lot = 1'024;  ///< rows whose numbers are sorted at a time
constexpr std::int64_t behind_every_edit = INT64_MAX;

/// The journal's headers, of which one may have hundreds of edits of one record: each is parsed once.
class JournalHeaders {
 public:
  /// As if it had this edit alone.
  Result<json> with_one(std::string_view text, std::size_t position) {
    if (text != text_) {
      auto header = parse_json(text);
      if (!header || !header->is_object()) return Error{Fault::store_damaged, "journal: a header cannot be read"};
      header_ = std::move(*header);
      edits_ = std::exchange(header_["edits"], json::array());
      text_ = text;
    }
    if (!edits_.is_array() || position >= edits_.size()) return Error{Fault::store_damaged, "journal: no such edit"};
    header_["edits"] = json::array({edits_[position]});
    return value_result(header_);
  }

 private:
  std::string text_;
  json header_, edits_;
};

Result<HistoryEntry> history_entry(const Statement& row, JournalHeaders& headers) {
  auto header = headers.with_one(row.text(6), static_cast<std::size_t>(row.integer(4) % 512));
  if (!header) return header.error();
  auto edit = edit_of_bundle(std::move(*header), 0, row.text(5), row.bytes<64>(7));
  if (!edit) return edit.error();
  return HistoryEntry{Seq{static_cast<std::uint64_t>(row.integer(0))}, std::string{row.text(1)},
                      ChainId{std::string{row.text(2)}}, from_ms(row.integer(3)),
                      edit_json(as_it_counted(std::move(*edit), row.text(8)))};
}

/// Of what a reader is shown of a record's history as much as fits into a frame, from the newest on or behind an edit.
class HistoryReading {
 public:
  HistoryReading(ArchiveReader& reader, const Type* type, ClassMask reads)
      : reader_(reader), type_(type), reads_(reads) {}

  /// False: the reader is shown no edit `before` of this record.
  Result<bool> read(History& out) {
    behind_ = out.before;
    place_ = behind_every_edit;
    if (behind_) {
      OneRow row{reader_.edit_place.with(*behind_)};
      if (!row) return false;
      place_ = row->integer(0) + 1;
    }
    for (bool more = true; more;) {
      auto took = take_lot(out);
      if (!took) return took.error();
      more = *took;
    }
    std::reverse(out.entries.begin(), out.entries.end());
    return !behind_;
  }

 private:
  // Hidden entries count for nothing, so they must not use up the limit either.
  Result<bool> take_lot(History& out) {
    auto& rows = reader_.history.with(out.record, place_, history_lot);
    std::int64_t seen = 0;
    std::optional<Error> wrong;
    bool full = false;
    while (!wrong && !full && rows.step()) {
      ++seen;
      place_ = rows.integer(4);
      auto entry = history_entry(rows, headers_);
      if (!entry) {
        wrong = entry.error();
        continue;
      }
      entry->edit = projected_edit(type_, std::move(entry->edit), reads_);
      if (!entry->edit.is_null()) full = !take(std::move(*entry), out);
    }
    rows.rewind();
    if (wrong) return *wrong;
    return !full && seen == history_lot;
  }

  bool take(HistoryEntry entry, History& out) {
    if (behind_) {  // the first that is shown is the one that was named, or there is none such
      if (entry.edit.at("id") != text(*behind_)) return false;
      behind_.reset();
      return true;
    }
    bytes_ += canonical(entry.edit).size();
    out.complete = out.entries.size() < history_entries_max && (bytes_ <= page_bytes_max || out.entries.empty());
    if (out.complete) out.entries.push_back(std::move(entry));
    return out.complete;
  }

  ArchiveReader& reader_;
  const Type* type_;
  ClassMask reads_;
  JournalHeaders headers_;
  std::optional<EditId> behind_;
  std::int64_t place_ = behind_every_edit;
  std::size_t bytes_ = 0;
};

}  // namespace

Result<History> ArchiveSqlite::history(const AskHistory& asked, const Onlooker& onlooker) {
  return guarded([&]() -> Result<History> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    const auto& record = asked.record;
    History history{record, true, {}};
    std::string community;
    Seq head;
    ClassMask reads = no_class;
    const Type* type = nullptr;
    // Of what is hidden there is no history, as of what does not exist.
    const auto& role = *onlooker.role;
    if (OneRow row{reader->reads.with(record)}; row && row->integer(6) != static_cast<int>(State::erased) &&
                                                onlooker.looks_at(CommunityId{std::string{row->text(4)}}) &&
                                                Scope::of(role).shows(row->text(5))) {
      ClassMask held = no_class;
      for (auto klass : all_classes)
        if (row->integer(1 + static_cast<int>(klass)) != 0) held |= mask_of(klass);
      if (shows(held, role.reads(row->text(0)))) reads = role.reads(row->text(0));
      type = parts_->archive_template().type(row->text(0));
      community = row->text(4);
    }
    if (reads == no_class) return history;
    if (OneRow row{reader->community.with(community)}; row) head = Seq{static_cast<std::uint64_t>(row->integer(0))};
    history.before = asked.before;
    auto read = HistoryReading{*reader, type, reads}.read(history);
    if (read && !*read) {
      history = {record, true, {}};
      read = HistoryReading{*reader, type, reads}.read(history);
    }
    if (!read) return read.error();
    history.read = head;
    return history;
  });
}

}  // namespace doorstep
