// What sealing costs: the same SQLite, the same SQL, once as it is and once sealed, in turns; and Debian's sqlcipher, a
// process of its own, where that is installed.
//   cipher_bench [--json]
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "shared/cipher_vfs.h"
#include "shared/sqlite.h"
#include "tests/bench/figure.h"
#include "tests/bench/host.h"

namespace doorstep::bench {
namespace {

constexpr int rounds = 5;
constexpr int rows = 20'000, rows_per_transaction = 500;
constexpr int single_saves = 500;
constexpr const char* schema = "CREATE TABLE r(n INTEGER PRIMARY KEY, id BLOB UNIQUE, text TEXT, seq INTEGER);";

/// The work, as SQL that every library here understands. Ids are random, texts of 0.93 KB.
std::string import_sql() {
  std::string out;
  for (int row = 0; row < rows; row += rows_per_transaction) {
    out += "BEGIN IMMEDIATE;";
    out += "WITH RECURSIVE c(i) AS (SELECT " + std::to_string(row + 1) + " UNION ALL SELECT i + 1 FROM c WHERE i < " +
           std::to_string(row + rows_per_transaction) +
           ") INSERT INTO r SELECT i, randomblob(16), hex(randomblob(465)), i FROM c;";
    out += "COMMIT;\n";
  }
  return out;
}
std::string saves_sql(int round) {
  std::string out;
  for (int i = 0; i < single_saves; ++i) {
    auto row = std::to_string((i * 7919 + round * 104'729) % rows + 1);
    out += "UPDATE r SET text = 'edited " + row + "' || substr(text, 12), seq = seq + 1 WHERE n = " + row + ";\n";
  }
  return out;
}
constexpr const char* scan_sql = "SELECT sum(length(text)) FROM r;\n";

/// Seconds for each kind of work.
struct Times {
  std::vector<double> import, saves, scan;
};

template <class Work>
double timed(Work&& work) {
  const auto start = Watch::now();
  work();
  return seconds_since(start);
}

void measure(Times& times, const std::string& path, const std::string& vfs, int round) {
  for (const auto* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
  DatabaseOptions options{.vfs = vfs, .cache_kib = 2048};
  {
    auto database = must(Database::open(path, options), path);
    database.run(schema);
    const auto import = import_sql(), saves = saves_sql(round);
    times.import.push_back(timed([&] { database.run(import); }));
    times.saves.push_back(timed([&] { database.run(saves); }));
  }
  auto database = must(Database::open(path, options), path);  // its cache is cold, the system's is not
  times.scan.push_back(timed([&] { database.run(scan_sql); }));
}

/// The shell reads the same SQL from a file; what it takes to start and to derive nothing (a raw key) is taken off.
class SqlCipher {
 public:
  explicit SqlCipher(const Folder& folder) : folder_(folder) {}
  static bool installed() { return std::system("command -v sqlcipher >/dev/null 2>&1") == 0; }
  void measure(Times& times, int round) {
    for (const auto* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path() + ending);
    run(schema);
    const double nothing = run("SELECT count(*) FROM sqlite_master;");
    times.import.push_back(run(import_sql()) - nothing);
    times.saves.push_back(run(saves_sql(round)) - nothing);
    times.scan.push_back(run(scan_sql) - nothing);
  }

 private:
  std::string path() const { return folder_.path("peer.db"); }
  double run(const std::string& sql) {
    const auto script = folder_.path("peer.sql");
    std::ofstream{script}
        << "PRAGMA key = \"x'" << std::string(64, '7') << "'\";\n"
        << "PRAGMA cipher_page_size = 4096;\nPRAGMA temp_store = MEMORY;\nPRAGMA cache_size = -2048;\n"
        << "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\n"
        << sql;
    const auto command = "sqlcipher -bail '" + path() + "' < '" + script + "' > /dev/null";
    int code = 0;
    const double taken = timed([&] { code = std::system(command.c_str()); });
    expect(code == 0, "sqlcipher ran its script");
    return taken;
  }
  const Folder& folder_;
};

/// What the cipher itself takes for the pages that a scan reads.
double open_pages_seconds(std::uint64_t pages) {
  PageCipher cipher{[] {
    Secret key{32};
    random_bytes(key.bytes());
    return key;
  }()};
  const auto file = cipher.fresh_header();
  std::array<std::uint8_t, page_bytes> sealed{};
  cipher.seal_page(file, 2, sealed);
  return timed([&] {
    for (std::uint64_t i = 0; i < pages; ++i) {
      auto page = sealed;
      expect(cipher.open_page(file, 2, page), "a page opens");
    }
  });
}

void run(bool as_json) {
  Folder folder;
  Secret key{32};
  random_bytes(key.bytes());
  CipherVfs cipher{key};
  Times plain, sealed, peer;
  SqlCipher other{folder};
  for (int round = 0; round < rounds; ++round) {
    measure(plain, folder.path("plain.db"), {}, round);
    measure(sealed, folder.path("sealed.db"), cipher.name(), round);
    if (SqlCipher::installed()) other.measure(peer, round);
  }
  const auto pages = must(cipher.check_pages(folder.path("sealed.db")), "pages");
  Figures figures;
  auto add = [&](const std::string& name, double count, const char* unit, std::vector<double> Times::*part) {
    const double bare = count / median(plain.*part);
    figures.add("sealed_" + name, {count / median(sealed.*part), unit, bare, "the same SQLite without sealing"});
    if (!(peer.*part).empty())
      figures.add("sqlcipher_" + name, {count / median(peer.*part), unit, bare, "sqlcipher 3.4.1 beside the same"});
  };
  add("saves", single_saves, "saves/s", &Times::saves);
  add("import", rows, "rows/s", &Times::import);
  add("scan", rows, "rows/s", &Times::scan);
  figures.add("cipher_alone", {median(sealed.scan), "s", open_pages_seconds(pages),
                               "a scan, beside opening as many pages without SQLite"});
  std::cout << (as_json ? figures.as_json().dump() + "\n" : figures.as_table());
}

}  // namespace
}  // namespace doorstep::bench

int main(int count, char** arguments) {
  doorstep::start_crypto();
  try {
    doorstep::bench::run(count > 1 && std::string_view{arguments[1]} == "--json");
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "cipher_bench: %s\n", failure.what());
    return 1;
  }
  return 0;
}
