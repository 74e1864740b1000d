#include <cstddef>
#include <cstdint>

#include "engine/search_query.h"
#include "engine/tokenizer.h"
#include "engine/tokens.h"
#include "shared/han.h"
#include "shared/sqlite.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

/// Holds the tokenizer to what FTS5 and the queries rely on.
class Strict final : public TokenSink {
 public:
  bool token(std::string_view text, bool same_place) override {
    require(!text.empty() && text.size() <= token_bytes_max + 1, "a token has its size");
    require(!first_ || !same_place, "the first token has a place of its own");
    first_ = false;
    return ++count_ < 100'000;
  }

 private:
  bool first_ = true;
  std::size_t count_ = 0;
};

Database open() {
  register_tokenizer();
  return Database::open(":memory:", {}).value();
}

struct Index {
  Index() {
    database.run("CREATE VIRTUAL TABLE texts USING fts5 (lines, tokenize = 'doorstep', columnsize = 0)");
    insert = database.prepare("INSERT INTO texts (rowid, lines) VALUES (1, ?)");
    match = database.prepare("SELECT 1 FROM texts WHERE texts MATCH ?");
  }
  Database database{open()};
  Statement insert, match;
};

}  // namespace
}  // namespace doorstep

/// Any bytes are an index text that FTS5 can hold and give up again without a trace; and a text that was indexed as a
/// name or as words is found by itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  static Index index;
  std::string given{reinterpret_cast<const char*>(data), size};
  Strict strict;
  index_tokens(given, strict);

  auto form = search_form(given);
  for (char kind : {'w', 'n'}) {
    Transaction transaction{index.database};
    auto lines = given + '\n' + kind + form;
    std::erase(lines, '\0');
    index.insert.with(lines).run();
    Typed typed{given.substr(0, typed_bytes_max)};
    if (is_utf8(given) && given.size() <= typed_bytes_max && given.find('\0') == given.npos && !typed.empty()) {
      auto all = ranks(typed);
      for (auto& rank : last_ranks(typed)) all.push_back(std::move(rank));
      if (!typed.address.empty()) all.pop_back();  // its numbers by themselves, in another form
      for (const auto& condition : all.back()) {
        bool found = index.match.with(condition).step();
        index.match.rewind();
        require(found, "what was indexed is found by itself");
      }
    }
    index.database.run("DELETE FROM texts WHERE rowid = 1");
    index.database.run("INSERT INTO texts (texts) VALUES ('integrity-check')");
    transaction.commit();
  }
  return 0;
}
