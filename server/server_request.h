#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/sample.h"
#include "shared/json.h"

namespace doorstep {

/// One command of `doorstep-server` as typed: what the words say, nothing looked up yet.
struct ServerRequest {
  std::string verb;  ///< with its second word: "person add"
  std::string data;
  bool json = false;

  std::vector<std::pair<std::string, std::string>> communities;  ///< init: code and name
  std::optional<std::string> key_file;                           ///< whatever opens the archive
  std::optional<std::string> template_file;                      ///< init, template set
  std::string from;                                              ///< restore
  std::optional<std::string> fence;                              ///< restore
  std::string listen;                                            ///< serve
  std::uint64_t lease_hours = 72;                                ///< serve
  std::uint64_t seed = 1, households = 100;                      ///< sample
  std::string out, day{sample_day};                              ///< sample
  std::string file, office_key;                                  ///< outmail
  bool apply = false;                                            ///< outmail
  std::string server;                                            ///< device code
  std::optional<std::string> qr;                                 ///< device code
  doorstep::json command;  ///< what `run_admin` (server/admin.h) carries out, for the other verbs
};

/// What came of reading a command line: a request, or a text to print (help, version, what was wrong) and its exit
/// code.
struct ServerWords {
  std::optional<ServerRequest> request;
  std::string text;
  int exit = 0;
};
/// `words` without the program's name.
ServerWords read_server_words(std::vector<std::string> words);

}  // namespace doorstep
