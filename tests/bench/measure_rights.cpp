// What projecting and checking cost the server, beside the same server with a grant that reads and writes everything.
// The server's own work by itself, on one thread: a tablet at the other end would hide it, for it takes longer.
#include <filesystem>

#include "server/archive_sqlite.h"
#include "server/reconciler.h"
#include "tests/bench/measure.h"
#include "tests/bench/requests.h"
#include "tests/bench/signed_line.h"

namespace doorstep::bench {
namespace {

constexpr std::size_t homes = 200, belongings = 5'000, requests = 5'000, push_edits = 2'000, group = 20, rounds = 9;
constexpr int buildings = 5;
/// Everything that the bench writes is read by it, so that both are sent the same bytes; but none of it is read whole,
/// and the person is held to all the buildings there are.
constexpr std::string_view some_role =
    R"({"name":"some","types":{"*":{"may":["create"],"read":["basic","detail"],"write":{"basic":"yes","detail":"yes"}}},"may":["history"]})";

/// A server without sockets: the archive and what its sessions share.
struct Bare {
  SystemClock clock;
  SystemDice dice;
  Feed feed;
  Tries tries;
  SigningKey identity = SigningKey::mint(dice);
  std::unique_ptr<ArchiveSqlite> archive;

  explicit Bare(const std::string& path) {
    ArchiveOptions options;
    options.path = path;
    NewArchive fresh;
    fresh.communities = {{CommunityId{"main"}, "main"}};
    must(ArchiveSqlite::create(options, fresh, clock, dice), "an archive");
    archive = must(ArchiveSqlite::open(options, clock, dice), "an archive");
    must(archive->set_role(some_role, clock.wall()), "a role");
    std::string all;
    for (int one = 1; one <= buildings; ++one) all += (one > 1 ? "," : "") + std::to_string(one);
    must(archive->add_person({"all", "all", "manager"}), "a person");
    must(archive->add_person({"some", "some", "some", "", all}), "a person");
  }
  void enrol(SignedLine& line, const std::string& login) {
    auto code = must(archive->mint_code(login, clock.wall()), "a code");
    line.chain = must(archive->enrol(code.code, line.key().public_key(), "bench", clock.wall()), "enrol").chain;
  }
  std::vector<Publication> accept(std::vector<Bundle> bundles) {
    std::vector<Submission> all;
    const auto now = clock.wall();
    for (auto& bundle : bundles)
      all.push_back({std::move(bundle), {now, clock.monotonic(), clock.boot(), {}}, now, now});
    auto accepted = must(archive->accept(std::move(all)), "accept");
    for (const auto& verdict : accepted.verdicts)
      for (const auto& edit : must(Result<Verdict>{verdict}, "a verdict").edits)
        expect(edit.outcome == EditVerdict::Outcome::applied || edit.outcome == EditVerdict::Outcome::merged,
               "an edit counts");
    return std::move(accepted.publications);
  }
};

constexpr std::size_t pages_max = 1'000'000;  // a server that says no more is no endless bench

/// Takes the feed as fast as the server composes it, and throws it away.
class Drain {
 public:
  Drain(Bare& server, const SignedLine& line)
      : server_(server),
        session_({server.identity.public_key(), &server.archive->archive_template(), server.feed, server.tries,
                  server.clock, server.dice}) {
    Hello hello;
    hello.template_digest = server.archive->archive_template().digest();
    hello.person = person_of(line.chain);
    hello.tablet = device_of(line.chain);
    hello.chain = line.chain;
    hello.clocks.boot = "bench";
    carry_out(session_.opened({}));
    carry_out(session_.received(encode(hello, 1)));
    const auto challenge = must(decode_frame(last_, 1), "a challenge");
    const auto message =
        proof_message(server.identity.public_key(), std::get<Challenge>(challenge).nonce, {}, line.chain);
    carry_out(session_.received(encode(Proof{line.key().sign(proof_context, message)}, 2)));
  }
  /// Seconds until the checkpoint.
  double subscribe(std::optional<Seq> cursor) {
    bytes = 0;
    const auto start = Watch::now();
    Subscribe frame;
    frame.community = CommunityId{"main"};
    frame.cursor = cursor;
    frame.complete = cursor.value_or(Seq{});
    carry_out(session_.received(encode(frame, 3)));
    return until_checkpoint(start);
  }
  /// Seconds from the bell to the checkpoint.
  double rung() {
    bytes = 0;
    const auto start = Watch::now();
    carry_out(session_.rung(CommunityId{"main"}));
    return until_checkpoint(start);
  }
  std::size_t bytes = 0;

