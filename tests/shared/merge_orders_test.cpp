// Whatever order a handful of edits arrives in (docs/merge.md): nobody's word is lost, and all replicas converge.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>

#include "tests/json_values.h"
#include "tests/merge_law.h"
#include "tests/merge_scene.h"

namespace doorstep {
namespace {

/// What one step of a story is drawn from: bytes, then zeros.
class Lots {
 public:
  explicit Lots(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  std::size_t below(std::size_t sides) { return next_ < bytes_.size() ? bytes_[next_++] % sides : 0; }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[below(list.size())];
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t next_ = 0;
};

/// Steps of bytes each for itself, so that rapidcheck can drop one and leave the others what they are.
using Steps = std::vector<std::vector<std::uint8_t>>;
rc::Gen<Steps> steps(int max) {
  constexpr int all_bytes = 100;  // rapidcheck's size at which a byte may be any
  const auto bytes = rc::gen::container<std::vector<std::uint8_t>>(12, rc::gen::arbitrary<std::uint8_t>());
  return rc::gen::resize(max, rc::gen::container<Steps>(rc::gen::resize(all_bytes, bytes)));
}

json entry_of(const char* id) { return {{"id", id}, {"text", "门铃坏"}}; }

const std::vector<json>& words() {
  static const std::vector<json> all{{{"name", "甲"}},
                                     {{"name", "乙"}},
                                     {{"name", "丙"}},
                                     {{"name", nullptr}},
                                     {{"occupation", "教师"}},
                                     {{"occupation", "医生"}},
                                     {{"doc_type", "passport"}},
                                     {{"number", "2"}},
                                     {{"number", "3"}},
                                     {{"status", "accepted"}},
                                     {{"status", "cancelled"}},
                                     {{"archive_no", "HX-1"}},
                                     {{"archive_no", "HX-2"}},
                                     {{"attempts", 2}},
                                     {{"attempts", 5}},
                                     {{"tags", {"老人"}}},
                                     {{"tags", {"养狗", "老人"}}},
                                     {{"notes", {entry_of("n1")}}},
                                     {{"notes", {entry_of("n2")}}},
                                     {{"urgency", "low"}},
                                     {{"urgency", "high"}}};
  return all;
}

struct Word {
  std::string chain;
  Edit edit;
  std::int64_t at = 0;  ///< its corrected time, another one for each
};

/// A handful of edits of which none knows of another author's, on top of a history that some saw in part.
class Quarrel {
 public:
  Quarrel(const Steps& past, const Steps& words) {
    start_ = test::scene({{"name", "甲"}, {"status", "new"}, {"doc_type", "id"}, {"number", "1"}, {"attempts", 1}});
    for (const char* chain : {"wang/t1/1", "li/t2/1", "zhao/t3/1", "chen/t4/1"}) views_.emplace_back(chain, start_);
    for (const auto& step : past) remember(Lots{step});
    for (const auto& step : words) {
      Lots lots{step};
      auto& [chain, view] = views_[lots.below(views_.size())];
      words_.push_back(next_word(lots, chain, view));
      view = hear(view, words_.back(), 0);
    }
  }

  /// Empty, or what broke and the story in the order in which it did.
  std::string broken(std::size_t orders_max) {
    for (const auto& order : orders(orders_max)) {
      if (wrong_.empty()) arrive(order);
      if (!wrong_.empty()) return wrong_ + "\n" + history_ + story(order);
    }
    return {};
  }

 private:
  using Order = std::vector<std::size_t>;

  // By somebody who had seen everything, or not; who sees what was said is drawn.
  void remember(Lots lots) {
    const auto sees = lots.below(256);
    auto& [chain, view] = views_[lots.below(views_.size())];
    const auto word = next_word(lots, chain, sees % 4 > 0 ? view : start_);
    history_ += "before: " + test::told(chain, word.edit);
    view = start_ = hear(start_, word, ++seq_);
    for (std::size_t i = 0; i < views_.size(); ++i)
      if ((sees >> (i + 2)) % 2 == 0) views_[i].second = start_;
  }

