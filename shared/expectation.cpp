#include "shared/forms.h"
#include "shared/value.h"

namespace doorstep {
namespace {

Label choices_of(const Field& field) {
  Label out{"以下之一：", "one of "};
  bool first = true;
  for (const auto& choice : field.choices) {
    out.zh += (first ? "" : "、") + choice.label.zh;
    out.en += (first ? "" : ", ") + choice.label.en;
    first = false;
  }
  return out;
}

Label number_of(const Field& field, const Label& kind) {
  auto bound = [&](std::int64_t stored) {
    auto text = shown(field, stored);
    return text.is_string() ? text.get<std::string>() : canonical(text);
  };
  Label out = kind;
  if (field.min) {
    out.zh += "，不小于 " + bound(*field.min);
    out.en += ", at least " + bound(*field.min);
  }
  if (field.max) {
    out.zh += "，不大于 " + bound(*field.max);
    out.en += ", at most " + bound(*field.max);
  }
  return out;
}

Label words_for(const Field& field) {
  auto out = form_words(field.form);
  auto most = std::to_string(field.length_max);
  return {out.zh + "，最多 " + most + " 个字", out.en + ", at most " + most + " characters"};
}

}  // namespace

Label expectation(const Field& field) {
  switch (field.kind) {
    case Kind::text:
    case Kind::entries:
      return words_for(field);
    case Kind::number:
      return number_of(field, {"整数", "a whole number"});
    case Kind::decimal: {
      auto digits = std::to_string(field.scale);
      return number_of(field, {"数字，小数点后最多 " + digits + " 位",
                               "a number with at most " + digits + " digits after the point"});
    }
    case Kind::money:
      return number_of(field, {"金额（元），小数点后最多 2 位", "an amount with at most 2 digits after the point"});
    case Kind::date:
      return {"日期，如 2026-11-22", "a date like 2026-11-22"};
    case Kind::time:
      return {"时间，如 2026-11-22 09:30", "a time like 2026-11-22 09:30"};
    case Kind::time_range:
      return {"时间段，如 09:00-11:30", "a time range like 09:00-11:30"};
    case Kind::choice:
      return choices_of(field);
    case Kind::choices:
      return field.open ? words_for(field) : choices_of(field);
    case Kind::flag:
      return {"是或否", "yes or no"};
    case Kind::phone:
      return {"手机、固定电话或 400 号码", "a mobile, landline or 400 number"};
    case Kind::id_number:
      return {"有效的证件号码", "a valid document's number"};
    case Kind::reference:
      return {"一条档案的编号", "a record's id"};
    case Kind::attachment:
      return {"附件，不能用文字填写", "an attachment, which no text can give"};
  }
  broken_invariant("every kind has its expectation");
}

}  // namespace doorstep
