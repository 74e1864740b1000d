#pragma once
#include <map>
#include <vector>

#include "engine/rebase.h"
#include "shared/frame.h"

namespace doorstep {

/// What the store knows of the server's life: the epochs that led to what it holds.
Lineage stored_lineage(Statements& sql);

/// The server was restored: this store goes over to its epoch, inside the welcome's transaction (docs/store.md
/// §Epochs).
///
/// Every bundle that the server no longer has a verdict for waits again, and its edits stand over the server's state
/// once more; what the server had said above the seq where the two lineages part is read anew, and until then stays
/// shown. Texts by other hands that only this store may still have are put aside as rescues.
/// Faults: server_behind when the server is no continuation of the one this store knows, or when a text that would have
/// to be offered again was let go for a backup that is given up; forked when a narrower role took it. Then nothing was
/// changed. Throws SqliteFailure.
class EpochChange {
 public:
  EpochChange(Statements& sql, const Template& archive_template, const ChainId& chain, const Welcome& welcome);

  Result<void> enter();

 private:
  struct Again {
    BundleNumber number;
    CommunityId community;
    Edit edit;
    bool refused = false;
  };
  Result<std::map<RecordId, std::vector<Again>>> bundles_again();
  void lay_over(const RecordId& record, const std::vector<Again>& edits);
  void forget_seqs_of_before();
  void count_anew();
  void go_back(const CommunityId& community, bool ahead);

  Statements& sql_;
  const Template& template_;
  ChainId chain_;
  const Welcome& welcome_;
  Rebase rebase_;
  Parting parting_;
};

}  // namespace doorstep
