#pragma once
#include <string>
#include <string_view>

#include "shared/template.h"

namespace doorstep {

/// Named forms that a text may be asked to have (a field's `form`, a validator's `forms`):
///   full_name    a person's name: no digits
///   archive_no   letters, digits and - / . _ without blanks
///   structured   an account of what was done: ten characters or more, and not only 已处理 ("dealt with")
///   mobile, landline (or a 400 number), email, wechat
///   plate  of a vehicle · strokes  of a signature: "12,30 13,31;40,8", never searched
///   resident_id  GB 11643 · passport  5 to 17 letters and digits
bool is_form(std::string_view name);

/// Has the text, normalised already, that form? What is expected is said by `form_words`.
bool has_form(std::string_view form, std::string_view text);

/// A plate as keys compare it: capitals, without the dot, blanks and hyphens that people write into it.
std::string plate_form(std::string_view text);

/// For an error, in both languages: "a name without digits".
Label form_words(std::string_view form);

}  // namespace doorstep
