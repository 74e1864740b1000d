#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "server/archive_sqlite.h"

namespace doorstep {

inline constexpr std::size_t readers_max = 4;  ///< connections beside the writer's

/// One connection that only reads, and what it reads with.
struct ArchiveReader {
  explicit ArchiveReader(Database opened);
  Database database;
  Statement community, communities, people, sums, chain_last, set_key, state, tail, bundle, device, history, edit_place,
      grant, reads, epochs;
};

/// Readers are lent to one thread at a time; who comes when all are lent waits. Opened as they are needed.
class ReaderPool {
 public:
  explicit ReaderPool(const ArchiveOptions& options) : options_(options) {}

  class Loan {
   public:
    explicit Loan(ReaderPool& pool) : pool_(pool), reader_(pool.take()) {}
    ~Loan() { pool_.give_back(std::move(reader_)); }
    Loan(const Loan&) = delete;
    ArchiveReader* operator->() const { return reader_.get(); }
    ArchiveReader& operator*() const { return *reader_; }

   private:
    ReaderPool& pool_;
    std::unique_ptr<ArchiveReader> reader_;
  };

 private:
  std::unique_ptr<ArchiveReader> take();  ///< throws SqliteFailure when a new one cannot be opened
  void give_back(std::unique_ptr<ArchiveReader> reader);

  ArchiveOptions options_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<ArchiveReader>> free_;
  std::size_t opened_ = 0;
};

}  // namespace doorstep
