#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/archive_rows.h"
#include "shared/merge.h"

namespace doorstep {

/// What a working set asks of the database: reading only. Prepared once, lives as long as the writer connection.
struct RecordQueries {
  explicit RecordQueries(Database& database);
  Statement record, open_conflicts, conflicts, conflict, conflict_by_id, live_children, aliases, claimants, dependents,
      beside;
};

/// One record as a bundle finds it and leaves it.
struct Standing {
  Subject subject;
  RecordColumns columns;   ///< of subject.record; default while there is none
  RecordColumns was = {};  ///< and as the bundle found it
  std::string place = {};  ///< as it stands; what the bundle makes of it, `settle_places` finds
  bool elsewhere = false;  ///< the id belongs to another community
  bool conflict = false;   ///< the id is a conflict's
};

/// The records that one bundle touches, loaded as they are met and changed in memory, so that each of its edits sees
/// the ones before it and a bundle that comes to nothing costs no write. Lives inside one write transaction.
class WorkingSet {
 public:
  WorkingSet(RecordQueries& queries, const Template& archive_template, const CommunityId& community);

  Standing& at(const RecordId& id);  ///< stays where it is
  /// A named conflict of this record joins its subject, in whatever state it is.
  void bring(Standing& standing, const RecordId& record, const RecordId& conflict);
  /// And all of them.
  void bring_all(Standing& standing, const RecordId& record);
  /// A conflict about whichever record, with that record; nullptr when there is none here.
  Conflict* conflict(const RecordId& id);
  /// What this id stands for: itself, or the record at the end of the line of those it was merged into.
  RecordId root(const RecordId& id);
  /// Whatever was merged into it, directly or not.
  std::vector<RecordId> aliases(const RecordId& id);
  /// Of all that it stands for; and what was merged into it.
  std::vector<RecordId> live_children(const RecordId& parent);
  /// Whatever names it as its parent, in any state, is beside it, or was merged into it; more than these perhaps.
  std::vector<RecordId> dependents(const RecordId& id);
  /// Those beside it, or beside what was merged into it, in whichever state but merged.
  std::vector<RecordId> beside(const RecordId& id);
  /// The live records with this natural key, their own or that of one merged into them; a claim that moves is moved
  /// here by its mover.
  std::set<RecordId>& claimants(const std::string& type, const std::string& key);

  /// As it was before the bundle; nullptr when there was none.
  const RecordText* stored(const RecordId& id) const;
  Former former(const RecordId& id) const;  ///< where it had been by then
  const std::map<RecordId, Standing>& standings() const { return standings_; }

 private:
  void keep_stored(const Statement& row, RecordText text);
  void add_aliases(const RecordId& id, std::set<RecordId>& aliases);

  RecordQueries& queries_;
  const Template& template_;
  const CommunityId& community_;
  std::map<RecordId, Standing> standings_;
  std::map<RecordId, RecordText> stored_;
  std::map<RecordId, Former> former_;  ///< of those that ever moved
  std::map<std::pair<std::string, std::string>, std::set<RecordId>> claims_;
};

}  // namespace doorstep
