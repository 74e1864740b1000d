#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/clock.h"
#include "shared/ids.h"
#include "shared/json.h"
#include "shared/result.h"

namespace doorstep {

class Store;

/// What somebody is typing and has not saved: on disk when the verb answers, sealed like everything in the store, never
/// sent anywhere. Keys are the caller's, for instance "form/RECORD"; `drafts("form/")` lists what begins so.
struct Draft {
  std::string key;
  json body;
  Instant at{};
};

inline constexpr std::size_t draft_key_bytes_max = 200;
inline constexpr std::size_t draft_bytes_max = std::size_t{256} << 10;
inline constexpr std::int64_t drafts_max = 10'000;

/// The record that a key ends with; empty: none.
std::optional<RecordId> record_of_draft(std::string_view key);
/// Replaces what stood under the key. out_of_range beyond the limits above; erased: its record was.
Result<void> save_draft(Store& store, const std::string& key, const json& body);
/// Oldest first.
Result<std::vector<Draft>> drafts(Store& store, const std::string& prefix);
/// Gone, or never there: both are answered alike.
Result<void> drop_draft(Store& store, const std::string& key);

}  // namespace doorstep
