#include "engine/charset.h"

#include <iconv.h>

#include "shared/unicode.h"

namespace doorstep {

void Decoder::Close::operator()(void* converter) const { iconv_close(static_cast<iconv_t>(converter)); }

Decoder::Decoder(Charset charset) : charset_(charset) {
  if (charset != Charset::gb18030) return;
  iconv_t converter = iconv_open("UTF-8", "GB18030");
  // A system without the C library's converter: every cell then fails to decode and the file is refused.
  if (converter != reinterpret_cast<iconv_t>(-1)) converter_.reset(converter);
}

std::optional<std::string> Decoder::decode(std::string_view bytes) const {
  if (charset_ == Charset::utf8) return is_utf8(bytes) ? std::optional{std::string{bytes}} : std::nullopt;
  if (!converter_) return std::nullopt;
  auto* converter = static_cast<iconv_t>(converter_.get());
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  // No GB18030 byte becomes more than two of UTF-8 (two bytes become three, four become four).
  std::string text(bytes.size() * 2, '\0');
  char* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
  std::size_t in_left = bytes.size();
  char* out = text.data();
  std::size_t out_left = text.size();
  if (iconv(converter, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1) || in_left > 0)
    return std::nullopt;
  text.resize(text.size() - out_left);
  return text;
}

}  // namespace doorstep
