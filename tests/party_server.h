#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/archive_sqlite.h"
#include "server/reconciler.h"
#include "shared/cipher_vfs.h"
#include "shared/seeded_dice.h"
#include "tests/flaky_vfs.h"
#include "tests/party_clock.h"
#include "tests/scratch.h"

namespace doorstep::test {

/// The whole server but its sockets and threads: a real archive on a disk in memory, feed and reconcilers. What the
/// archive thread and the readers would do stands in two queues until `write` and `read` are called, so that a
/// simulation chooses how commits are grouped and what overtakes what.
class PartyServer {
 public:
  using Line = std::uint64_t;  ///< names a connection; never used twice
  struct Tell {
    std::function<void(Line, std::string)> frame;
    std::function<void(Line, const Error&)> closed;  ///< after the frames before it
  };

  /// template_text: the one that its archive is made with; empty: the shipped one.
  PartyServer(const TrueTime& time, std::uint64_t seed, Tell tell, std::string template_text = {});

  void open(Line line);
  void receive(Line line, std::string_view frame);
  void tick(Line line);
  void flush(Line line);  ///< what was sent has left
  void hang_up(Line line);
  bool talks(Line line) const { return sessions_.contains(line); }

  std::size_t to_write() const { return writes_.size(); }
  std::size_t to_read() const { return reads_.size(); }
  /// Carries out the first `count` questions of the writer; submissions that stand next to each other share a commit.
  void write(std::size_t count);
  void read(std::size_t position);

  /// The power goes: every session dies, nothing is answered. `start` opens the archive again.
  void crash();
  Result<void> start();
  bool runs() const { return archive_ != nullptr; }
  /// A power cut planned on the disk struck in the midst of an operation. Then only `crash` makes sense.
  bool struck() const { return archive_ != nullptr && disk_.crashes() != crashes_; }

  /// A backup on the same disk, of which the `kept` newest count; answers its name.
  std::string back_up(std::uint64_t kept = 1);
  /// The archive is lost and a backup takes its place, in a new epoch. Every session dies with it.
  Result<void> restore(const std::string& backup);

  /// As an admin's command does: what moves by it is told to whoever follows.
  Result<TemplateSince> set_template(const std::string& text);

  /// One person asks that these are destroyed, another agrees.
  Result<ErasureDone> erase(const std::vector<RecordId>& records, const std::string& asks, const std::string& agrees);
  /// The first table in which these words stand; empty: the archive holds them nowhere.
  std::string found(const std::string& words);

  /// A device of the person with this login, who is made if need be.
  Enrolled enrol(const std::string& login, const PublicKey& key);

  /// Bundles of this number fail inside the archive for a reason that nobody foresaw.
  std::optional<BundleNumber> unlucky;
  std::uint64_t failed = 0;  ///< so many did
  Millis lease{0};           ///< the term of those that it gives; 0: none
  /// Sees what the archive is about to be asked to take, whatever comes of it.
  std::function<void(const std::vector<Submission>&)> offered;
  /// Sees what each commit made of the bundles that it took.
  std::function<void(const std::vector<Submission>&, const Accepted&)> watch;

  Archive& archive() { return *archive_; }
  const PublicKey& key() const { return key_.public_key(); }
  FlakyVfs& disk() { return disk_; }
  MachineClock& clock() { return clock_; }

  static Binding binding(Line line);

 private:
  struct Session {
    Reconciler reconciler;
    std::deque<std::optional<Answer>> waiting;  ///< answers are heard in the order asked
    std::uint64_t asked = 0;
  };
  struct Question {
    Line line = 0;
    std::uint64_t number = 0;
    Ask ask;
  };
  using VerdictList = Result<std::vector<Result<Verdict>>>;

  void new_run();
  void carry_out(Line line, ServerEffects effects);
  void ask(Line line, Session& session, Ask question);
  void answer(const Question& question, Answer given);
  void accept(std::vector<Question> group);
  void write_alone(Question question);
  void act(const Question& question, const AskAdmin& asked);
  void publish(const std::vector<Publication>& publications);
  void ring(const std::vector<Publication>& publications);

  SeededDice dice_;
  Scratch outside_;  ///< where the fence lies, which no restore touches
  std::string disk_name_;
  FlakyVfs disk_;
  MachineClock clock_;
  Tell tell_;
  SigningKey key_;
  ArchiveOptions options_;
  std::unique_ptr<CipherVfs> cipher_;  ///< of this run of the program
  std::unique_ptr<Archive> archive_;
  std::uint64_t crashes_ = 0, backups_ = 0;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<Tries> tries_;
  std::map<Line, Session> sessions_;
  std::deque<Question> writes_, reads_;
};

}  // namespace doorstep::test
