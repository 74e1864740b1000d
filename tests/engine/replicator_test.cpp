#include "engine/replicator.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "shared/version.h"
#include "tests/engine/one_tablet.h"

namespace doorstep::test {
namespace {

/// A conversation whose server side the test speaks by hand, frame by frame.
class ReplicatorTest : public ::testing::Test {
 protected:
  ReplicatorTest() {
    server.audience = OneTablet::identity().chain;
    connect();
  }
  void connect(Replicator::Mode mode = Replicator::Mode::full) {
    replicator.emplace(tablet.store(), tablet.key(), tablet.clock, mode);
    spoken = heard = 0;
  }

  TabletEffects opens() { return note(replicator->opened(binding)); }
  TabletEffects says(const Frame& frame) { return note(replicator->received(encode(frame, ++spoken))); }
  TabletEffects greets() {
    opens();
    says(Challenge{{5}});
    return says(server.welcome(server.audience));
  }
  /// Everything up to the checkpoint of an empty community.
  void catches_up() {
    greets();
    for (const auto& page : pages_of_state()) says_text(page);
    says(server.checkpoint());
  }
  std::vector<std::string> pages_of_state() {
    std::vector<std::string> out;
    for (auto page : server.state(10)) out.push_back(encode(page, ++spoken));
    return out;
  }
  TabletEffects says_text(const std::string& text) { return note(replicator->received(text)); }

  /// Every frame that a tablet sends has the next number.
  TabletEffects note(TabletEffects effects) {
    for (const auto& effect : effects) {
      const auto* send = std::get_if<Send>(&effect);
      if (send == nullptr) continue;
      EXPECT_TRUE(decode_frame(send->frame, ++heard));
    }
    return effects;
  }
  static std::vector<Frame> sent(const TabletEffects& effects) {
    std::vector<Frame> out;
    for (const auto& effect : effects)
      if (const auto* send = std::get_if<Send>(&effect))
        out.push_back(decode_frame(send->frame, parse_json(send->frame).value().at("n")).value());
    return out;
  }
  static std::vector<std::string_view> names(const TabletEffects& effects) {
    static std::vector<Frame> frames;
    frames = sent(effects);
    std::vector<std::string_view> out;
    for (const auto& frame : frames) out.push_back(name_of(frame));
    return out;
  }
  static std::optional<Fault> closed(const TabletEffects& effects) {
    for (const auto& effect : effects)
      if (const auto* close = std::get_if<Close>(&effect)) return close->error.fault;
    return std::nullopt;
  }
  static std::vector<std::uint64_t> pushed(const TabletEffects& effects) {
    std::vector<std::uint64_t> out;
    for (const auto& frame : sent(effects))
      if (const auto* push = std::get_if<Push>(&frame))
        for (const auto& bundle : push->bundles) out.push_back(bundle.at("header").at("number"));
    return out;
  }
  Verdicts verdicts(std::uint64_t upto) {
    auto all = tablet.pushes_to(server);
    std::erase_if(all.verdicts, [&](const Verdict& one) { return one.number.value > upto; });
    return all;
  }
  void save(int bundles) {
    for (int i = 0; i < bundles; ++i) tablet.creates("unit", {{"room_no", std::to_string(100 + saved++)}});
  }

  static Hello hello_of_another() {
    Hello hello;
    hello.person.value = hello.tablet.value = hello.chain.value = "x";
    return hello;
  }