  std::string story(const Order& order) const {
    std::string out;
    for (auto i : order) out += std::to_string(i + 1) + ". " + test::told(words_[i].chain, words_[i].edit);
    return out;
  }

  Subject hear(const Subject& before, const Word& word, std::uint64_t seq) {
    const auto at = test::arrival(word.chain, seq, word.at);
    auto merged = merge(test::scene_template(), before, word.edit, at);
    if (!merged) {
      fail("refused: " + test::told(word.chain, word.edit) + merged.error().detail);
      return before;
    }
    if (seq > 0) {
      fail(test::broken_by(before, word.edit, at, *merged));
      fail(test::broken(merged->subject));
    }
    return std::move(merged->subject);
  }

  Word next_word(Lots& lots, const std::string& chain, const Subject& view) {
    const auto id = ++last_edit_;
    auto edit = test::change(id, view, json::object());
    const auto lot = lots.below(10);
    if (lot == 9 && view.record->header.state == State::live) {
      edit.op = lots.below(2) == 0 ? Op::remove : Op::archive;
      edit.saw = seen_digests(view);
    } else if (lot == 8) {
      edit.op = Op::keep;
    } else if (lot > 5 && !view.conflicts.empty()) {
      edit = decision(lots, id, view);
    } else {
      // Every second time of the name, so that a handful meets in one place.
      auto set = lots.below(2) == 0 ? words()[lots.below(4)] : lots.pick(words());
      if (lots.below(4) == 0) set.update(lots.pick(words()));
      edit = test::change(id, view, set);
      if (lots.below(5) == 0) edit.proposes.insert(unit_of(test::scene_type(), set.begin().key())->name);
    }
    const std::array<std::int64_t, 9> moments{40, 10, 70, 20, 60, 30, 90, 50, 80};
    return {chain, std::move(edit), moments[(id - 101) % moments.size()]};
  }

  // Of a value or of the whole record; not always of all that was seen.
  Edit decision(Lots& lots, std::uint64_t id, const Subject& view) {
    const auto& conflict = lots.pick(view.conflicts);
    Naming naming{conflict.id, {}};
    for (const auto& one : conflict.candidates)
      if (lots.below(5) != 4) naming.seen.push_back(one.stamp.edit);
    if (conflict.resolution) naming.seen.push_back(conflict.resolution->stamp.edit);
    auto edit = test::change(id, view, json::object());
    if (conflict.field.empty()) {
      edit.op = Op::keep;
    } else {
      const auto value = lots.pick(conflict.candidates).value;
      const auto unit = *unit_named(test::scene_type(), conflict.field);
      json set = json::object();
      for (const auto* field : unit.fields)
        set[field->name] = !unit.grouped ? value : value.is_null() ? json{} : value.at(field->name);
      edit = test::change(id, view, set);
    }
    edit.resolves = std::move(naming);
    return edit;
  }

  // Those in which each author's edits keep their order; not more than `max` of them.
  std::vector<Order> orders(std::size_t max) const {
    std::vector<Order> out;
    Order order(words_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      bool kept = true;
      for (std::size_t i = 0; i < order.size(); ++i)
        for (std::size_t j = i + 1; j < order.size(); ++j)
          kept = kept && (order[i] < order[j] || words_[order[i]].chain != words_[order[j]].chain);
      if (kept) out.push_back(order);
    } while (std::next_permutation(order.begin(), order.end()));
    std::mt19937 lot{7};
    std::shuffle(out.begin() + 1, out.end(), lot);
    out.resize(std::min(out.size(), max));
    return out;
  }

