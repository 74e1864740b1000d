#pragma once
#include <gtest/gtest.h>

#include "shared/merge.h"
#include "tests/merge_scene.h"

/// One record on the server, and what people write about it.

namespace doorstep::test {

inline const std::string wang = "wang/t1/1", li = "li/t2/1", chen = "chen/t7/1", sun = "sun/t8/1";

/// A record on the server: edits arrive, one seq each.
class Server {
 public:
  explicit Server(const json& values) : subject_{scene(values)} {}

  Outcome take(const std::string& chain, const Edit& edit) {
    auto merged = merge(scene_template(), subject_, edit, arrival(chain, ++seq_));
    EXPECT_TRUE(merged) << merged.error().detail;
    if (!merged) return Outcome::applied;
    subject_ = std::move(merged->subject);
    EXPECT_EQ(broken(subject_), "");
    return merged->outcome;
  }
  const Subject& subject() const { return subject_; }
  json value(const std::string& unit) const { return value_of(subject_, unit); }
  const Conflict& last_conflict() const { return subject_.conflicts.back(); }
  State state() const { return subject_.record->header.state; }

 private:
  Subject subject_;
  std::uint64_t seq_ = 1;
};

inline Naming naming(const Conflict& conflict) {
  Naming out{conflict.id, {}};
  for (const auto& candidate : conflict.candidates) out.seen.push_back(candidate.stamp.edit);
  return out;
}

/// What its author, who saw `subject`, wants decided.
inline Edit resolution(std::uint64_t id, const Subject& subject, const Conflict& conflict, const json& set) {
  auto edit = change(id, subject, set);
  edit.resolves = naming(conflict);
  return edit;
}

inline Edit moving(std::uint64_t id, Op op, const Subject& seen, const Conflict* decides = nullptr) {
  auto edit = change(id, seen, json::object());
  edit.op = op;
  if (op != Op::keep) edit.saw = seen_digests(seen);
  if (decides != nullptr) edit.resolves = naming(*decides);
  return edit;
}

inline void expect_repeat_is_harmless(const Server& server, const std::string& chain, const Edit& edit) {
  auto again = merge(scene_template(), server.subject(), edit, arrival(chain, 99));
  ASSERT_TRUE(again);
  EXPECT_EQ(whole_text(again->subject), whole_text(server.subject()));
}

}  // namespace doorstep::test
