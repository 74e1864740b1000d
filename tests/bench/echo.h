#pragma once
#include <memory>
#include <string>

namespace doorstep::bench {

/// A bare websocket over TLS 1.3 on loopback, with nothing behind it: what a frame there and back costs at least. One
/// thread echoes, the caller's asks; both block.
class Echo {
 public:
  Echo();
  ~Echo();
  void round_trip(const std::string& frame);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace doorstep::bench
