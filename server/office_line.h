#pragma once
#include <vector>

#include "server/archive.h"
#include "shared/sqlite.h"

namespace doorstep {

/// The archive's own line of bundles: what the office does that no tablet signed, an edit that is taken out of
/// quarantine or a move that another template asks for. Its key lies in the sealed archive, its person's login is one
/// that nobody can have; whoever reads the history sees that it was the office.
class OfficeLine {
 public:
  /// Made when it is needed first. Inside the caller's transaction; throws SqliteFailure.
  OfficeLine(Database& database, Dice& dice, Instant now);

  /// Sealed and signed behind the one before. A commit takes them in the order in which they were asked for.
  /// What `next` answered was not taken: the next one takes its place.
  void go_back();

  Submission next(const CommunityId& community, const Template& archive_template, std::vector<Edit> edits, Instant now);

 private:
  Dice& dice_;
  SigningKey key_;
  ChainId chain_;
  BundleNumber last_;
  Hash last_hash_{}, before_last_{};
};

}  // namespace doorstep
