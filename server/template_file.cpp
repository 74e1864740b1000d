#include "server/template_file.h"

#include "shared/files.h"
#include "shared/template.h"

namespace doorstep {

Result<json> read_template_file(const std::string& path) {
  auto text = read_file(path, template_bytes_max);
  if (!text) return text.error();
  if (auto good = Template::parse(*text); !good) return good.error();
  return parse_json(*text);
}

Result<json> with_template(json command, const std::optional<std::string>& path) {
  if (!path) return value_result(std::move(command));
  auto written = read_template_file(*path);
  if (!written) return written.error();
  command["template"] = std::move(*written);
  return value_result(std::move(command));
}

}  // namespace doorstep
