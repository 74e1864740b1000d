#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/figure.h"
#include "tests/bench/host.h"
#include "tests/bench/tablets.h"

namespace doorstep::bench {

inline constexpr std::uint64_t records_many = 10'000;

/// What one part leaves for the next: a server that holds `records_many` requests, and the tablet that made them.
struct Scene {
  const Folder& folder;
  Figures& figures;
  std::function<void(const std::string&)> say;  ///< progress, for people

  std::unique_ptr<ServerProcess> server{};
  std::vector<RecordId> records{};
  std::size_t edit_bytes = 0, frame_bytes = 0;  ///< what one edit writes to the store, and to the wire

  std::string path(const std::string& name) const { return folder.path(name); }
};

// In this order: later ones stand on what earlier ones left.
void measure_import(Scene& scene);      ///< import
void measure_push(Scene& scene);        ///< push_10k; fills the server
void measure_first_sync(Scene& scene);  ///< first_sync_10k, wire_first_sync, peak memory of both sides
void measure_edits(Scene& scene);       ///< single_edit
void measure_visible(Scene& scene);     ///< visible_p50, visible_p99
void measure_search(Scene& scene);      ///< search_*, import_with_full_text, first_list; by itself
void measure_sealing(Scene& scene);     ///< sealed_*, unlock_to_list; by itself
void measure_idle(Scene& scene);        ///< idle_connection, visible_p50_200; on a server of its own
void measure_conflicts(Scene& scene);   ///< conflicts_2x1000; by itself
void measure_catch_up(Scene& scene);    ///< catch_up_10k, first_sync_100k, catch_up_100k; by itself, on two servers
/// projected_sync, projected_tail, checked_push, refused_hidden; by itself, no server process
void measure_rights(Scene& scene);
void measure_flood(Scene& scene);       ///< flood10_p50, flood10_p99, flood_p50, flood_p99; on a server of its own

}  // namespace doorstep::bench
