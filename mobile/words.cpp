#include "mobile/words.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>

#include "shared/dates.h"
#include "shared/value.h"

namespace doorstep {
namespace {

QString choice_label(const Field& field, const json& value, const Words& words) {
  for (const auto& choice : field.choices)
    if (value == choice.name) return words.label(choice.label);
  return value.is_string() ? qs(value.get_ref<const std::string&>()) : QString{};
}

QString list_of(const Field& field, const json& value, const Words& words) {
  QStringList out;
  for (const auto& one : value) out << choice_label(field, one, words);
  return out.join(words.chinese() ? "、" : ", ");
}

// 138 0013 8000: groups are read aloud over the phone.
QString spaced_phone(const QString& number) {
  if (number.size() != 11 || !number.startsWith('1')) return number;
  return number.left(3) + ' ' + number.mid(3, 4) + ' ' + number.mid(7);
}

QString newest_entry(const json& value) {
  if (value.empty() || !value.back().is_object()) return {};
  return qs(value.back().value("text", ""));
}

// As qml/parts/IdNumberEditor.qml covers it.
QString covered(const QString& number) {
  const auto ends = number.size() >= 12 ? 4 : 1;
  return number.left(ends) + QString(std::max<qsizetype>(0, number.size() - 2 * ends), '*') + number.right(ends);
}

}  // namespace

QString Words::bared(const Field& field, const json& value) const {
  return field.kind == Kind::id_number && value.is_string() ? qs(value.get_ref<const std::string&>())
                                                            : this->value(field, value);
}

QString Words::value(const Field& field, const json& value) const {
  if (value.is_null()) return {};
  switch (field.kind) {
    case Kind::choice:
      return choice_label(field, value, *this);
    case Kind::choices:
      return value.is_array() ? list_of(field, value, *this) : QString{};
    case Kind::flag:
      return value == true ? tr("Yes") : tr("No");
    case Kind::entries:
      return value.is_array() ? newest_entry(value) : QString{};
    case Kind::time_range:
      return value.is_object() ? qs(value.value("from", "")) + "–" + qs(value.value("to", "")) : QString{};
    case Kind::id_number:
      return value.is_string() ? covered(qs(value.get_ref<const std::string&>())) : QString{};
    case Kind::phone:
      return value.is_string() ? spaced_phone(qs(value.get_ref<const std::string&>())) : QString{};
    case Kind::time: {
      auto at =
          value.is_string() ? QDateTime::fromString(qs(value.get_ref<const std::string&>()), Qt::ISODate) : QDateTime{};
      return at.isValid() ? moment(at) : QString{};
    }
    default: {
      auto plain = shown(field, value);
      if (plain.is_string()) return spaced_phone(qs(plain.get_ref<const std::string&>()));
      return plain.is_object() || plain.is_array() ? QString{} : qs(plain.dump());
    }
  }
}

QString Words::title(const Type& type, const json& fields) const {
  QStringList parts;
  for (const auto& name : type.title) {
    const auto* field = type.field(name);
    if (field == nullptr || !fields.contains(name)) continue;
    if (auto text = value(*field, fields.at(name)); !text.isEmpty()) parts << text;
  }
  if (parts.isEmpty()) return tr("(no name)");
  return parts.join(type.name == "unit" ? "-" : " · ");
}

QString Words::type_name(const Template& archive_template, const std::string& type) const {
  const auto* known = archive_template.type(type);
  return known == nullptr ? qs(type) : label(known->label);
}

QString Words::source(const std::string& source) const {
  if (source == "visit") return tr("home visit");
  if (source == "import") return tr("imported");
  if (source == "phone") return tr("by phone");
  if (source == "document") return tr("document seen");
  if (is_mark(source)) return source.starts_with("rule_") ? tr("by a rule") : tr("decided with others");
  return {};
}

QString Words::said_in(const Template& archive_template, const SaidIn& visit) const {
  const auto* type = archive_template.type("unit");
  const auto home = visit.home.empty() || type == nullptr ? QString{} : title(*type, visit.home);
  const auto began = visit.started_at ? instant_of(*visit.started_at) : std::nullopt;
  if (began && home.isEmpty()) return tr("said in the visit of %1").arg(moment(*began));
  if (began) return tr("said in the visit of %1, home %2").arg(moment(*began), home);
  return home.isEmpty() ? QString{} : tr("said in a visit to home %1").arg(home);
}

QString Words::came(const Template& archive_template, const std::string& how, const SaidIn* visit) const {
  const auto said = visit == nullptr ? QString{} : said_in(archive_template, *visit);
  QStringList parts{how == "visit" && !said.isEmpty() ? QString{} : source(how), said};
  parts.removeAll(QString{});
  return parts.join(" · ");
}

QString Words::unit_label(const Type& type, const std::string& unit) const {
  if (const auto* field = type.field(unit)) return label(field->label);
  const auto* group = type.group(unit);
  return group == nullptr ? QString{} : label(group->label);
}

QString Words::unit_value(const Type& type, const std::string& unit, const json& value) const {
  if (const auto* field = type.field(unit)) return this->value(*field, value);
  const auto* group = type.group(unit);
  return group == nullptr || !value.is_object() ? QString{} : members(type, group->fields, value, Numbers::covered);
}

QString Words::members(const Type& type, const std::vector<std::string>& names, const json& value, Numbers numbers,
                       const char* between) const {
  QStringList out;
  for (const auto& name : names) {
    const auto* field = type.field(name);
    if (field == nullptr) continue;
    const auto member = value.value(name, json{});
    const auto text = numbers == Numbers::bare ? bared(*field, member) : this->value(*field, member);
    out << tr("%1: %2").arg(label(field->label), text.isEmpty() ? tr("(empty)") : text);
  }
  return out.join(QString::fromUtf8(between));
}

QString Words::sentence(const Error& error) const {
  switch (error.fault) {
    case Fault::wrong_passphrase:
      return tr("The passphrase is wrong. Try again; after several wrong ones there is a wait.");
    case Fault::not_enrolled:
      return tr("This tablet is not enrolled yet. Ask the office for an invitation.");
    case Fault::weak_passphrase:
      return tr("This passphrase is too easy to guess. Take three or four words that belong together only for you.");
    case Fault::device_refused:
      return tr("The office has ended this tablet's access. Everything saved here is kept. Call your administrator.");
    case Fault::unreachable:
      return tr("The server cannot be reached. Check the network and try again.");
    default:
      return qs(doorstep::sentence(error.fault, language_));
  }
}

QString Words::span(Millis time) const {
  const auto minutes = static_cast<int>(std::max<std::int64_t>(1, time.count() / 60'000));
  if (minutes < 60) return tr("%1 min").arg(minutes);
  return minutes % 60 == 0 ? tr("%1 h").arg(minutes / 60) : tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString Words::moment(const QDateTime& at, const QDateTime& now) const {
  auto local = at.toLocalTime();
  auto days = local.date().daysTo(now.date());
  auto clock = local.time().toString("HH:mm");
  if (days == 0) return clock;
  if (days == 1) return tr("yesterday %1").arg(clock);
  if (local.date().year() != now.date().year()) return local.date().toString(Qt::ISODate);
  QLocale locale{chinese() ? "zh_CN" : "en_GB"};
  return locale.toString(local.date(), chinese() ? "M月d日" : "d MMM") + ' ' + clock;
}

}  // namespace doorstep
