#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/result.h"

namespace doorstep {

/// find's --where: "sex=male", "opened_at>=2017-12-01".
struct Comparison {
  std::string field, sign, value;  ///< sign: = >= <= > <
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// One command as typed: what the words say, nothing looked up yet.
struct Request {
  std::string verb;
  std::string action;  ///< visit: begin, show, note, finish
  std::string store;
  bool json = false;
  std::string type, id, file;
  std::vector<std::string> words;                           ///< find
  std::vector<std::pair<std::string, std::string>> fields;  ///< new, edit
  std::vector<Comparison> where;                            ///< find
  std::vector<std::string> ids;                             ///< merge: the losers
  bool split = false;                                       ///< resolve: two after all
  bool decided = false, mine = false, assigned = false;     ///< conflicts: which
  std::string source;                                       ///< new, edit: how one knows it; empty: told
  std::string person, other, field;  ///< assign: to whom; resolve-all: whose values of which field
  std::string at;                    ///< history: as known then
  bool preview = false;              ///< resolve-all: decides nothing yet
  std::string batch, rule, undo;     ///< resolve-all: as it was shown; what a rule decides; take back a batch or a rule
  std::string better, over;          ///< rule add: which source prevails over which
  bool later = false;                ///< rule add: the later one does
  std::optional<std::size_t> limit, take;
  std::optional<std::string> value, map, errors, hand_over;
  std::string server, pin, code, label;
};

/// What came of reading a command line: a request, or a text to print (help, version) with its exit code.
struct Parsed {
  std::optional<Request> request;
  std::string text;
  int exit = 0;
};
/// `words` without the program's name. `in_batch`: one line of a batch, which has its store already.
Parsed parse_request(std::vector<std::string> words, bool in_batch);

/// Shell-like quoting: spaces separate, '…' is literal, "…" knows \" and \\, \ outside quotes takes the next character.
Result<std::vector<std::string>> split_words(std::string_view line);

}  // namespace doorstep