 private:
  double until_checkpoint(Watch::time_point start) {
    for (std::size_t pages = 0; !std::exchange(checkpointed_, false); ++pages) {
      expect(pages < pages_max, "a checkpoint comes");
      carry_out(session_.flushed());
    }
    return seconds_since(start);
  }
  Result<Logged> logged(const Access& access) {
    auto noted = server_.archive->note_access(access, server_.clock.wall());
    return noted ? Result<Logged>{Logged{}} : noted.error();
  }
  void carry_out(ServerEffects effects) {
    for (auto& effect : effects) {
      if (auto* frame = std::get_if<Send>(&effect)) {
        last_ = std::move(frame->frame);
        bytes += last_.size();
        checkpointed_ = checkpointed_ || last_.starts_with(R"({"frame":"checkpoint")");
      } else if (auto* close = std::get_if<Close>(&effect)) {
        throw Failure{"a session ended: " + close->error.detail};
      } else if (auto* question = std::get_if<Ask>(&effect)) {
        if (auto* device = std::get_if<AskDevice>(question))
          carry_out(session_.answered(server_.archive->device(device->chain)));
        else if (auto* page = std::get_if<AskPage>(question))
          carry_out(session_.answered(server_.archive->page(page->request)));
        else if (auto* access = std::get_if<AskAccess>(question))
          carry_out(session_.answered(logged(access->access)));
      }
    }
  }

