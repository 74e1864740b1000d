#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engine/store.h"
#include "engine/views.h"
#include "shared/cipher_vfs.h"
#include "shared/seeded_dice.h"
#include "tests/engine/far_side.h"

namespace doorstep::test {

class TabletClock final : public Clock {
 public:
  Instant now = from_ms(1'764'000'000'000);
  Instant wall() override { return now; }
  Millis monotonic() override { return now.time_since_epoch(); }
  std::string boot() override { return "boot"; }
};

/// One person's store with what it needs around it, and the verbs that tests use again and again.
class OneTablet {
 public:
  /// In memory, enrolled, unless a file and the VFS below are given; then it lies there sealed.
  explicit OneTablet(const std::string& path = ":memory:", const std::string& vfs = {}, std::uint64_t seed = 1);

  /// A process that starts again: the same key, another handle.
  Result<void> reopen();
  void close() {
    store_.reset();
    cipher_.reset();
  }
  Store& store() { return *store_; }
  const SigningKey& key() const { return key_; }
  static Identity identity();

  RecordId creates(const std::string& type, json set);
  void changes(const RecordId& record, json set);
  Result<std::vector<RecordId>> tries(Intent intent) { return store_->edit({std::move(intent)}); }
  Intent change(const RecordId& record, json set) const;

  json value(const RecordId& record, const std::string& field);
  bool shows(const RecordId& record) { return show(*store_, record).has_value(); }
  std::vector<ConflictView> open_conflicts() { return doorstep::conflicts(*store_).value(); }
  std::vector<Bundle> waiting();
  std::vector<Edit> waiting_edits();
  std::int64_t rows(const std::string& of);  ///< a table, or a table WHERE

  /// A whole conversation: welcome, everything pushed and judged, the feed, the checkpoint.
  void meets(FarSide& server);
  Verdicts pushes_to(FarSide& server);  ///< the verdicts, not adopted yet
  std::optional<Seq> cursor() { return store_->cursors().value().at(0).cursor; }

  TabletClock clock;
  SeededDice dice;

 private:
  SigningKey key_;
  std::string path_, vfs_;
  std::unique_ptr<CipherVfs> cipher_;  ///< of this run of the program
  std::unique_ptr<Store> store_;
};

}  // namespace doorstep::test
