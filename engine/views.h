#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/desk.h"
#include "engine/highlight.h"
#include "engine/intent.h"
#include "engine/lease_watch.h"
#include "shared/conflict.h"
#include "shared/record.h"
#include "shared/statements.h"

namespace doorstep {

class Store;
struct Query;

/// What the store shows: values out, nothing kept. Reading only; throws nothing, answers Results.

/// A value that somebody may only propose: it stands nowhere until another person approves it.
struct Proposed {
  RecordId conflict;
  std::string field;  ///< or a group's name
  json value;
  PersonId by;
};

struct RecordView {
  RecordId id;
  std::string type;
  Seq version;
  std::uint64_t revision = 0;
  json fields = json::object();       ///< stored forms, cleared ones left out
  std::vector<RecordId> conflicts;    ///< open ones
  std::vector<RecordId> aliases;      ///< what was merged into it
  bool pending = false;               ///< has own edits that the server's state does not contain yet
  std::vector<Highlight> highlights;  ///< by `find`, with words: where they were found
  std::vector<Proposed> proposed{};   ///< what waits for approval
  std::set<std::string> disputed{};   ///< fields and groups whose values people are asked to choose between
};

struct StoreStatus {
  std::uint64_t pending = 0;  ///< edits in bundles that wait or are answered but not passed, and the open visit's
  std::uint64_t waiting = 0;  ///< bundles without a verdict
  std::optional<Seq> cursor;  ///< empty: the first sync is not complete
  bool agrees = false;        ///< the server's last set hash equalled this store's, and nothing is pending
  std::uint64_t records = 0;  ///< live ones
  std::uint64_t refusals = 0;
  std::optional<Instant> last_contact;
  std::uint64_t healed = 0;  ///< records that were not the server's and were put right, ever
  LeaseState lease;
  std::map<std::string, std::uint64_t> numbers;  ///< by series: how many can be given offline to new records here
};

/// The part of the status that costs nothing which grows with the archive.
struct Outstanding {
  std::uint64_t pending = 0;
  std::optional<Seq> cursor;
  bool agrees = false;
};

struct Refusal {
  EditId edit;
  RecordId record;
  std::string code;
  std::optional<EditId> held_by;
  json body;
};

struct HistoryView {
  std::string type;  ///< the record's
  std::vector<json>
      entries;            ///< {"seq","by","device","at"?,"edit":{…}}, oldest first; own unsent ones last, without seq
  SaidIns visits{};       ///< that its edits name
  bool current = false;   ///< nothing that the server's state of the record has is newer than these
  bool complete = false;  ///< they are all
  std::optional<EditId> older{};  ///< the oldest of them, where the server has older ones to ask for
};
inline constexpr std::int64_t history_kept_bytes_max = std::int64_t{64} << 20;  ///< of one record, on a tablet

struct StoreCheck {
  std::uint64_t records = 0, pages = 0;
};

/// What row `n` of `records` holds, as it is shown. Throws SqliteFailure.
RecordView view_from(Statements& sql, std::int64_t n, const Record& record);
/// Live ones, in this order; what is not there is left out. An id that was merged into another is that one, here as in
/// `show`, `history` and `by_natural_key`.
std::vector<RecordView> views_of(Store& store, const std::vector<RecordId>& ids);

Result<RecordView> show(Store& store, const RecordId& id);
Result<std::vector<RecordView>> find(Store& store, const Query& query);
Result<StoreStatus> status(Store& store);
Result<Outstanding> outstanding(Store& store);
Result<std::vector<Refusal>> refusals(Store& store);
Result<HistoryView> history(Store& store, const RecordId& id);
/// Itself, or what it was merged into; itself where the store cannot be read.
RecordId stands_for(Store& store, const RecordId& id);
/// The live record that has this natural key (canonical text, `natural_key`).
Result<std::optional<RecordView>> by_natural_key(Store& store, std::string_view type, std::string_view key);

/// The database itself, every text, the set hashes against what they sum, the line of bundles. Fault::store_damaged
/// with the place.
Result<StoreCheck> verify(Store& store);

}  // namespace doorstep
