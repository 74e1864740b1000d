#include "shared/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <string>
#include <utility>

namespace doorstep {
namespace {

// One per process, like standard error itself; made on first use so that no order of construction matters.
spdlog::logger& logger() {
  static spdlog::logger instance = [] {
    spdlog::logger made{"doorstep", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    made.set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    return made;
  }();
  return instance;
}

// One message, one line: a line break from outside must not look like a message of ours.
std::string on_one_line(std::string_view message) {
  std::string out{message};
  for (auto& character : out)
    if (static_cast<unsigned char>(character) < 0x20) character = ' ';
  return out;
}

}  // namespace

void log_info(std::string_view message) { logger().info(on_one_line(message)); }
void log_warning(std::string_view message) { logger().warn(on_one_line(message)); }
void log_error(std::string_view message) { logger().error(on_one_line(message)); }

Result<void> set_log_level(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, spdlog::level::level_enum>, 4> levels{
      {{"info", spdlog::level::info},
       {"warning", spdlog::level::warn},
       {"error", spdlog::level::err},
       {"off", spdlog::level::off}}};
  for (const auto& [known, level] : levels) {
    if (known != name) continue;
    logger().set_level(level);
    return {};
  }
  return Error{Fault::usage, "the log's level is info, warning, error or off"};
}

}  // namespace doorstep
