#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"

namespace doorstep {

/// How a register writes dates and times: %Y %y %m %d %H %I %M %S %p and everything else literally
/// ("%m/%d/%Y %I:%M:%S %p", "%Y年%m月%d日"). Leading zeros may be missing; %y below 69 means 20xx (POSIX). Reading
/// knows no locale: %p is AM, PM, 上午 or 下午.
class TimeFormat {
 public:
  /// Fault::bad_map says what is not understood, or which of year, month and day is missing.
  static Result<TimeFormat> parse(std::string_view pattern);

  /// "2017-12-31T23:59:58" (without seconds when the pattern has none), or empty when the text is not in this format.
  /// Whether the day exists is not checked here.
  std::optional<std::string> read(std::string_view text) const;

 private:
  struct Step {
    char letter = 0;  ///< 0: `literal` stands here
    std::string literal;
  };
  std::vector<Step> steps_;
};

}  // namespace doorstep
