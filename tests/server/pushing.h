#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/archive.h"
#include "server/archive_sqlite.h"
#include "shared/clock.h"
#include "shared/conflict.h"
#include "shared/seeded_dice.h"

namespace doorstep::test {

class SetClock final : public Clock {
 public:
  Instant now = from_ms(1'764'000'000'000);
  Instant wall() override { return now; }
  Millis monotonic() override { return now.time_since_epoch(); }
  std::string boot() override { return "boot"; }
};

/// A tablet as the archive sees it: edits go in, sealed submissions come out.
class PushingTablet {
 public:
  PushingTablet(Archive& archive, const std::string& login, Clock& clock, Dice& dice);

  Edit create(const std::string& type, json set);
  Edit change(const RecordId& record, const std::string& type, json base, json set);
  /// Forty notes that a resident did not have, 240 KB in all.
  Edit long_notes(const RecordId& resident);
  Edit named(Op op, const RecordId& record, const std::string& type);

  /// The next bundle of the line. The line moves on, whatever the archive says.
  Submission bundle(std::vector<Edit> edits, const CommunityId& community = CommunityId{"main"});
  /// The line as it was, so that the next bundle takes this one's number again.
  struct Line {
    BundleNumber last;
    Hash hash{};
  };
  Line line() const { return line_; }
  void set_line(Line line) { line_ = line; }

  const ChainId& chain() const { return chain_; }

 private:
  Archive& archive_;
  Clock& clock_;
  Dice& dice_;
  SigningKey key_;
  ChainId chain_;
  Line line_;
};

/// All records by walking first the state, then the tail, as a fresh tablet would.
std::map<RecordId, SharedEntry> everything(Archive& archive, const CommunityId& community = CommunityId{"main"});
std::vector<Conflict> open_conflicts(Archive& archive);
std::optional<Record> find_record(Archive& archive, const RecordId& id);
/// The set hash computed anew from what `everything` answers.
Hash recomputed_set_hash(Archive& archive, const ChainId& chain);

}  // namespace doorstep::test
