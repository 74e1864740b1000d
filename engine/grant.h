#pragma once
#include <map>
#include <optional>
#include <set>

#include "engine/community.h"
#include "engine/rebase.h"
#include "engine/rebasing.h"
#include "engine/rows.h"
#include "shared/frame.h"
#include "shared/scope.h"

namespace doorstep {

class Store;

/// The person's role as the server told it last, and in it the buildings that they are held to; empty before that, and
/// then everything is allowed. Throws SqliteFailure.
std::optional<Role> held_role(Statements& sql);

/// For whoever asks from outside the store's verbs: everything, while the server has told of none.
Result<Role> role_of(Store& store);

/// Whoever is held to some buildings names only records that are here, and brings nothing into another building: what
/// the server will ask of them, at once. not_found, not_allowed.
Result<void> check_places(Statements& sql, const Role& role, const Template& archive_template, const Edit& edit);

/// The server told of a role, inside the welcome's transaction (docs/security.md §Grants). What it does not read any
/// more is evicted at once: texts, full text, cached history, drafts, values in refused edits. What it reads anew is
/// noted for each community and asked for before the tail. Unsent edits stay and are judged by the server. Traces in
/// freed pages and in bundles that still wait go with `scrub`. Throws SqliteFailure.
class GrantChange {
 public:
  GrantChange(Database& database, Statements& sql, const Template& archive_template, const ChainId& chain);
  /// `communities`: those of the welcome; any other that is held goes whole.
  void enter(const Role& now, const std::vector<CommunityHead>& communities);

 private:
  struct Reads {
    ClassMask before, now;
    ClassMask lost() const { return static_cast<ClassMask>(before & ~now); }
  };
  bool holds_anything();
  Reads reads_of(const std::string& about) const;
  std::vector<RecordId> affected();
  std::string about(const RecordText& text);
  void evict(const RecordId& id);
  void evict_conflicts(Pending& pending);
  void evict_under_rebase(Pending& pending);
  std::optional<RecordText> reduced(const RecordText& text);
  void leave(const CommunityId& code);
  void narrow();
  void note_gained();
  void finish();

  Database& database_;
  Statements& sql_;
  const Template& template_;
  Rebase rebase_;
  Rebasing rebasing_;
  Role before_, now_;
  Scope seen_before_, seen_now_;  ///< the buildings
  Epoch epoch_;
  std::map<CommunityId, std::optional<Community>> communities_;
  std::set<RecordId> evicted_;  ///< wholly or in part
  ClassMask lost_ = no_class;   ///< anywhere
};

/// Drafts on these records, and their values in refused edits.
void forget_drafts(Statements& sql, const std::set<RecordId>& evicted);
void forget_refused_values(Statements& sql, const Template& archive_template, const std::set<RecordId>& evicted);
/// The server told that these went where this person does not look, and their rows have gone: nothing is left of them
/// but what waits, and a scrub is due. Throws SqliteFailure.
void forget_lost(Statements& sql, const Template& archive_template, const std::set<RecordId>& lost);

void make_scrub_due(Statements& sql);
/// Whether evicted texts may still lie in freed pages, or in own bundles.
bool scrub_is_due(Statements& sql);
/// Once nothing waits any more: texts of answered bundles that hold what may not be read go, and the file is written
/// anew without its freed pages. Outside of any transaction; a crash leaves it due.
void scrub(Database& database, Statements& sql);

/// Its author's list says what became of an edit, not values that the author may no longer read, nor those of a record
/// that went to another building. `community`: where it
/// was made, when that is known.
json listed_edit(Statements& sql, const Template& archive_template, const Edit& edit,
                 const std::optional<CommunityId>& community);

}  // namespace doorstep
