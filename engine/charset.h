#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace doorstep {

/// What a register may be written in. In both, the bytes of comma, quote, CR and LF never stand inside another
/// character, so a file is cut into cells first and decoded cell by cell.
enum class Charset { utf8, gb18030 };

/// Turns bytes into UTF-8, strictly: one malformed sequence and the answer is empty. One thread.
class Decoder {
 public:
  explicit Decoder(Charset charset);
  std::optional<std::string> decode(std::string_view bytes) const;

 private:
  struct Close {
    void operator()(void* converter) const;
  };
  Charset charset_;
  std::unique_ptr<void, Close> converter_;  ///< iconv_t; only for gb18030
};

}  // namespace doorstep
