#include "server/invitation.h"

#include <png.h>

#include <algorithm>
#include <vector>

#include "shared/files.h"
#include "shared/qr_code.h"

namespace doorstep {
namespace {

constexpr std::string_view scheme = "wss://";
constexpr int module_pixels = 8;  // large enough for a tablet's camera, at a screen's distance

/// The square of black and white, with its quiet margin, one byte a pixel.
struct Picture {
  int side = 0;
  std::vector<std::uint8_t> pixels;
};

Picture drawn(const QrCode& symbol) {
  Picture out;
  out.side = (symbol.side + 2 * qr_quiet_modules) * module_pixels;
  out.pixels.assign(static_cast<std::size_t>(out.side) * static_cast<std::size_t>(out.side), 0xff);
  for (int y = 0; y < symbol.side * module_pixels; ++y)
    for (int x = 0; x < symbol.side * module_pixels; ++x) {
      const auto at = (y + qr_quiet_modules * module_pixels) * out.side + x + qr_quiet_modules * module_pixels;
      if (symbol.is_dark(x / module_pixels, y / module_pixels)) out.pixels[static_cast<std::size_t>(at)] = 0;
    }
  return out;
}

Result<std::string> png_of(const Picture& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = static_cast<png_uint_32>(picture.side);
  image.format = PNG_FORMAT_GRAY;
  std::string out(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  auto size = static_cast<png_alloc_size_t>(out.size());
  if (png_image_write_to_memory(&image, out.data(), &size, 0, picture.pixels.data(), 0, nullptr) == 0)
    return Error{Fault::disk, std::string{"the picture could not be made: "} + image.message};
  out.resize(size);
  return out;
}

Result<std::string> qr_picture(const std::string& text) {
  const auto symbol = qr_code(text);
  if (!symbol) return Error{Fault::invalid_value, "the invitation does not fit into a QR code"};
  return png_of(drawn(*symbol));
}

}  // namespace

bool is_server_address(const std::string& text) {
  constexpr std::string_view signs = ".-[]:";
  return text.starts_with(scheme) && text.size() > scheme.size() && text.size() <= 255 &&
         std::all_of(text.begin() + scheme.size(), text.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  signs.find(c) != std::string_view::npos;
         });
}

Result<json> with_invitation(json answer, const std::string& server, const std::string& file) {
  const auto text = invitation_text(server, answer.at("pin").get<std::string>(), answer.at("code").get<std::string>());
  auto picture = qr_picture(text);
  if (!picture) return picture.error();
  if (auto made = make_new_file(file); !made) return made.error();
  if (auto written = write_file_durably(file, *picture); !written) return written.error();
  answer["invitation"] = text;
  answer["qr"] = file;
  return value_result(std::move(answer));
}

}  // namespace doorstep