  Bare& server_;
  Reconciler session_;
  std::string last_;
  bool checkpointed_ = false;
};

/// How long a refusal takes, in microseconds, of a record that is hidden and of one that is not there: in turns.
void measure_refusals(Scene& scene, Bare& server, const std::vector<RecordId>& elsewhere) {
  must(server.archive->add_person({"held", "held", "some", "", "nowhere"}), "a person");
  SignedLine line{server.archive->archive_template(), server.clock, server.dice};
  server.enrol(line, "held");
  std::vector<double> hidden, absent;
  for (const auto& there : elsewhere)
    for (const bool exists : {true, false}) {
      auto id = there;
      if (!exists) id.bytes[15] = static_cast<std::uint8_t>(id.bytes[15] ^ 0xff);
      const auto now = server.clock.wall();
      std::vector<Submission> one;
      one.push_back({line.bundle({line.change(id, "pet", {{"licence", nullptr}}, {{"licence", "x"}})}),
                     {now, server.clock.monotonic(), server.clock.boot(), {}},
                     now,
                     now});
      const auto start = Watch::now();
      auto accepted = must(server.archive->accept(std::move(one)), "a refusal");
      (exists ? hidden : absent).push_back(seconds_since(start) * 1e6);
      expect(must(std::move(accepted.verdicts.at(0)), "a verdict").edits.at(0).code == "not_found", "it is refused");
    }
  scene.figures.add("refused_hidden", {median(hidden), "µs", median(absent), "the same of a record that is not there"});
  scene.figures.add("refused_hidden_p90",
                    {quantile(hidden, 0.9), "µs", quantile(absent, 0.9), "the same of a record that is not there"});
}

/// The same work by who may do everything and by who may not, in turns.
struct Turns {
  std::vector<double> all, some;
  void add(Figures& figures, const std::string& name, double count, const std::string& unit, const std::string& note) {
    figures.add(name, {count / median(some), unit, count / median(all), note});
  }
};

}  // namespace

void measure_rights(Scene& scene) {
  const auto place = quick_place(scene.folder, "rights");
  std::filesystem::create_directories(place);
  {
    Bare server{place + "/archive.db"};
    const auto& archive_template = server.archive->archive_template();
    SignedLine all{archive_template, server.clock, server.dice}, some{archive_template, server.clock, server.dice};
    server.enrol(all, "all");
    server.enrol(some, "some");

    std::vector<RecordId> units, pets;
    std::vector<Bundle> waiting;
    const auto put = [&](Edit edit) {
      waiting.push_back(all.bundle({std::move(edit)}));
      if (waiting.size() < group) return;
      for (const auto& one : server.accept(std::exchange(waiting, {}))) server.feed.publish(one);
    };
    for (std::size_t i = 0; i < homes; ++i) {
      auto unit = all.create("unit", {{"building", std::to_string(1 + i % buildings)}, {"room_no", std::to_string(i)}});
      unit.base["unit_no"] = nullptr;
      units.push_back(unit.record);
      put(std::move(unit));
    }
    for (std::size_t i = 0; i < belongings; ++i) {
      auto pet = all.create("pet", {{"unit", text(units[i % homes])}, {"kind", "dog"}, {"notes", "一只很安静的狗"}});
      pets.push_back(pet.record);
      put(std::move(pet));
    }
    for (std::size_t i = 0; i < requests; ++i) put(all.create("request", new_request(i).set));
    for (const auto& one : server.accept(std::exchange(waiting, {}))) server.feed.publish(one);

    Turns sync, tail, push;
    std::size_t bytes = 0, others = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
      const bool first = round % 2 == 0;
      for (const bool reads_all : {first, !first}) {
        const auto& line = reads_all ? all : some;
        (reads_all ? sync.all : sync.some).push_back(Drain{server, line}.subscribe({}));
      }
      const auto head = server.feed.head(CommunityId{"main"});
      Drain for_all{server, all}, for_some{server, some};
      for_all.subscribe(head);
      for_some.subscribe(head);
      for (const bool by_all : {first, !first}) {
        auto& line = by_all ? all : some;
        std::vector<std::vector<Bundle>> groups;
        for (std::size_t i = 0; i < push_edits; ++i) {
          if (i % group == 0) groups.emplace_back();
          const auto words = std::to_string(round);
          const json before = round == 0 ? json{} : json(std::to_string(round - 1));
          groups.back().push_back(line.bundle(
              {line.change(pets[i + (by_all ? push_edits : 0)], "pet", {{"licence", before}}, {{"licence", words}})}));
        }
        const auto start = Watch::now();
        std::vector<Publication> published;
        for (auto& one : groups)
          for (auto& publication : server.accept(std::move(one))) published.push_back(std::move(publication));
        (by_all ? push.all : push.some).push_back(seconds_since(start));
        for (const auto& one : published) server.feed.publish(one);
      }
      for (const bool reads_all : {first, !first}) {
        auto& drain = reads_all ? for_all : for_some;
        (reads_all ? tail.all : tail.some).push_back(drain.rung());
        (reads_all ? bytes : others) = drain.bytes;
      }
    }
    measure_refusals(scene, server, {pets.begin(), pets.begin() + 1'000});
    expect(bytes == others, "both are told the same");
    const double count = static_cast<double>(homes + belongings + requests);
    sync.add(scene.figures, "projected_sync", count, "records/s", "the same bytes to who reads everything");
    tail.add(scene.figures, "projected_tail", 2.0 * push_edits, "records/s", "the same bytes to who reads everything");
    push.add(scene.figures, "checked_push", push_edits, "edits/s", "the same edits by who writes everything");
  }
  std::filesystem::remove_all(place);
}

}  // namespace doorstep::bench
