#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "shared/frame.h"
#include "shared/merge.h"
#include "shared/seeded_dice.h"

namespace doorstep::test {

/// The server as one tablet's store sees it, small enough to be seen through: it accepts by the merge law, in memory,
/// and answers frames that went through their wire form. A test holds them back, loses and reorders them.
class FarSide {
 public:
  explicit FarSide(std::uint64_t seed = 4711) : dice_(seed) {}

  Welcome welcome(const ChainId& chain) const;

  /// Judges a pushed bundle as it travelled; a repeated one gets its first verdict.
  Verdict take(std::string_view wire);
  /// Edits to this record are refused from now on: the first with `code`, later ones held by it.
  void refuse(const RecordId& record, Fault code) { refused_[record].code = code; }

  RecordId colleague_creates(const std::string& type, json set);
  void colleague_changes(const RecordId& record, json base, json set);
  void colleague_removes(const RecordId& record);
  /// A colleague decides a conflict, having seen all its candidates.
  void colleague_resolves(const RecordId& conflict, json set);

  Seq head() const { return seq_; }
  Page tail(Seq from) const;
  /// The whole state in id order, so many records a page.
  std::vector<Page> state(std::size_t records, std::optional<RecordId> after = std::nullopt) const;
  Checkpoint checkpoint() const;

  json value(const RecordId& record, const std::string& field) const;
  std::vector<Conflict> open_conflicts(const RecordId& record) const;
  std::map<RecordId, RecordText> texts() const;

  /// The chain whose pages these are: their `last_own` counts its bundles.
  ChainId audience;

 private:
  struct Line {
    BundleNumber last;
    Hash hash{};
    std::map<BundleNumber, Verdict> verdicts;
  };
  struct Stop {
    Fault code{};
    std::optional<EditId> by;
  };
  EditVerdict judge(const Edit& edit, const ChainId& chain, Seq seq, bool& kept);
  Subject subject(const RecordId& record) const;
  void accept_from_colleague(Edit edit);
  Edit colleagues_edit(Op op, const RecordId& record, const std::string& type);
  BundleNumber last_own() const;

  SeededDice dice_;
  Seq seq_;
  std::map<RecordId, Subject> subjects_;
  std::map<ChainId, Line> lines_;
  std::map<RecordId, Stop> refused_;
  std::int64_t colleague_minutes_ = 0;
};

inline const ChainId colleagues_chain{"p0000colleague/d0000colleague/1"};

/// As a tablet receives it: encoded, and decoded again.
Page through_the_wire(const Page& head, const std::vector<const RecordText*>& records);

}  // namespace doorstep::test
