#pragma once
#include <memory>
#include <string>

#include "engine/store.h"
#include "shared/cipher_vfs.h"

namespace doorstep::bench {

/// A tablet's sealed store that holds the sample community as a server delivered it: confirmed, nothing pending, full
/// text not built yet. The server that delivered it is gone.
class SampleStore {
 public:
  /// Makes `folder`/store.db when it is missing, out of `households` homes and all that belongs to them; one that is
  /// there is opened.
  static std::unique_ptr<SampleStore> open(const std::string& folder, std::uint64_t households);
  Store& store() { return *store_; }
  const SigningKey& key() const { return key_; }
  /// The program starts again.
  void reopen();

 private:
  SampleStore(std::string path);
  std::string path_;
  SystemClock clock_;
  SystemDice dice_;
  CipherVfs cipher_;
  SigningKey key_;
  std::unique_ptr<Store> store_;
};

}  // namespace doorstep::bench
