#include <cstddef>
#include <cstdint>

#include "engine/highlight.h"
#include "engine/search_query.h"
#include "engine/tokenizer.h"
#include "shared/sqlite.h"

namespace doorstep {
namespace {

Database open() {
  register_tokenizer();
  return Database::open(":memory:", {}).value();
}

struct Index {
  Index() {
    database.run(R"sql(
      CREATE VIRTUAL TABLE texts USING fts5 (lines, tokenize = 'doorstep', columnsize = 0);
      INSERT INTO texts VALUES ('n张三' || char(10) || 'szhang san' || char(10) || 'w厨房水管漏水 E2' || char(10) || 'mrequest');
      INSERT INTO texts VALUES ('n3-2-1502' || char(10) || 'n1502' || char(10) || 'mfloor/0=15' || char(10) || 'd20171231'))sql");
    match = database.prepare("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC");
  }
  void run(const std::string& condition) { match.with(condition).run(); }
  Database database{open()};
  Statement match;
};

}  // namespace
}  // namespace doorstep

/// Whatever is typed or asked for is a query that FTS5 takes; what is highlighted is the text and nothing else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace doorstep;
  static Index index;
  std::string given{reinterpret_cast<const char*>(data), size};
  auto words = given.substr(0, given.find('\n'));
  auto rest = words.size() < given.size() ? given.substr(words.size() + 1) : std::string{};
  Typed typed{words};
  require(typed.terms.size() <= terms_max, "terms are limited");
  for (const auto& all : {ranks(typed), last_ranks(typed)})
    for (const auto& conditions : all)
      for (const auto& condition : conditions) index.run(condition + " AND " + type_condition("request"));

  std::int64_t number = 0;
  for (unsigned char byte : rest.substr(0, 6)) number = number * 256 + byte;
  if (number % 2 == 1) number = -number;
  const auto& shipped = Template::shipped();
  for (auto test : {Filter::Test::equal, Filter::Test::one_of, Filter::Test::at_least, Filter::Test::at_most,
                    Filter::Test::above, Filter::Test::below}) {
    for (const json& value : {json(rest), json(number), json(), json::array({rest, number})})
      for (const char* field : {"floor", "opened_at", "birth_date", "name", "tags", "vip", "area_build"})
        if (auto asked = condition(shipped, "", {field, test, value})) index.run(*asked);
  }
  for (const auto& highlight : highlights(*shipped.type("request"), {{"text", rest}}, typed)) {
    std::string whole;
    for (const auto& part : highlight.parts) whole += part;
    require(whole == rest || whole.find("…") != whole.npos, "a highlight is the text");
  }
  return 0;
}
