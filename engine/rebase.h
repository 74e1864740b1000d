#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "engine/rows.h"
#include "shared/edit.h"
#include "shared/merge.h"
#include "shared/statements.h"

namespace doorstep {

/// An own edit that the server's state, as far as this store has it, does not contain yet.
struct OwnEdit {
  BundleNumber number;
  Edit edit;
  bool contained = false;  ///< offered again after a restore: the confirmed state, still of before, has it already
};

/// One record under rebase: the server's state of it and of its conflicts, and the own edits to lay over them.
struct Pending {
  std::int64_t n = 0;
  RecordId record;
  std::optional<RecordText> confirmed;  ///< empty: the server does not have the record
  std::vector<RecordText> conflicts;
  std::vector<OwnEdit> edits;

  /// Among the others, behind those of its own bundle and of earlier ones.
  void insert(const OwnEdit& own);
  /// The server's state contains every own bundle up to this one.
  void drop_edits_upto(BundleNumber last_own);
};

/// The rows of `rebase`. What a person sees of a record is always its confirmed state with the own edits merged over it
/// by the same law that the server uses. All throw SqliteFailure.
class Rebase {
 public:
  Rebase(Statements& sql, const Template& archive_template, const ChainId& chain);

  std::optional<Pending> find(const RecordId& record);
  /// The row of a record of which the server's state up to `last_own` contains every own edit, and about which neither
  /// side knows a conflict: nothing is to be laid over what the server says, so the edits are not even read.
  struct Settled {
    std::int64_t n = 0;
    std::optional<RecordText> confirmed;
  };
  std::optional<Settled> settled(const RecordId& record, BundleNumber last_own);
  /// What the server's state says that this record was merged into.
  std::optional<RecordId> confirmed_into(const RecordId& record);
  /// Starts one from what is shown, before the first own edit is merged; `shown` empty for a record that is new here.
  Pending begin(const RecordId& record, const std::optional<Row>& shown);
  void write(const Pending& pending);
  void forget(std::int64_t n);
  /// The records that still have own edits from bundles up to this one.
  std::vector<RecordId> edited_upto(const CommunityId& community, BundleNumber last_own);
  /// The records over which something of the open visit lies, whichever it was said of: others merge and part them.
  std::vector<RecordId> under_open_visit();

  /// Merges the own edits over the confirmed state and writes what the person now sees. Without own edits the confirmed
  /// state is shown and the row goes. Answers whether the record is still there.
  bool apply(const Pending& pending);
  /// A bundle is whole: of what folds in it (docs/merge.md F1) that is shown which will be merged. While it grows each
  /// edit shows by itself, and a removal in it has seen the steps.
  void show_folded(const std::vector<Edit>& bundle);
  /// Makes the rows of a record's conflicts these.
  void show_conflicts(const std::vector<Conflict>& conflicts, const RecordId& record);

 private:
  Statements& sql_;
  const Template& template_;
  ChainId chain_;
};

/// The edits merged in order over the subject of `record`, folded bundle by bundle; one that cannot be predicted is
/// left to the server. `other` answers another record as it is shown, for edits that concern two.
using OtherSubject = std::function<std::optional<Subject>(const RecordId&)>;
Subject predicted(const Template& archive_template, const RecordId& record, Subject confirmed,
                  const std::vector<OwnEdit>& edits, const CommunityId& community, const ChainId& chain,
                  const OtherSubject& other);

}  // namespace doorstep
