#include "server/acts.h"

namespace doorstep {

Hash chained_head(const Hash& before, std::int64_t at, std::string_view line) {
  std::string text{view(before)};
  text += std::to_string(at);
  text += ' ';
  text += line;
  return sha256(text);
}

void keep_act(Database& database, const json& act, Instant at) {
  Hash head{};
  {
    auto last = database.prepare("SELECT head FROM acts ORDER BY n DESC LIMIT 1");
    if (last.step()) head = last.bytes<32>(0);
  }
  const auto text = canonical(act);
  database.prepare("INSERT INTO acts(at, act, head) VALUES(?, ?, ?)")
      .with(to_ms(at), text, chained_head(head, to_ms(at), text))
      .run();
}

std::optional<std::string> find_broken_act(Database& database) {
  Hash head{};
  std::int64_t expected = 0;
  auto rows = database.prepare("SELECT n, at, act, head FROM acts ORDER BY n");
  while (rows.step()) {
    const auto place = "act " + std::to_string(rows.integer(0));
    if (rows.integer(0) != ++expected) return place + ": one is missing before it";
    head = chained_head(head, rows.integer(1), rows.text(2));
    if (head != rows.bytes<32>(3)) return place + ": the chain of heads is broken";
  }
  return std::nullopt;
}

}  // namespace doorstep