  void arrive(const Order& order) {
    Subject server = start_, replica = start_;
    auto seq = seq_;
    for (auto i : order) {
      server = hear(server, words_[i], ++seq);
      replica = reread(hear(replica, words_[i], seq));
    }
    if (test::whole_text(server) != test::whole_text(replica)) fail("two that heard the same differ");
    judge_last_words(order, server);
    judge_sums(server);
  }

  // As a replica does between two merges: out of its texts.
  static Subject reread(const Subject& subject) {
    Subject out;
    out.record = *decode(encode(*subject.record));
    for (const auto& one : subject.conflicts) out.conflicts.push_back(*decode_conflict(encode(one)));
    return out;
  }

  // Nobody has seen what another wrote last, so nobody's edit takes it out of sight (C2, C5): but its author's own
  // return to what they knew before (C4, A4); where it says what another said, which changes nothing (P1, A1); and
  // where it says again what another saw, whose edit comes after it: current = base, by value, whoever said it (P1; a
  // value written once asks nothing of bases: P8).
  void judge_last_words(const Order& order, const Subject& after) {
    for (const char* unit : {"name", "document", "archive_no"}) {
      const auto seen = test::visible(after, unit);
      for (const auto& [chain, view] : views_) {
        auto said = test::visible(start_, unit);
        if (const auto* open = test::open_on(start_, unit))
          for (const auto& one : open->candidates)
            if (one.stamp.chain.value == chain && one.base) said.insert(canonical(*one.base));
        std::optional<std::string> last;
        std::set<std::string> replaced;
        for (auto i : order) {
          const auto& word = words_[i];
          if (!test::units_of(word.edit).contains(unit)) continue;
          const auto base = canonical(test::side(word.edit, unit, false));
          const auto mine = canonical(test::side(word.edit, unit, true));
          if (word.chain != chain) {
            said.insert(mine);
            if (policy_of(test::scene_type(), unit) == Policy::manual) replaced.insert(base);
            continue;
          }
          said.insert(base);
          if (last) said.insert(*last);
          last = mine;
          replaced.clear();
        }
        if (last && !said.contains(*last) && !replaced.contains(*last) && !seen.contains(*last))
          fail(std::string{unit} + ": the last word of " + chain + " is not in sight: " + *last);
      }
    }
  }

  // What adds up, adds up to the same in every order (P3, P5, P6), where nothing of it was proposed or decided.
  void judge_sums(const Subject& after) {
    for (const char* unit : {"attempts", "notes", "urgency"}) {
      const auto asked = [&](const Word& word) {
        return word.edit.proposes.contains(unit) || (word.edit.resolves && word.edit.set.contains(unit));
      };
      if (test::open_on(start_, unit) != nullptr || std::any_of(words_.begin(), words_.end(), asked)) continue;
      const auto value = canonical(test::sorted(test::value_of(after, unit)));
      const auto first = sums_.try_emplace(unit, value).first->second;
      if (first != value) fail(std::string{unit} + " hangs on the order: " + first + " or " + value);
    }
  }

  void fail(const std::string& wrong) {
    if (wrong_.empty()) wrong_ = wrong;
  }

  Subject start_;
  std::vector<std::pair<std::string, Subject>> views_;  ///< by chain, what its author sees
  std::vector<Word> words_;
  std::uint64_t seq_ = 1, last_edit_ = 100;
  std::map<std::string, std::string> sums_;
  std::string history_, wrong_;
};

RC_GTEST_PROP(MergeOrders, nobodys_last_word_is_lost_and_what_adds_up_is_the_same_whoever_comes_first, ()) {
  // In all of them; once one is found, a shorter story is looked for in fewer: all of four edits.
  static auto orders_max = std::numeric_limits<std::size_t>::max();
  Quarrel quarrel{*steps(6), *steps(6)};
  auto wrong = quarrel.broken(orders_max);
  if (wrong.empty()) return;
  orders_max = 24;
  RC_FAIL(wrong);
}

}  // namespace
}  // namespace doorstep
