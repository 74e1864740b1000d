#include "engine/tokenizer.h"

#include <sqlite3.h>

#include <algorithm>
#include <string_view>

#include "engine/tokens.h"
#include "shared/result.h"

namespace doorstep {
namespace {

using TakeToken = int (*)(void*, int, const char*, int, int, int);

/// Hands tokens to FTS5. The offsets it asks for would serve its own snippets, which nobody uses.
class FtsSink final : public TokenSink {
 public:
  FtsSink(void* context, TakeToken take) : context_(context), take_(take) {}
  bool token(std::string_view text, bool same_place) override {
    code_ = take_(context_, same_place ? FTS5_TOKEN_COLOCATED : 0, text.data(), static_cast<int>(text.size()), 0, 0);
    return code_ == SQLITE_OK;
  }
  int code() const { return code_; }

 private:
  void* context_;
  TakeToken take_;
  int code_ = SQLITE_OK;
};

bool query_tokens(std::string_view text, TokenSink& sink) {
  while (!text.empty()) {
    auto piece = text.substr(0, text.find(piece_end));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
    if (!piece.empty() && !sink.token(piece, false)) return false;
  }
  return true;
}

// FTS5 wants an object; this tokenizer has no state.
int create(void*, const char**, int, Fts5Tokenizer** out) {
  static char nothing = 0;
  *out = reinterpret_cast<Fts5Tokenizer*>(&nothing);
  return SQLITE_OK;
}
void destroy(Fts5Tokenizer*) {}

int tokenize(Fts5Tokenizer*, void* context, int reason, const char* bytes, int size, TakeToken take) {
  std::string_view text{bytes == nullptr ? "" : bytes, static_cast<std::size_t>(std::max(size, 0))};
  FtsSink sink{context, take};
  if ((reason & FTS5_TOKENIZE_QUERY) != 0)
    query_tokens(text, sink);
  else
    index_tokens(text, sink);
  return sink.code();
}

fts5_api* api_of(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* ask = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &ask, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(ask, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(ask);
  }
  sqlite3_finalize(ask);
  return api;
}

// SQLite calls it for each new connection; what it answers becomes the answer of the opening.
int extend(sqlite3* connection, char**, const sqlite3_api_routines*) {
  fts5_tokenizer functions{&create, &destroy, &tokenize};
  auto* api = api_of(connection);
  return api == nullptr ? SQLITE_ERROR : api->xCreateTokenizer(api, "doorstep", nullptr, &functions, nullptr);
}

}  // namespace

void register_tokenizer() {
  // SQLite's own signature: it casts the function back before it calls it.
  int code = sqlite3_auto_extension(reinterpret_cast<void (*)()>(&extend));
  require(code == SQLITE_OK, "there is memory for one more function");
}

}  // namespace doorstep
