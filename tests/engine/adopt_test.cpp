#include "tests/engine/adopt_scene.h"

namespace doorstep::test {
namespace {

class AdoptRebase : public Adopt {};

TEST_F(AdoptRebase, anothers_change_comes_in_under_ones_own_unsent_one) {
  auto id = known_resident();
  tablet.changes(id, {{"name", "张山"}});
  server.colleague_changes(id, {{"occupation", "教师"}}, {{"occupation", "医生"}});
  auto changes = adopts(tail()).value();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].id, id);
  EXPECT_EQ(tablet.value(id, "name"), "张山");
  EXPECT_EQ(tablet.value(id, "occupation"), "医生");
  expect_agreement();
  EXPECT_EQ(server.value(id, "name"), "张山");
}

TEST_F(AdoptRebase, a_page_takes_out_exactly_the_edits_that_it_contains_of_exactly_its_records) {
  auto first = known_request();
  auto second = server.colleague_creates("request", complaint);
  tablet.meets(server);
  tablet.changes(first, {{"urges", 4}});
  tablet.changes(second, {{"urges", 4}});
  auto verdicts = tablet.pushes_to(server);
  tablet.changes(first, {{"urges", 5}});  // behind the page's last own bundle
  auto page = tail();
  std::erase_if(page.records, [&](const json& record) { return record.at("id") != text(first); });
  adopts(page).value();
  EXPECT_EQ(tablet.value(first, "urges"), 5);
  EXPECT_EQ(tablet.value(second, "urges"), 4);
  EXPECT_EQ(tablet.rows("rebase"), 2);
  tablet.store().adopt(verdicts).value();
  EXPECT_EQ(tablet.value(first, "urges"), 5);
}

TEST_F(AdoptRebase, at_a_checkpoint_own_edits_leave_the_rebase_of_records_that_no_page_brought) {
  auto id = known_resident();
  tablet.changes(id, {{"occupation", "医生"}});
  tablet.clock.now += std::chrono::hours{-24 * 400};  // the colleague's time is later, so the server changes nothing
  server.colleague_changes(id, {{"occupation", "教师"}}, {{"occupation", "律师"}});
  adopts(tail()).value();
  auto before = server.head();
  tablet.store().adopt(tablet.pushes_to(server)).value();
  EXPECT_GE(server.head(), before);
  if (server.head() > before) adopts(tail()).value();
  tablet.store().adopt(server.checkpoint()).value();
  EXPECT_EQ(tablet.value(id, "occupation"), server.value(id, "occupation"));
  expect_agreement();
}

// Every order in which a verdict, a page and a checkpoint can arrive (a checkpoint never overtakes its page), a
// colleague's call counted before or after, another own call saved at any moment: each call counts once, always.
TEST_F(AdoptRebase, a_call_is_never_counted_twice_nor_lost_in_any_order_of_arrival) {
  enum class Step { verdict, page, checkpoint, lost_verdict };
  using Order = std::vector<Step>;
  const std::vector<Order> orders{{Step::verdict, Step::page, Step::checkpoint},
                                  {Step::page, Step::verdict, Step::checkpoint},
                                  {Step::page, Step::checkpoint, Step::verdict},
                                  {Step::page, Step::checkpoint, Step::lost_verdict},
                                  {Step::page, Step::lost_verdict},
                                  {Step::verdict}};
  for (std::size_t order = 0; order < orders.size(); ++order) {
    for (int theirs = 0; theirs < 3; ++theirs) {  // none, before the push, after it
      for (std::size_t own_at = 0; own_at <= orders[order].size(); ++own_at) {
        SCOPED_TRACE("order " + std::to_string(order) + ", theirs " + std::to_string(theirs) + ", own at " +
                     std::to_string(own_at));
        OneTablet one;
        FarSide far;
        auto id = far.colleague_creates("request", complaint);
        one.meets(far);
        auto& store = one.store();
        std::int64_t own = 1;
        one.changes(id, {{"urges", 4}});
        if (theirs == 1) far.colleague_changes(id, {{"urges", 3}}, {{"urges", 13}});
        auto verdicts = one.pushes_to(far);
        if (theirs == 2) far.colleague_changes(id, {{"urges", 3}}, {{"urges", 13}});
        auto page = far.tail(*one.cursor());
        auto checkpoint = far.checkpoint();
        bool their_call_is_here = false;
        auto expect_each_once = [&] {
          EXPECT_EQ(one.value(id, "urges"), 3 + own + (their_call_is_here ? 10 : 0));
          EXPECT_TRUE(verify(store));
        };
        auto another_own_call = [&] {
          one.changes(id, {{"urges", one.value(id, "urges").get<std::int64_t>() + 1}});
          ++own;
        };
        for (std::size_t i = 0; i < orders[order].size(); ++i) {
          if (own_at == i) another_own_call();
          switch (orders[order][i]) {
            case Step::verdict:
              store.adopt(verdicts).value();
              break;
            case Step::page:
              store.adopt(page).value();
              their_call_is_here = theirs != 0;
              break;
            case Step::checkpoint:
              store.adopt(checkpoint).value();
              break;
            case Step::lost_verdict:
              break;
          }
          expect_each_once();
        }
        if (own_at == orders[order].size()) another_own_call();
        one.meets(far);
        their_call_is_here = theirs != 0;
        expect_each_once();
        EXPECT_EQ(far.value(id, "urges"), one.value(id, "urges"));
        EXPECT_TRUE(status(store).value().agrees);
        EXPECT_EQ(one.rows("rebase"), 0);
      }
    }
  }
}

TEST_F(AdoptRebase, a_verdict_that_comes_again_after_the_checkpoint_still_empties_the_outbox) {
  auto id = known_request();
  tablet.changes(id, {{"urges", 4}});
  auto verdicts = tablet.pushes_to(server);
  adopts(tail()).value();
  tablet.store().adopt(server.checkpoint()).value();
  EXPECT_FALSE(tablet.store().outbox_empty().value());
  tablet.store().adopt(verdicts).value();  // no further checkpoint comes while nobody changes anything
  EXPECT_TRUE(tablet.store().outbox_empty().value());
  EXPECT_EQ(status(tablet.store()).value().pending, 0U);
  EXPECT_EQ(tablet.rows("bundles WHERE state < 2"), 0);
}

TEST_F(AdoptRebase, a_bundle_stays_in_the_outbox_until_the_feed_has_passed_its_verdict) {
  auto id = known_request();
  tablet.changes(id, {{"urges", 4}});
  auto verdicts = tablet.pushes_to(server);
  auto& store = tablet.store();
  store.adopt(verdicts).value();
  EXPECT_EQ(store.greeting().value().waiting, 0U);
  EXPECT_EQ(status(store).value().pending, 1U);
  adopts(tail()).value();
  EXPECT_EQ(status(store).value().pending, 1U);
  store.adopt(server.checkpoint()).value();
  EXPECT_EQ(status(store).value().pending, 0U);
  store.adopt(verdicts).value();  // a repeated one changes nothing
  expect_agreement();
}

TEST_F(AdoptRebase, a_bundle_to_be_sent_again_still_waits) {
  auto id = known_resident();
  tablet.changes(id, {{"occupation", "医生"}});
  tablet.store().adopt(Verdicts{{Verdict{BundleNumber{1}, std::nullopt, true, {}}}}).value();
  EXPECT_EQ(tablet.waiting().size(), 1U);
}

}  // namespace
}  // namespace doorstep::test
