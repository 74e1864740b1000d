#pragma once
#include <boost/system/result.hpp>
#include <string>
#include <string_view>

namespace doorstep {

/// What can go wrong in the world (disk, peer, user input): a closed list. Each has a code (`code(fault)`), a sentence
/// in Chinese and English (`sentence`), and a line in docs/protocol.md. A bug of ours is no Fault: see `require`.
enum class Fault {
  // What a person asked for
  usage,
  not_found,
  already_exists,
  erased,
  invalid_value,
  unknown_type,
  unknown_field,
  read_only,
  not_allowed,
  own_proposal,
  own_doing,
  beyond_own,
  out_of_range,
  // Opening a store
  wrong_passphrase,
  too_many_tries,
  weak_passphrase,
  not_enrolled,
  already_enrolled,
  store_newer,
  store_damaged,
  wrong_key,
  no_key,
  lease_expired,
  clock_set_back,
  unsent,
  // Meeting the other side
  unreachable,
  timed_out,
  wrong_server,
  device_refused,
  code_unknown,
  code_used,
  code_expired,
  server_busy,
  forked,
  server_behind,
  server_closing,
  server_collecting,
  // Frames and bundles
  bad_frame,
  frame_too_big,
  frame_too_deep,
  duplicate_key,
  bad_encoding,
  wrong_version,
  replayed_frame,
  unexpected_frame,
  broken_chain,
  broken_commitment,
  broken_signature,
  poison,
  // Files
  bad_template,
  bad_file,
  bad_map,
  disk,
  disk_full,
  in_use,
  // A library failed in a way that has no better name
  internal,
};

/// `detail` names places (a path in a template, a column, a field, a row number), never a resident's data: it is
/// logged.
struct Error {
  Fault fault;
  std::string detail;
};

/// The four classes of docs/protocol.md: what the tablet does about it.
enum class Remedy { retry, pause, hold_lane, stop };

std::string_view code(Fault fault);
Remedy remedy(Fault fault);
/// The user's words; `language` is "zh-CN" or "en".
std::string_view sentence(Fault fault, std::string_view language);
/// The fault whose code this is; `internal` for a code this version does not know.
Fault fault_of(std::string_view code);

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

template <class T = void>
using Result = boost::system::result<T, Error>;

/// Our own invariants. Stays on in release: a broken one logs `why` (never data) and aborts before it can spoil a
/// store.
[[noreturn]] void broken_invariant(const char* why);
inline void require(bool holds, const char* why) {
  if (!holds) broken_invariant(why);
}

}  // namespace doorstep
