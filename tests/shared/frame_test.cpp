#include "shared/frame.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/json_values.h"
#include "tests/source_files.h"

namespace doorstep {
namespace {

using test::parsed;
std::uint64_t n_of(const json& frame) { return frame.at("n").get<std::uint64_t>(); }

/// The examples of docs/protocol.md as values: what the tests bend.
std::vector<json> examples() {
  std::vector<json> out;
  for (const auto& text : test::protocol_examples()) out.push_back(parsed(text));
  return out;
}
json example(std::string_view kind) {
  for (auto& frame : examples())
    if (frame.at("frame") == kind) return frame;
  ADD_FAILURE() << "docs/protocol.md has no example of " << kind;
  return {};
}

Result<Frame> decoded(const json& frame) {
  auto n = frame.is_object() && frame.contains("n") && frame.at("n").is_number() ? n_of(frame) : 1;
  return decode_frame(canonical(frame), n);
}
std::string outcome(const Result<Frame>& frame) {
  return frame ? "a " + std::string{name_of(*frame)} : std::string{code(frame.error().fault)};
}
template <class Kind>
Kind decoded_as(const json& frame) {
  auto out = decoded(frame);
  if (!out || !std::holds_alternative<Kind>(*out)) {
    ADD_FAILURE() << outcome(out) << (out ? "" : ": " + out.error().detail);
    return {};
  }
  return std::get<Kind>(*out);
}
/// Every place of a value, deepest last.
std::vector<json::json_pointer> places(const json& value) {
  std::vector<json::json_pointer> out;
  auto walk = [&](const auto& self, const json& at, const json::json_pointer& path) -> void {
    if (!path.empty()) out.push_back(path);
    if (at.is_object())
      for (const auto& [key, child] : at.items()) self(self, child, path / key);
    if (at.is_array())
      for (std::size_t i = 0; i < at.size(); ++i) self(self, at[i], path / i);
  };
  walk(walk, value, json::json_pointer{});
  return out;
}

TEST(Frame, every_example_of_the_protocol_is_understood_and_written_the_same_again) {
  std::set<std::string> kinds;
  for (const auto& text : test::protocol_examples()) {
    auto n = n_of(parsed(text));
    auto frame = decode_frame(text, n);
    ASSERT_TRUE(frame) << frame.error().detail << "\n" << text;
    kinds.insert(std::string{name_of(*frame)});
    EXPECT_EQ(parsed(encode(*frame, n)), parsed(text));
  }
  EXPECT_EQ(kinds, std::set<std::string>(frame_names.begin(), frame_names.end())) << "a kind has no example";
}

TEST(Frame, kind_and_count_stand_first_for_a_person_who_reads_along) {
  EXPECT_EQ(encode(Ping{}, 10), R"({"frame":"ping","n":10})");
  EXPECT_EQ(encode(AskHistory{}, 2),
            R"({"frame":"ask_history","n":2,"record":"00000000-0000-0000-0000-000000000000"})");
}

TEST(Frame, what_a_tablet_does_not_know_yet_is_left_out_and_comes_back_so) {
  auto hello = decoded_as<Hello>(example("hello"));
  hello.clocks.server.reset();
  EXPECT_FALSE(decoded_as<Hello>(parsed(encode(hello, 1))).clocks.server);

  Subscribe first{CommunityId{"main"}, {}, {}, {}};
  auto read = decoded_as<Subscribe>(parsed(encode(first, 1)));
  EXPECT_FALSE(read.cursor || read.after || read.from);

  Subscribe resumed{CommunityId{"main"}, {}, parse_id<RecordId>("01890a5d-ac96-774b-bcce-b302099a8057"), Seq{7}};
  read = decoded_as<Subscribe>(parsed(encode(resumed, 1)));
  EXPECT_EQ(read.after, resumed.after);
  EXPECT_EQ(read.from, resumed.from);

  History history{{}, true, {{Seq{1}, "王芳", ChainId{"p/d/1"}, {}, json::object()}}};
  EXPECT_FALSE(decoded_as<History>(parsed(encode(history, 1))).entries.at(0).at);

  auto error = decoded_as<ErrorFrame>(parsed(encode(ErrorFrame{{Fault::forked, ""}, {}}, 1)));
  EXPECT_EQ(error.error.fault, Fault::forked);
  EXPECT_FALSE(error.retry_after);
}

TEST(Frame, verdicts_tell_each_outcome_with_what_belongs_to_it) {
  auto verdicts = decoded_as<Verdicts>(example("verdicts")).verdicts;
  ASSERT_EQ(verdicts.size(), 2U);
  const auto& edits = verdicts[0].edits;
  using Outcome = EditVerdict::Outcome;
  EXPECT_EQ(verdicts[0].seq, Seq{4712});
  ASSERT_EQ(edits.size(), 4U);
  EXPECT_EQ(edits[0].outcome, Outcome::applied);
  EXPECT_EQ(edits[1].outcome, Outcome::conflict);
  EXPECT_EQ(edits[1].conflicts.size(), 1U);
  EXPECT_EQ(edits[2].code, "invalid_value");
  EXPECT_EQ(edits[3].by, edits[2].edit);
  EXPECT_TRUE(verdicts[1].retry);
  EXPECT_TRUE(verdicts[1].edits.empty());
  EXPECT_EQ(verdict_json(*verdict_from(verdict_json(verdicts[0]), "")), verdict_json(verdicts[0]));
}

TEST(Frame, a_push_splices_sealed_bundles_untouched) {
  auto frame = push_frame({R"({"a":1})", R"({"b":2})"}, 3);
  EXPECT_EQ(frame, R"({"frame":"push","n":3,"bundles":[{"a":1},{"b":2}]})");
  auto push = decoded_as<Push>(parsed(frame));
  EXPECT_EQ(encode(push, 3), frame);
  EXPECT_EQ(push_frame({}, 1), R"({"frame":"push","n":1,"bundles":[]})");
}

TEST(Frame, a_page_splices_stored_records_untouched) {
  RecordText whole{{}, "resident", R"({"h":1})", {R"({"b":1})", std::nullopt, R"({"s":1})"}};
  RecordText bare{{}, "unit", R"({"h":2})", {}};
  Page head{CommunityId{"main"}, PageKind::tail, Seq{1}, Seq{4}, Seq{9}, BundleNumber{3}, true, false, {}};
  auto page = decoded_as<Page>(parsed(page_frame(head, {&whole, &bare}, 5)));
  ASSERT_EQ(page.records.size(), 2U);
  EXPECT_EQ(canonical(page.records[0]),
            R"({"basic":{"b":1},"header":{"h":1},"id":"00000000-0000-0000-0000-000000000000","sensitive":{"s":1}})");
  EXPECT_EQ(canonical(page.records[1]), R"({"header":{"h":2},"id":"00000000-0000-0000-0000-000000000000"})");
  head.records = page.records;
  EXPECT_EQ(parsed(encode(head, 5)), parsed(page_frame(head, {&whole, &bare}, 5)));
}

TEST(Frame, a_long_error_detail_is_cut_between_characters) {
  std::string detail = "x";
  while (detail.size() <= error_detail_bytes_max) detail += "列";
  auto error = decoded_as<ErrorFrame>(parsed(encode(ErrorFrame{{Fault::bad_file, detail}, {}}, 1)));
  EXPECT_EQ(error.error.detail.size(), error_detail_bytes_max);
}

TEST(Frame, a_fault_of_a_later_version_is_still_an_error) {
  auto frame = example("error");
  frame["code"] = "moon_in_the_way";
  EXPECT_EQ(decoded_as<ErrorFrame>(frame).error.fault, Fault::internal);
}

TEST(Frame, keys_that_this_version_does_not_know_are_passed_over) {
  for (auto frame : examples()) {
    frame["later"] = json::array({1, "two"});
    EXPECT_TRUE(decoded(frame)) << frame.at("frame");
  }
}

TEST(Frame, bad_input_is_refused_each_with_its_fault) {
  const auto ping = std::string{R"({"frame":"ping","n":1,"x":)"};
  struct Bad {
    std::string what, text;
    Fault fault;
  };
  const std::vector<Bad> bad{
      {"nothing", "", Fault::bad_frame},
      {"no object", "[1]", Fault::bad_frame},
      {"a word", "ping", Fault::bad_frame},
      {"two values", R"({"frame":"ping","n":1}{"frame":"ping","n":2})", Fault::bad_frame},
      {"a zero byte", std::string{R"({"frame":"ping","n":1})"} + '\0', Fault::bad_frame},
      {"oversized", ping + '"' + std::string(frame_bytes_max, 'x') + "\"}", Fault::frame_too_big},
      {"100,000 levels", ping + std::string(100'000, '[') + std::string(100'000, ']') + "}", Fault::frame_too_deep},
      {"100,000 levels, cut off", ping + std::string(100'000, '['), Fault::frame_too_deep},
      {"one level too many", ping + std::string(json_depth_max, '[') + std::string(json_depth_max, ']') + "}",
       Fault::frame_too_deep},
      {"a byte that is not UTF-8", ping + "\"\xff\"}", Fault::bad_encoding},
      {"GB18030", ping + "\"\xd5\xc5\xc8\xfd\"}", Fault::bad_encoding},
      {"an overlong form", ping + "\"\xc0\xaf\"}", Fault::bad_encoding},
      {"half of a surrogate pair", ping + "\"\xed\xa0\x80\"}", Fault::bad_encoding},
      {"a key twice", R"({"frame":"ping","n":1,"n":1})", Fault::duplicate_key},
      {"a key twice, deep inside", ping + R"([{"a":{"b":1,"b":2}}]})", Fault::duplicate_key},
      {"a key twice, once escaped", ping + R"({"a":1,"\u0061":2}})", Fault::duplicate_key},
      {"a fraction", ping + "1.5}", Fault::bad_frame},
      {"an exponent", R"({"frame":"ping","n":1e0})", Fault::bad_frame},
      {"2^53", ping + "9007199254740992}", Fault::bad_frame},
      {"-2^53", ping + "-9007199254740992}", Fault::bad_frame},
      {"far beyond 64 bits", ping + "123456789012345678901234567890}", Fault::bad_frame},
      {"not a number", ping + "NaN}", Fault::bad_frame},
      {"a comment", R"({"frame":"ping",/**/"n":1})", Fault::bad_frame},
      {"an unknown kind", R"({"frame":"teleport","n":1})", Fault::unexpected_frame},
      {"a kind in other letters", R"({"frame":"Ping","n":1})", Fault::unexpected_frame},
      {"no kind", R"({"n":1})", Fault::bad_frame},
      {"no count", R"({"frame":"ping"})", Fault::bad_frame},
      {"a count as text", R"({"frame":"ping","n":"1"})", Fault::bad_frame},
      {"a count below zero", R"({"frame":"ping","n":-1})", Fault::bad_frame},
  };
  for (const auto& [what, text, fault] : bad) {
    EXPECT_EQ(outcome(decode_frame(text, 1)), code(fault)) << what;
  }
  EXPECT_TRUE(decode_frame(ping + std::string(json_depth_max - 1, '[') + std::string(json_depth_max - 1, ']') + "}", 1))
      << "as deep as is allowed";
  EXPECT_TRUE(decode_frame(ping + "9007199254740991}", 1)) << "2^53 - 1";
}

TEST(Frame, a_frame_that_was_cut_off_is_refused_wherever_it_was_cut) {
  for (const auto& frame : examples()) {
    auto text = canonical(frame);
    for (std::size_t size = 0; size < text.size(); ++size) {
      auto cut = decode_frame(std::string_view{text}.substr(0, size), n_of(frame));
      ASSERT_FALSE(cut) << frame.at("frame") << " cut at byte " << size;
      ASSERT_TRUE(cut.error().fault == Fault::bad_frame || cut.error().fault == Fault::bad_encoding) << outcome(cut);
    }
  }
}

TEST(Frame, a_frame_out_of_turn_is_told_before_its_content_is_looked_at) {
  for (auto frame : examples()) {
    auto n = n_of(frame);
    for (auto expected : {n - 1, n + 1, n + 1000}) {
      EXPECT_EQ(outcome(decode_frame(canonical(frame), expected)), code(Fault::replayed_frame));
    }
  }
  EXPECT_EQ(outcome(decode_frame(R"({"frame":"teleport","n":1})", 2)), code(Fault::replayed_frame));
}

TEST(Frame, another_version_is_told_even_when_its_keys_are_others) {
  for (auto kind : {"enrol", "hello"}) {
    EXPECT_EQ(outcome(decoded({{"frame", kind}, {"n", 1}, {"protocol", 2}})), code(Fault::wrong_version));
    EXPECT_EQ(outcome(decoded({{"frame", kind}, {"n", 1}, {"protocol", 0}})), code(Fault::wrong_version));
    EXPECT_EQ(outcome(decoded({{"frame", kind}, {"n", 1}, {"protocol", "1"}})), code(Fault::bad_frame));
    EXPECT_EQ(outcome(decoded({{"frame", kind}, {"n", 1}})), code(Fault::bad_frame));
  }
}

TEST(Frame, a_missing_key_is_named_unless_it_may_be_missing) {
  const std::set<std::string> may_be_missing{"/clocks/server",
                                             "/state/after",
                                             "/state/from",
                                             "/verdicts/0/seq",
                                             "/verdicts/0/edits/1/proposed",
                                             "/detail",
                                             "/retry_after",
                                             "/entries/0/at",
                                             "/office_key",
                                             "/more",
                                             "/last_own_hash",
                                             "/fence",
                                             "/epochs",
                                             "/epochs/1/from/main",
                                             "/communities/0/kept",
                                             "/limits/numbers_low",
                                             "/limits/sums_asks",
                                             "/repair",
                                             "/repair/after",
                                             "/role",
                                             "/part",
                                             "/part/after",
                                             "/next",
                                             "/error",
                                             "/people/0/communities",
                                             "/people/0/buildings",
                                             "/people/1/bar",
                                             "/people/1/invite_bar",
                                             "/tablets/0/contact",
                                             "/tablets/0/version",
                                             "/tablets/0/pending",
                                             "/tablets/0/stored",
                                             "/tablets/1/revoked",
                                             "/tablets/1/shredded",
                                             "/edits/0/at",
                                             "/edits/0/body",
                                             "/edits/1/at",
                                             "/edits/1/bar"};
  // Of the same name, and needed in another kind or for another question.
  const std::set<std::string> may_be_missing_there{"subscribe /complete",
                                                   "ask_history /before",
                                                   "history /before",
                                                   "history /read",
                                                   "ask_sums /branches",
                                                   "hello /leases",
                                                   "hello /program",
                                                   "hello /storage",
                                                   "welcome /lease",
                                                   "welcome /limits/sums_asks",
                                                   "ask_sums /branches",

                                                   "subscribe /repair",

                                                   "admin quarantine/after",
                                                   "admin quarantine/person",
                                                   "admin quarantine/device",
                                                   "admin add_person/communities",
                                                   "admin add_person/buildings"};
  for (const auto& whole : examples()) {
    for (const auto& place : places(whole)) {
      auto path = place.to_string();
      // Inside a template, a role, a bundle, a record or an edit their own readers judge.
      bool others = path.starts_with("/template/") || path.starts_with("/lease/") ||
                    path.starts_with("/roles/0/label/") || path.starts_with("/role/") ||
                    path.starts_with("/part/classes/") || path.starts_with("/bundles/") ||
                    path.starts_with("/records/") || path.starts_with("/entries/0/edit/") ||
                    path.starts_with("/edits/0/body/") || path.starts_with("/roles/0/role/");
      auto frame = whole;
      auto& parent = frame[place.parent_pointer()];
      if (others || !parent.is_object() || path == "/verdicts/1/retry" || path == "/branches") continue;
      parent.erase(place.back());
      auto read = decoded(frame);
      const auto there = whole.at("frame").get<std::string>() + " " + whole.value("ask", "") + path;
      if (may_be_missing.count(path) > 0 || may_be_missing_there.count(there) > 0) {
        EXPECT_TRUE(read) << whole.at("frame") << " without " << path;
      } else {
        ASSERT_FALSE(read) << whole.at("frame") << " without " << path;
        EXPECT_EQ(read.error().fault, Fault::bad_frame);
        EXPECT_NE(read.error().detail.find(place.back()), std::string::npos) << path << ": " << read.error().detail;
      }
    }
  }
}

TEST(Frame, a_value_of_the_wrong_shape_is_refused_and_its_place_named) {
  const std::vector<json> wrong{json::array({json::array()}), true, -1, json::object({{"x", 1}})};
  // What a value of the right shape may be anything for.
  const std::set<std::string> free{"skew",     "at",    "done", "more",   "complete",
                                   "template", "state", "role", "leases", "lease"};
  for (const auto& whole : examples()) {
    for (const auto& [key, value] : whole.items()) {
      for (const auto& instead : wrong) {
        if (instead.type() == value.type() && free.count(key) > 0) continue;
        auto frame = whole;
        frame[key] = instead;
        auto read = decode_frame(canonical(frame), n_of(whole));
        ASSERT_FALSE(read) << whole.at("frame") << "." << key << " = " << instead;
        EXPECT_EQ(read.error().fault, Fault::bad_frame);
        EXPECT_NE(read.error().detail.find(key), std::string::npos) << read.error().detail;
      }
    }
  }
}

TEST(Frame, lists_beyond_their_limits_are_refused) {
  struct Limit {
    const char *kind, *place;
    std::size_t items_max;
  };
  for (const auto& [kind, place, items_max] : {Limit{"push", "/bundles", push_bundles_max},
                                               {"verdicts", "/verdicts", push_bundles_max},
                                               {"verdicts", "/verdicts/0/edits", bundle_edits_max},
                                               {"verdicts", "/verdicts/0/edits/1/conflicts", verdict_conflicts_max},
                                               {"welcome", "/communities", communities_max},
                                               {"history", "/entries", history_entries_max},
                                               {"admin_answer", "/people", admin_items_max},
                                               {"page", "/records", page_records_max}}) {
    auto frame = example(kind);
    auto& list = frame.at(json::json_pointer{place});
    ASSERT_FALSE(list.empty());
    list = json(items_max, list.at(0));
    EXPECT_TRUE(decoded(frame)) << kind << place;
    list.push_back(list.at(0));
    EXPECT_EQ(outcome(decoded(frame)), code(Fault::bad_frame)) << kind << place;
  }
}

TEST(Frame, texts_beyond_their_limits_and_empty_names_are_refused) {
  auto frame = example("enrol");
  frame["label"] = std::string(frame_name_bytes_max, 'x');
  EXPECT_TRUE(decoded(frame));
  frame["label"] = std::string(frame_name_bytes_max + 1, 'x');
  EXPECT_EQ(outcome(decoded(frame)), code(Fault::bad_frame));
  for (const auto* key : {"person", "tablet", "chain"}) {
    auto hello = example("hello");
    hello[key] = std::string(frame_id_bytes_max + 1, 'x');
    EXPECT_FALSE(decoded(hello)) << key;
    hello[key] = "";
    EXPECT_FALSE(decoded(hello)) << key;
  }
}

TEST(Frame, keys_and_signatures_have_their_exact_size) {
  auto frame = example("proof");
  for (const auto& signature : {std::string{}, std::string(85, 'A'), std::string(87, 'A'), std::string(86, '+'),
                                std::string(85, 'A') + "B", std::string(86, 'A') + "==", std::string(1000, 'A')}) {
    frame["signature"] = signature;
    EXPECT_EQ(outcome(decoded(frame)), code(Fault::bad_frame)) << signature;
  }
}

TEST(Frame, a_subscription_asks_for_one_thing) {
  json frame = {{"frame", "subscribe"}, {"n", 1}, {"community", "main"}};
  EXPECT_FALSE(decoded(frame));
  frame["cursor"] = 1;
  EXPECT_TRUE(decoded(frame));
  frame["state"] = json::object();
  EXPECT_FALSE(decoded(frame));
}

TEST(Frame, a_repair_names_leaves_that_there_are_each_once_and_not_too_many) {
  auto ask = example("ask_sums");
  std::vector<int> all(tree_branches);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
  ask["branches"] = all;
  EXPECT_TRUE(decoded(ask));
  for (const json& bad :
       {json::array(), json{256}, json{-1}, json{5, 5}, json{6, 5}, json{"5"}, json{1.5}, json(nullptr)}) {
    ask["branches"] = bad;
    EXPECT_EQ(outcome(decoded(ask)), code(Fault::bad_frame)) << bad;
  }
  json frame = {{"frame", "subscribe"}, {"n", 1}, {"community", "main"}, {"cursor", 5}};
  std::vector<int> most(repair_leaves_max);
  for (std::size_t i = 0; i < most.size(); ++i) most[i] = static_cast<int>(i * 3);
  frame["repair"] = {{"leaves", most}, {"after", nullptr}};
  EXPECT_TRUE(decoded(frame));
  most.push_back(65'535);
  for (const json& bad : {json(most), json::array(), json{65'536}, json{7, 7}, json{-1}, json("7")}) {
    frame["repair"]["leaves"] = bad;
    EXPECT_EQ(outcome(decoded(frame)), code(Fault::bad_frame));
  }
  frame["repair"]["leaves"] = {7};
  frame["part"] = {{"classes", {{"resident", {"detail"}}}}, {"after", nullptr}};
  EXPECT_EQ(outcome(decoded(frame)), code(Fault::bad_frame)) << "beside a part";
}

TEST(Frame, sums_are_of_what_was_asked_for_and_whole) {
  auto sums = example("sums");
  const auto read = decoded_as<Sums>(sums);
  ASSERT_EQ(read.sums.size(), branch_leaves);
  EXPECT_EQ(read.sums[4367 - 17 * 256], 1U);
  EXPECT_EQ(read.sums[4401 - 17 * 256], 2U);
  for (const json& bad :
       {json{4367}, json{4367, 4401, 4402}, json{4401, 4367}, json{4367, 9000}, json{1, 4367}, json("4367")}) {
    sums["of"] = bad;
    EXPECT_EQ(outcome(decoded(sums)), code(Fault::bad_frame)) << bad;
  }
}

TEST(Frame, a_page_runs_forward) {
  auto frame = examples();
  for (auto& page : frame) {
    if (page.at("frame") != "page" || page.at("kind") != "tail") continue;
    page["to"] = page.at("from").get<std::int64_t>() - 1;
    EXPECT_EQ(outcome(decoded(page)), code(Fault::bad_frame));
  }
}

TEST(Frame, an_admins_act_names_what_it_needs_and_not_too_much_of_it) {
  auto asks = [](const json& more) {
    json frame{{"frame", "admin"}, {"n", 1}};
    frame.update(more);
    return outcome(decoded(frame));
  };
  const json edit{"0f8fad5b-d9cb-469f-a165-70867728950e"};
  const auto bad = std::string{code(Fault::bad_frame)};
  EXPECT_EQ(asks({{"ask", "shutdown"}}), bad);
  EXPECT_EQ(asks({{"ask", "apply"}, {"edits", json::array()}}), bad);
  EXPECT_EQ(asks({{"ask", "apply"}, {"edits", json(admin_edits_max, edit.at(0))}}), "a admin");
  EXPECT_EQ(asks({{"ask", "apply"}, {"edits", json(admin_edits_max + 1, edit.at(0))}}), bad);
  EXPECT_EQ(asks({{"ask", "discard"}, {"edits", edit}}), bad) << "without a reason";
  EXPECT_EQ(asks({{"ask", "discard"}, {"edits", edit}, {"reason", std::string(admin_reason_bytes_max + 1, 'x')}}), bad);
  EXPECT_EQ(asks({{"ask", "revoke"}, {"login", "wang"}}), bad) << "which tablet";
  EXPECT_EQ(
      asks({{"ask", "set_person"}, {"login", "wang"}, {"buildings", std::string(admin_given_bytes_max + 1, '3')}}),
      bad);
}

TEST(Frame, a_refusal_never_repeats_what_was_sent) {
  const std::string resident = "张三丰13800138000";
  auto expect_silence = [&](const std::string& text, std::uint64_t n) {
    auto read = decode_frame(text, n);
    auto detail = read ? std::string{} : read.error().detail;
    EXPECT_EQ(detail.find(resident), std::string::npos) << detail;
  };
  for (const auto& whole : examples()) {
    for (const auto& place : places(whole)) {
      auto frame = whole;
      frame[place] = resident;
      expect_silence(canonical(frame), n_of(whole));
      frame[place] = json::object({{resident, json::array({resident})}});
      expect_silence(canonical(frame), n_of(whole));
    }
  }
  for (const auto& text : {"{\"" + resident + "\":1,\"" + resident + "\":1}", "\"" + resident, "{" + resident}) {
    EXPECT_FALSE(decode_frame(text, 1));
    expect_silence(text, 1);
  }
}

TEST(Frame, a_proof_covers_everything_that_names_this_conversation) {
  PublicKey server{1};
  Bytes<32> nonce{2};
  Binding binding{3};
  const auto message = proof_message(server, nonce, binding, ChainId{"p/d/1"});
  EXPECT_EQ(message.size(), 3 * 32 + 5U);
  EXPECT_NE(message, proof_message(PublicKey{9}, nonce, binding, ChainId{"p/d/1"}));
  EXPECT_NE(message, proof_message(server, Bytes<32>{9}, binding, ChainId{"p/d/1"}));
  EXPECT_NE(message, proof_message(server, nonce, Binding{9}, ChainId{"p/d/1"}));
  EXPECT_NE(message, proof_message(server, nonce, binding, ChainId{"p/d/2"}));
  EXPECT_EQ(enrol_message(binding, "CODE"), std::string{view(binding)} + "CODE");
}

}  // namespace
}  // namespace doorstep
