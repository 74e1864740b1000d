#pragma once
#include <memory>
#include <string>
#include <vector>

#include "shared/sqlite.h"
#include "tests/bench/figure.h"

namespace doorstep::bench {

/// A row as bare as it can be: what the product keeps of one record, in one text.
struct BareRow {
  std::string id, text;
};

/// The rows that the tablet in `folder` keeps, in id order: id, and header and classes as one text.
std::vector<BareRow> rows_of(const std::string& folder);

inline constexpr std::size_t bare_batch_rows = 500;

/// Seconds that bare SQLite (WAL, synchronous=FULL) takes to insert the rows into a fresh file, in batches of
/// `bare_batch_rows`, each durable before the next.
double bare_insert_seconds(const std::string& path, const std::vector<BareRow>& rows);

/// Durable transactions of one row of a given size each: what a single save cannot beat on this disk.
class BareCommits {
 public:
  BareCommits(const std::string& path, std::size_t bytes);
  void commit();

 private:
  Database database_;
  Statement insert_;
  std::string text_;
};

/// Mean bytes of row data that one edit writes to the tablet's store: the record, what lies under it, and the bundle.
/// Measured at the edits since bundle `after`.
std::size_t bytes_per_edit(const std::string& folder, std::int64_t after);
std::int64_t last_bundle(const std::string& folder);
/// Bytes of the last bundle as it goes over the wire.
std::size_t bundle_wire_bytes(const std::string& folder);

}  // namespace doorstep::bench
