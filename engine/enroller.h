#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "shared/frame.h"

namespace doorstep {

/// The enrolment conversation, sans I/O: one frame there, one back. A lost answer costs nothing: the same code with the
/// same key is answered again.
class Enroller {
 public:
  Enroller(const SigningKey& chain_key, std::string code, std::string label)
      : chain_key_(chain_key), code_(std::move(code)), label_(std::move(label)) {}

  std::string opened(const Binding& binding) const {
    return encode(
        Enrol{code_, chain_key_.public_key(), label_, chain_key_.sign(enrol_context, enrol_message(binding, code_))},
        1);
  }
  Result<Enrolled> received(std::string_view text) const {
    auto frame = decode_frame(text, 1);
    if (!frame) return frame.error();
    if (const auto* refusal = std::get_if<ErrorFrame>(&*frame)) return refusal->error;
    if (auto* enrolled = std::get_if<Enrolled>(&*frame)) return std::move(*enrolled);
    return Error{Fault::unexpected_frame, "enrolled was expected"};
  }

 private:
  const SigningKey& chain_key_;
  std::string code_, label_;
};

}  // namespace doorstep
