#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "server/admin_socket.h"
#include "server/archive.h"
#include "server/config.h"
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/json.h"

namespace doorstep {

/// The running server: one I/O thread with all sessions, one archive thread, a small pool of readers
/// (docs/architecture.md §Threads). Everything passed in outlives it; `clock` and `dice` are used from all its threads.
class Service {
 public:
  /// `office_key`: the public half of the key that opens sealed parcels, told to tablets.
  Service(Archive& archive, const SigningKey& identity, Clock& clock, Dice& dice, ServerLimits limits = {},
          std::optional<PublicKey> office_key = std::nullopt);
  ~Service();  ///< stops

  /// Serves; answers the bound port. Once. Faults: in_use (the port), usage (no address of this machine).
  Result<std::uint16_t> start(const std::string& address, std::uint16_t port);
  /// Answers the commands of `ask_running` (server/admin_socket.h) from `folder`, whose lock the caller holds. `answer`
  /// runs on the archive thread, for `verify` on one of its own; stopping waits for it. After `start`.
  Result<void> serve_admin(const std::filesystem::path& folder, AdminSocket::Respond answer);
  /// Runs `work` where the archive's writer lives and waits for it. From any other thread, after `start`.
  Result<void> on_archive_thread(std::function<Result<void>(Archive&)> work);
  /// Closes what these chains have open, so that a revoked device hears nothing more. From any thread, after `start`.
  void refuse(std::set<ChainId> chains);
  /// From now on connections begin with the archive's present template. From any thread, after `start`.
  void tell_template();
  /// Closes what these people have open: their rights were changed, and they come back under the new ones.
  void renew(std::set<PersonId> people);
  /// Accepts no more, lets sessions finish their frame and close, cuts what is left after `stop_timeout`, commits what
  /// waits. Returns when all threads have ended.
  void stop();

  std::size_t connections() const;  ///< from any thread

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace doorstep
