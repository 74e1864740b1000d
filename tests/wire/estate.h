#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/clock.h"
#include "tests/program.h"
#include "tests/scratch.h"

namespace doorstep::test {

/// The two programs as people run them: one server on a folder of its own, tablets enrolled at it. The server keeps its
/// port over restarts.
class Estate {
 public:
  Estate();

  void start_server();
  void kill_server();
  Ended stop_server();  ///< SIGTERM; expects exit code 0
  /// Another folder becomes the server's, on the same port: `make` fills it (told its path), then it is served.
  void move_server_to(const std::string& folder, const std::function<void(const std::string&)>& make);

  /// Enrols a tablet for a new person; `admin` takes the code that init printed. By the engine and not the program, so
  /// that unlocking it costs the tests nothing: only the C++ interface can make that cheap.
  void enroll(const std::string& tablet);
  std::string code_for(const std::string& login);
  /// By the program itself, which takes about a second for it.
  Ended enroll_with(const std::string& tablet, const std::string& pin, const std::string& code);

  /// As if the tablet had not met its server since long, or had been given a lease that ends then. Nothing else has
  /// its store open.
  void lease_of(const std::string& tablet, Millis left);
  /// As if its clock had been set back since.
  void set_clock_back(const std::string& tablet, Millis by);

  Ended tablet(const std::string& tablet, std::vector<std::string> words) const;
  /// The answer of a command that must succeed.
  json done(const std::string& tablet, std::vector<std::string> words) const;
  std::unique_ptr<Program> batch(const std::string& tablet) const;
  std::unique_ptr<Program> watch(const std::string& tablet) const;
  json server(std::vector<std::string> words) const;  ///< the answer of a command that must succeed
  Ended server_says(std::vector<std::string> words) const;

  const std::string& pin() const { return pin_; }
  std::string url() const { return "wss://127.0.0.1:" + port_; }
  const Scratch& scratch() const { return scratch_; }

 private:
  Scratch scratch_;
  std::string pin_, admin_code_, port_ = "0", folder_ = "server";
  void keep_lease(const std::string& tablet, Clock& clock, Millis left);
  std::unique_ptr<Program> server_;
};

/// Every tablet's passphrase.
inline const std::string secret_words = "correct horse battery";
inline const std::vector<std::string> passphrase{"DOORSTEP_PASSPHRASE=" + secret_words};

}  // namespace doorstep::test