  using Names = std::vector<std::string_view>;
  OneTablet tablet;
  FarSide server;
  Binding binding{3};
  std::optional<Replicator> replicator;
  std::uint64_t spoken = 0, heard = 0;
  int saved = 0;
};

TEST_F(ReplicatorTest, hello_proof_subscribe_and_push_in_this_order) {
  save(2);
  auto hello = opens();
  ASSERT_EQ(names(hello), Names{"hello"});
  auto said = std::get<Hello>(sent(hello)[0]);
  EXPECT_EQ(said.person, OneTablet::identity().person);
  EXPECT_EQ(said.chain, OneTablet::identity().chain);
  EXPECT_EQ(said.pending, 2U);
  EXPECT_EQ(said.template_digest, Template::shipped().digest());
  EXPECT_EQ(said.epoch.value, "");
  EXPECT_FALSE(said.clocks.server);

  auto proof = says(Challenge{{5}});
  ASSERT_EQ(names(proof), Names{"proof"});
  EXPECT_TRUE(verify(tablet.key().public_key(), proof_context,
                     proof_message(OneTablet::identity().pin, {5}, binding, OneTablet::identity().chain),
                     std::get<Proof>(sent(proof)[0]).signature));

  auto ready = says(server.welcome(server.audience));
  ASSERT_EQ(names(ready), (Names{"subscribe", "push"}));
  auto subscribe = std::get<Subscribe>(sent(ready)[0]);
  EXPECT_FALSE(subscribe.cursor);
  EXPECT_FALSE(subscribe.after);
  EXPECT_EQ(pushed(ready), (std::vector<std::uint64_t>{1, 2}));
  EXPECT_TRUE(replicator->progress().welcomed);
  EXPECT_FALSE(replicator->progress().caught_up);
}

TEST_F(ReplicatorTest, a_second_conversation_asks_for_the_tail_and_names_what_it_knows) {
  server.colleague_creates("unit", {{"room_no", "1"}});
  catches_up();
  EXPECT_TRUE(replicator->progress().caught_up);
  connect();
  auto hello = std::get<Hello>(sent(opens())[0]);
  EXPECT_EQ(hello.epoch.value, "e1");
  EXPECT_TRUE(hello.clocks.server);
  says(Challenge{});
  auto ready = says(server.welcome(server.audience));
  EXPECT_EQ(std::get<Subscribe>(sent(ready)[0]).cursor, server.head());
}

TEST_F(ReplicatorTest, caught_up_means_a_checkpoint_and_an_empty_outbox) {
  save(1);
  greets();
  auto judged = verdicts(1);
  for (const auto& page : pages_of_state()) says_text(page);
  says(judged);
  EXPECT_FALSE(replicator->progress().caught_up);
  says(server.checkpoint());
  EXPECT_TRUE(replicator->progress().caught_up);
  EXPECT_EQ(replicator->progress().sent, 1U);
  EXPECT_EQ(replicator->progress().received, 1U);
  save(1);
  EXPECT_EQ(pushed(note(replicator->nudged())), std::vector<std::uint64_t>{2});
  EXPECT_FALSE(replicator->progress().caught_up);
}

TEST_F(ReplicatorTest, a_sync_after_a_lost_verdict_comes_to_its_end) {
  save(1);
  greets();
  verdicts(1);  // the server took it, and the connection was cut before it could say so
  connect();
  auto offered = greets();
  EXPECT_EQ(pushed(offered), std::vector<std::uint64_t>{1});
  for (const auto& page : pages_of_state()) says_text(page);
  says(server.checkpoint());  // subscribed first, answered first
  EXPECT_FALSE(replicator->progress().caught_up);
  says(verdicts(1));
  EXPECT_TRUE(replicator->progress().caught_up);
}

TEST_F(ReplicatorTest, what_was_not_answered_is_offered_again_on_a_new_connection_and_nothing_else) {
  save(3);
  EXPECT_EQ(pushed(greets()), (std::vector<std::uint64_t>{1, 2, 3}));
  says(verdicts(2));
  connect();
  EXPECT_EQ(pushed(greets()), std::vector<std::uint64_t>{3});
}

TEST_F(ReplicatorTest, not_more_bundles_in_flight_than_the_server_takes) {
  save(5);
  opens();
  says(Challenge{});
  auto welcome = server.welcome(server.audience);
  welcome.limits.bundles_in_flight = 2;
  EXPECT_EQ(pushed(says(welcome)), (std::vector<std::uint64_t>{1, 2}));
  EXPECT_TRUE(pushed(note(replicator->nudged())).empty());
  EXPECT_EQ(pushed(says(verdicts(1))), std::vector<std::uint64_t>{3});
  EXPECT_EQ(pushed(says(verdicts(3))), (std::vector<std::uint64_t>{4, 5}));
}

TEST_F(ReplicatorTest, not_more_bytes_in_flight_than_the_server_takes_but_at_least_one_bundle) {
  save(4);
  auto one = tablet.store().outbox({}, 1, 1).value().front().wire.size();
  for (std::uint64_t room : {std::uint64_t{1}, std::uint64_t{one + 1}, std::uint64_t{2 * one + 100}}) {
    connect();
    opens();
    says(Challenge{});
    auto welcome = server.welcome(server.audience);
    welcome.limits.bytes_in_flight = room;
    EXPECT_EQ(pushed(says(welcome)).size(), room > 2 * one ? 2U : 1U) << room;
    EXPECT_TRUE(pushed(note(replicator->nudged())).empty()) << room;
  }
}

TEST_F(ReplicatorTest, a_verdict_on_what_was_not_sent_is_out_of_turn) {
  save(1);
  greets();
  Verdicts foreign{{Verdict{BundleNumber{2}, std::nullopt, true, {}}}};
  EXPECT_EQ(closed(says(foreign)), Fault::unexpected_frame);
  connect();
  greets();
  auto judged = verdicts(1);
  EXPECT_FALSE(closed(says(judged)));
  EXPECT_EQ(closed(says(judged)), Fault::unexpected_frame);  // it was answered on this connection
}

TEST_F(ReplicatorTest, a_bundle_to_be_sent_again_ends_the_conversation_and_waits_for_the_next) {
  save(2);
  greets();
  auto judged = verdicts(1);
  judged.verdicts.push_back({BundleNumber{2}, std::nullopt, true, {}});
  auto effects = says(judged);
  EXPECT_EQ(closed(effects), Fault::server_busy);
  EXPECT_EQ(remedy(*closed(effects)), Remedy::retry);
  EXPECT_EQ(tablet.store().greeting().value().waiting, 1U);  // the first one's verdict was kept
  connect();
  EXPECT_EQ(pushed(greets()), std::vector<std::uint64_t>{2});
}

TEST_F(ReplicatorTest, outcomes_are_counted_in_edits) {
  auto id = server.colleague_creates("resident", {{"name", "张三"}});
  auto other = server.colleague_creates("resident", {{"name", "李四"}});
  tablet.meets(server);
  tablet.changes(id, {{"name", "张山"}});
  tablet.changes(other, {{"name", "李五"}});
  server.colleague_changes(id, {{"name", "张三"}}, {{"name", "张珊"}});
  server.refuse(other, Fault::not_allowed);
  greets();
  auto effects = says(verdicts(9));
  EXPECT_EQ(replicator->progress().sent, 2U);
  EXPECT_EQ(replicator->progress().conflicts, 1U);
  EXPECT_EQ(replicator->progress().refused, 1U);
  bool told = false;
  for (const auto& effect : effects)
    if (const auto* one = std::get_if<Told>(&effect)) told = told || one->changes.at(0).id == other;
  EXPECT_TRUE(told);
}

TEST_F(ReplicatorTest, frames_out_of_turn_end_the_conversation) {
  const Frame welcome = server.welcome(server.audience);
  struct Case {
    std::vector<Frame> before;
    Frame wrong;
  };
  const std::vector<Case> table{
      {{}, welcome},
      {{}, server.checkpoint()},
      {{}, Verdicts{}},
      {{}, TemplateFrame{"{}"}},
      {{}, Pong{}},
      {{Challenge{}}, Challenge{}},
      {{Challenge{}}, server.checkpoint()},
      {{Challenge{}, welcome}, welcome},
      {{Challenge{}, welcome}, Challenge{}},
      {{Challenge{}, welcome}, Ping{}},
      {{Challenge{}, welcome}, hello_of_another()},
      {{Challenge{}, welcome}, AskHistory{}},
      {{Challenge{}, welcome}, Subscribe{CommunityId{"main"}, Seq{1}, {}, {}}},
      {{Challenge{}, welcome}, Proof{}},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    connect();
    opens();
    for (const auto& frame : table[i].before) EXPECT_FALSE(closed(says(frame))) << "case " << i;
    auto effects = says(table[i].wrong);
    EXPECT_EQ(closed(effects), Fault::unexpected_frame) << "case " << i;
    EXPECT_EQ(names(effects), Names{"error"}) << "case " << i;
    EXPECT_TRUE(says(Pong{}).empty()) << "case " << i;  // closed is closed
    EXPECT_TRUE(note(replicator->ticked(tablet.clock.now)).empty()) << "case " << i;
    EXPECT_TRUE(note(replicator->nudged()).empty()) << "case " << i;
  }
}

TEST_F(ReplicatorTest, a_frame_that_came_twice_or_after_a_lost_one_is_not_used) {
  for (std::uint64_t number : {std::uint64_t{2}, std::uint64_t{4}, std::uint64_t{0}}) {
    connect();
    greets();
    auto effects = replicator->received(encode(server.state(10).at(0), number));
    EXPECT_EQ(closed(effects), Fault::replayed_frame) << number;
    EXPECT_FALSE(tablet.cursor());
  }
}

TEST_F(ReplicatorTest, what_is_no_frame_ends_the_conversation) {
  for (const char* text : {"", "{", "[]", "{\"n\":1}", "{\"frame\":\"challenge\",\"n\":1}", "\xff",
                           "{\"frame\":\"dance\",\"n\":1}", "{\"frame\":\"pong\",\"frame\":\"pong\",\"n\":1}"}) {
    connect();
    opens();
    auto effects = replicator->received(text);
    ASSERT_TRUE(closed(effects)) << text;
    EXPECT_NE(remedy(*closed(effects)), Remedy::pause) << text;
  }
}

TEST_F(ReplicatorTest, a_page_that_is_wrong_closes_and_the_next_conversation_goes_on_where_it_was) {
  server.colleague_creates("unit", {{"room_no", "1"}});
  greets();
  auto page = server.state(10).at(0);
  page.records.at(0)["header"]["community"] = "elsewhere";
  EXPECT_EQ(closed(says(page)), Fault::bad_frame);
  connect();
  catches_up();
  EXPECT_TRUE(replicator->progress().caught_up);
}

TEST_F(ReplicatorTest, a_quiet_tablet_pings_and_a_silent_server_is_given_up) {
  greets();
  auto& now = tablet.clock.now;
  now += Millis{19'000};
  EXPECT_TRUE(names(note(replicator->ticked(now))).empty());
  now += Millis{2'000};
  EXPECT_EQ(names(note(replicator->ticked(now))), Names{"ping"});
  now += Millis{5'000};
  EXPECT_TRUE(names(note(replicator->ticked(now))).empty());
  says(Pong{now});
  now += Millis{21'000};
  EXPECT_EQ(names(note(replicator->ticked(now))), Names{"ping"});
  now += Millis{20'000};
  auto effects = note(replicator->ticked(now));
  EXPECT_EQ(closed(effects), Fault::timed_out);
}

TEST_F(ReplicatorTest, a_server_that_answers_pings_but_brings_nothing_on_is_given_up) {
  greets();
  auto& now = tablet.clock.now;
  std::optional<Fault> given_up;
  for (int seconds = 0; seconds < 90 && !given_up; seconds += 5) {
    now += Millis{5'000};
    auto effects = note(replicator->ticked(now));
    given_up = closed(effects);
    if (!given_up && names(effects) == Names{"ping"}) says(Pong{now});
  }
  EXPECT_EQ(given_up, Fault::timed_out);
}

TEST_F(ReplicatorTest, a_quiet_tablet_with_nothing_to_wait_for_stays_connected) {
  catches_up();
  auto& now = tablet.clock.now;
  for (int seconds = 0; seconds < 600; seconds += 5) {
    now += Millis{5'000};
    auto effects = note(replicator->ticked(now));
    ASSERT_FALSE(closed(effects)) << seconds;
    if (names(effects) == Names{"ping"}) says(Pong{now});
  }
}

TEST_F(ReplicatorTest, a_server_that_never_greets_is_given_up) {
  opens();
  tablet.clock.now += Millis{41'000};
  EXPECT_EQ(closed(note(replicator->ticked(tablet.clock.now))), Fault::timed_out);
}

TEST_F(ReplicatorTest, a_clock_set_back_by_a_year_does_not_keep_a_dead_connection) {
  greets();
  auto& now = tablet.clock.now;
  now -= std::chrono::hours{24 * 365};
  EXPECT_FALSE(closed(note(replicator->ticked(now))));
  now += Millis{21'000};
  EXPECT_EQ(names(note(replicator->ticked(now))), Names{"ping"});
  now += Millis{20'000};
  EXPECT_EQ(closed(note(replicator->ticked(now))), Fault::timed_out);
}

TEST_F(ReplicatorTest, every_tick_asks_for_another) {
  auto wakes = [](const TabletEffects& effects) {
    return std::any_of(effects.begin(), effects.end(),
                       [](const auto& one) { return std::holds_alternative<Wake>(one); });
  };
  EXPECT_TRUE(wakes(opens()));
  EXPECT_TRUE(wakes(note(replicator->ticked(tablet.clock.now))));
}

TEST_F(ReplicatorTest, the_servers_error_closes_with_its_fault_and_is_not_answered) {
  opens();
  auto effects = says(ErrorFrame{Error{Fault::device_refused, "revoked"}, std::nullopt});
  EXPECT_EQ(closed(effects), Fault::device_refused);
  EXPECT_TRUE(names(effects).empty());
}

TEST_F(ReplicatorTest, a_fork_begins_a_new_incarnation_before_anything_is_sent) {
  save(1);
  const auto edit = tablet.waiting_edits().at(0).id;
  auto forked = server.welcome(server.audience);
  forked.last = BundleNumber{5};
  opens();
  says(Challenge{});
  auto effects = says(forked);
  EXPECT_EQ(closed(effects), Fault::forked);
  EXPECT_EQ(remedy(Fault::forked), Remedy::retry) << "it connects again by itself";
  EXPECT_EQ(names(effects), Names{"error"});
  ASSERT_EQ(tablet.waiting().size(), 1U);
  EXPECT_TRUE(tablet.waiting().at(0).chain.value.ends_with("/2"));
  EXPECT_EQ(tablet.waiting_edits().at(0).id, edit);
}

TEST_F(ReplicatorTest, a_fork_that_the_server_meets_later_is_looked_into_by_the_next_conversation) {
  opens();
  auto effects = says(ErrorFrame{Error{Fault::forked, "another bundle 2 came before"}, std::nullopt});
  EXPECT_EQ(closed(effects), Fault::forked);
}

TEST_F(ReplicatorTest, who_only_asks_for_a_history_neither_subscribes_nor_pushes) {
  auto id = tablet.creates("resident", {{"name", "张三"}});
  auto created = tablet.waiting_edits().at(0);
  connect(Replicator::Mode::history_only);
  EXPECT_TRUE(names(note(replicator->ask_history(id))).empty());  // not before the welcome
  EXPECT_TRUE(names(greets()).empty());
  EXPECT_TRUE(names(note(replicator->nudged())).empty());
  auto asked = note(replicator->ask_history(id));
  ASSERT_EQ(names(asked), Names{"ask_history"});
  EXPECT_EQ(std::get<AskHistory>(sent(asked)[0]).record, id);
  auto effects = says(History{id, true, {{Seq{1}, "王芳", OneTablet::identity().chain, {}, edit_json(created)}}});
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_EQ(std::get<Told>(effects[0]).changes.at(0).id, id);
  EXPECT_FALSE(replicator->progress().caught_up);
}

TEST_F(ReplicatorTest, a_history_that_is_no_history_ends_the_conversation) {
  greets();
  EXPECT_EQ(closed(says(History{RecordId{{1}}, true, {{Seq{1}, "x", ChainId{"a/b/1"}, {}, json::object()}}})),
            Fault::bad_frame);
}

TEST_F(ReplicatorTest, a_new_template_is_adopted_on_the_way) {
  auto changed = parse_json(Template::shipped().text()).value();
  changed["version"] = 9;
  greets();
  EXPECT_FALSE(closed(says(TemplateFrame{canonical(changed)})));
  EXPECT_EQ(tablet.store().archive_template().version(), 9U);
  EXPECT_EQ(closed(says(TemplateFrame{"{}"})), Fault::bad_template);
}

TEST_F(ReplicatorTest, asks_for_numbers_when_it_has_few_and_the_server_leases_them) {
  opens();
  says(Challenge{{5}});
  auto welcome = server.welcome(server.audience);
  welcome.limits.numbers_low = 50;
  auto ready = says(welcome);
  ASSERT_EQ(names(ready), (Names{"subscribe", "ask_numbers"}));
  auto asked = std::get<AskNumbers>(sent(ready)[1]);
  ASSERT_EQ(asked.left.size(), 3U) << "archive numbers, requests, complaints";
  EXPECT_EQ(asked.left[1].series, "R");
  EXPECT_EQ(asked.left[1].left, 0U);
  EXPECT_TRUE(names(replicator->nudged()).empty()) << "one question at a time";

  Numbers leased;
  for (const auto& one : asked.left) leased.blocks.push_back({one.community, one.series, 1, 51});
  EXPECT_TRUE(says(leased).empty());
  EXPECT_TRUE(names(note(replicator->nudged())).empty()) << "it has enough";
  tablet.creates("request", {{"text", "水管漏水"}});
  tablet.creates("request", {{"text", "水管漏水"}});
  auto again = sent(note(replicator->nudged()));
  ASSERT_FALSE(again.empty());
  auto low = std::get_if<AskNumbers>(&again.back());
  ASSERT_NE(low, nullptr);
  ASSERT_EQ(low->left.size(), 1U);
  EXPECT_EQ(low->left[0].series, "R");
  EXPECT_EQ(low->left[0].left, 49U);
}

TEST_F(ReplicatorTest, who_was_given_no_numbers_asks_again_in_another_conversation_only) {
  opens();
  says(Challenge{{5}});
  auto welcome = server.welcome(server.audience);
  welcome.limits.numbers_low = 50;
  says(welcome);
  says(Numbers{});
  EXPECT_TRUE(names(note(replicator->nudged())).empty());
  connect();
  opens();
  says(Challenge{{5}});
  auto ready = names(says(welcome));
  EXPECT_NE(std::find(ready.begin(), ready.end(), "ask_numbers"), ready.end());
}

TEST_F(ReplicatorTest, a_server_of_before_leases_none_and_is_not_asked) {
  auto ready = names(greets());
  EXPECT_EQ(std::find(ready.begin(), ready.end(), "ask_numbers"), ready.end());
  EXPECT_EQ(closed(says(Numbers{{{CommunityId{"main"}, "R", 1, 9}}})), Fault::unexpected_frame);
}

TEST_F(ReplicatorTest, an_admins_answers_are_told_in_order_and_one_that_nobody_asked_for_ends_the_conversation) {
  auto told = [](const TabletEffects& effects) {
    const auto* one = effects.size() == 1 ? std::get_if<Answered>(&effects.front()) : nullptr;
    return one == nullptr ? std::string{"nothing"} : std::string{name_of(one->answer.ask)};
  };
  catches_up();
  EXPECT_EQ(names(note(replicator->ask_admin({AdminVerb::people}))), (Names{"admin"}));
  note(replicator->ask_admin({AdminVerb::tablets}));
  EXPECT_EQ(told(says(AdminAnswer{AdminVerb::people, std::vector<AdminPerson>{}})), "people");
  EXPECT_EQ(told(says(AdminAnswer{AdminVerb::tablets, Error{Fault::not_allowed, {}}})), "tablets") << "a refusal too";
  EXPECT_EQ(closed(says(AdminAnswer{AdminVerb::people, std::vector<AdminPerson>{}})), Fault::unexpected_frame);
  connect();
  catches_up();
  note(replicator->ask_admin({AdminVerb::people}));
  EXPECT_EQ(closed(says(AdminAnswer{AdminVerb::tablets, std::vector<AdminTablet>{}})), Fault::unexpected_frame);
}

TEST_F(ReplicatorTest, hello_says_what_the_program_is_and_how_much_its_store_takes) {
  const auto hello = std::get<Hello>(sent(opens()).front());
  EXPECT_EQ(hello.program, program_version);
  EXPECT_GE(hello.storage, 4096U);
}

}  // namespace
}  // namespace doorstep::test
