#include "mobile/typed.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJSValue>
#include <QUuid>
#include <algorithm>
#include <array>

#include "shared/value.h"

namespace doorstep {

QString editor_kind(const Field& field) {
  if (field.form == "strokes") return "signature";
  if (field.kind == Kind::text) return field.prose() ? "prose" : "text";
  return qs(name_of(field.kind)).replace(' ', '_');
}

QVariant editor_value(const Field& field, const json& value, const Words&) {
  if (value.is_null()) return field.kind == Kind::flag ? QVariant{} : QVariant{QString{}};
  switch (field.kind) {
    case Kind::flag:
      return value.is_boolean() ? QVariant{value.get<bool>()} : QVariant{};
    case Kind::choices: {
      QVariantList out;
      for (const auto& one : value) out << qs(one.get_ref<const std::string&>());
      return out;
    }
    case Kind::entries: {
      QVariantList out;
      for (const auto& one : value) out << QVariantMap{{"text", qs(one.value("text", ""))}};
      return out;
    }
    case Kind::time_range:
      return QString{qs(value.value("from", "")) + "-" + qs(value.value("to", ""))};
    default:
      if (field.form == "strokes" && value.is_string()) return strokes_from(qs(value.get_ref<const std::string&>()));
      return qs(cell_text(field, value));
  }
}

QVariant plain_variant(const QVariant& from_qml) {
  return from_qml.userType() == qMetaTypeId<QJSValue>() ? from_qml.value<QJSValue>().toVariant() : from_qml;
}

bool is_technical(const Field& field) {
  constexpr std::array names{"signed_digest", "confirmed_fields", "plan_id", "notice_version"};
  return field.form == "strokes" || std::find(names.begin(), names.end(), field.name) != names.end();
}

QVariantList strokes_from(const QString& text) {
  QVariantList out;
  for (const auto& stroke : text.split(';', Qt::SkipEmptyParts)) {
    QVariantList points;
    for (const auto& point : stroke.split(' ', Qt::SkipEmptyParts)) {
      auto comma = point.indexOf(',');
      points << QVariantMap{{"x", point.left(comma).toInt()}, {"y", point.mid(comma + 1).toInt()}, {"t", 0}};
    }
    out << QVariant{points};
  }
  return out;
}

QString strokes_text(const QVariantList& strokes, std::size_t length_max) {
  for (qsizetype each = 1;; each *= 2) {
    QStringList out;
    for (const auto& stroke : strokes) {
      const auto points = stroke.toList();
      QStringList kept;
      for (qsizetype i = 0; i < points.size(); ++i) {
        if (i % each != 0 && i + 1 != points.size()) continue;
        auto at = points[i].toMap();
        kept << QString::number(std::max(0, at.value("x").toInt())) + ',' +
                    QString::number(std::max(0, at.value("y").toInt()));
      }
      if (!kept.isEmpty()) out << kept.join(' ');
    }
    auto text = out.join(';');
    if (static_cast<std::size_t>(text.size()) <= length_max || each > 20'000) return text.left(length_max);
  }
}

Result<json> stored_value(const Field& field, const QVariant& typed) {
  if (field.kind == Kind::flag)
    return value_result(typed.typeId() == QMetaType::Bool ? json(typed.toBool()) : json(nullptr));
  if (field.kind == Kind::choices) {
    json list = json::array();
    for (const auto& one : typed.toList()) list.push_back(one.toString().toStdString());
    if (list.empty()) return value_result(json(nullptr));
    return parse_value(field, list.dump());
  }
  auto text = typed.toString().toStdString();
  // What is being typed cannot be right yet, and is not wrong for that: it is judged when it is whole.
  if (field.kind == Kind::time_range && (text.ends_with('-') || text.starts_with('-')))
    return Error{Fault::invalid_value, field.name};
  auto value = parse_value(field, text);
  if (!value) return value;
  if (auto good = check_value(field, *value); !good) return good.error();
  return value;
}

QString reason(const Field& field, const Words& words) {
  return QCoreApplication::translate("doorstep::Form", "Expected: %1").arg(words.label(expectation(field)));
}

QVariantList editor_choices(const Field& field, const Words& words) {
  QVariantList out;
  for (const auto& choice : field.choices)
    out << QVariantMap{{"name", qs(choice.name)}, {"label", words.label(choice.label)}};
  return out;
}

json with_entry(const json& entries, const QString& text) {
  json out = entries.is_array() ? entries : json::array();
  auto id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
  out.push_back({{"id", id}, {"text", text.trimmed().toStdString()}});
  return out;
}

}  // namespace doorstep
