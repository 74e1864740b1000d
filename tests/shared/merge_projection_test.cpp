// Projection commutes with merge: who reads some classes of a record sees of an edit exactly what it would have made of
// those classes alone (docs/merge.md, docs/security.md §Projection). With P for "only what a reader of these classes is
// shown" and live records:  P(merge(record, edit)) = P(merge(P(record), P(edit))).
// Not so, and not asked here: a removal, which only who reads every class may say (R1), and rules between fields of
// several classes (V3), which the scene's type does not have.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "shared/projection.h"
#include "tests/merge_scene.h"

namespace doorstep {
namespace {

bool reads_unit(ClassMask reads, const std::string& unit) {
  return has(reads, unit_named(test::scene_type(), unit)->fields.front()->klass);
}

Subject seen_by(ClassMask reads, Subject subject) {
  for (auto klass : all_classes)
    if (!has(reads, klass)) subject.record->part(klass).reset();
  std::erase_if(subject.conflicts, [&](const Conflict& one) { return !has(reads, one.klass); });
  return subject;
}

// A decision about what is hidden is an ordinary word to who does not see what it decides.
Edit seen_by(ClassMask reads, Edit edit, const Subject& before) {
  for (auto* values : {&edit.base, &edit.set})
    for (auto field = values->begin(); field != values->end();)
      field = has(reads, test::scene_type().field(field.key())->klass) ? std::next(field) : values->erase(field);
  std::erase_if(edit.proposes, [&](const std::string& unit) { return !reads_unit(reads, unit); });
  for (const auto& one : before.conflicts)
    if (edit.resolves && one.id == edit.resolves->conflict && !has(reads, one.klass)) edit.resolves.reset();
  return edit;
}

/// Three people who see all classes, on one record.
class Hearing {
 public:
  explicit Hearing(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {
    server_ = test::scene({{"name", "甲"}, {"status", "new"}, {"doc_type", "id"}, {"number", "1"}, {"attempts", 1}});
    views_.assign(3, server_);
  }

  std::string broken() {
    const std::vector<std::string> chains{"wang/t1/1", "li/t2/1", "zhao/t3/1"};
    for (std::uint64_t seq = 2; next_ < bytes_.size(); ++seq) {
      const auto author = lot(3);
      const auto edit = next_edit(views_[author], 100 + seq);
      const auto at = test::arrival(chains[author], seq, static_cast<std::int64_t>(lot(100)));
      story_ += test::told(chains[author], edit);
      auto merged = merge(test::scene_template(), server_, edit, at);
      if (!merged) return story_ + "refused: " + merged.error().detail;
      for (ClassMask reads = 1; reads < every_class; ++reads)
        if (auto wrong = differs(reads, edit, at, merged->subject); !wrong.empty()) return story_ + wrong;
      server_ = std::move(merged->subject);
      for (auto& view : views_)
        if (lot(2) == 0) view = server_;
    }
    return {};
  }

 private:
  std::size_t lot(std::size_t sides) { return next_ < bytes_.size() ? bytes_[next_++] % sides : 0; }

  Edit next_edit(const Subject& view, std::uint64_t id) {
    static const std::vector<json> said{{{"name", "甲"}},         {{"name", "乙"}},         {{"occupation", "教师"}},
                                        {{"occupation", "医生"}}, {{"number", "2"}},        {{"doc_type", "passport"}},
                                        {{"archive_no", "HX-1"}}, {{"archive_no", "HX-2"}}, {{"status", "accepted"}},
                                        {{"attempts", 3}},        {{"tags", {"老人"}}},     {{"number", nullptr}}};
    auto set = said[lot(said.size())];
    if (lot(2) == 0) set.update(said[lot(said.size())]);
    const bool decides = lot(3) == 0 && !view.conflicts.empty();
    if (!decides) {
      auto edit = test::change(id, view, set);
      if (lot(4) == 0) edit.proposes.insert(unit_of(test::scene_type(), set.begin().key())->name);
      return edit;
    }
    const auto& conflict = view.conflicts[lot(view.conflicts.size())];
    const auto unit = *unit_named(test::scene_type(), conflict.field);
    const auto value = conflict.candidates[lot(conflict.candidates.size())].value;
    for (const auto* field : unit.fields)
      set[field->name] = !unit.grouped ? value : value.is_null() ? json{} : value.at(field->name);
    auto edit = test::change(id, view, set);
    edit.resolves = Naming{conflict.id, {}};
    for (const auto& one : conflict.candidates)
      if (lot(4) > 0) edit.resolves->seen.push_back(one.stamp.edit);
    return edit;
  }

  std::string differs(ClassMask reads, const Edit& edit, const Arrival& at, const Subject& merged) const {
    const auto whole = test::whole_text(seen_by(reads, merged));
    auto theirs = seen_by(reads, edit, server_);
    auto alone = seen_by(reads, server_);
    if (!theirs.set.empty()) {
      auto heard = merge(test::scene_template(), alone, theirs, at);
      if (!heard) return "refused without what is hidden: " + heard.error().detail;
      alone = seen_by(reads, std::move(heard->subject));
    }
    const auto part = test::whole_text(alone);
    return part == whole ? "" : "who reads classes " + std::to_string(reads) + " is shown\n" + whole + "\nnot\n" + part;
  }

  std::vector<std::uint8_t> bytes_;
  std::size_t next_ = 0;
  Subject server_;
  std::vector<Subject> views_;
  std::string story_;
};

RC_GTEST_PROP(MergeProjection, who_reads_some_classes_sees_what_an_edit_makes_of_these_alone, ()) {
  Hearing hearing{*rc::gen::resize(150, rc::gen::arbitrary<std::vector<std::uint8_t>>())};
  if (auto wrong = hearing.broken(); !wrong.empty()) RC_FAIL(wrong);
}

}  // namespace
}  // namespace doorstep
