#pragma once
#include <QCoreApplication>
#include <QDateTime>
#include <QString>
#include <string_view>

#include "engine/engine.h"

namespace doorstep {

/// What people read: values, titles and times in their language ("zh-CN" or "en"). Pure, but for the translator that is
/// installed.
class Words {
  Q_DECLARE_TR_FUNCTIONS(doorstep::Words)

 public:
  explicit Words(std::string language) : language_(std::move(language)) {}

  const std::string& language() const { return language_; }
  bool chinese() const { return language_.starts_with("zh"); }

  QString label(const Label& label) const { return QString::fromStdString(label.in(language_)); }
  /// A choice by its label, a list joined, decimals with their point; empty for null. The number of an identity
  /// document is covered but for its ends, whoever may read it; where one decides about it, it is `bared`.
  QString value(const Field& field, const json& value) const;
  QString bared(const Field& field, const json& value) const;
  /// The fields that name a record: "3-1-1502", "张三".
  QString title(const Type& type, const json& fields) const;
  QString type_name(const Template& archive_template, const std::string& type) const;
  /// How a value came: "home visit", "by phone"; empty for what was typed in a form.
  QString source(const std::string& source) const;
  /// "said in the visit of 26 Nov 10:12, home 3-2-1502"; empty where the visit is not here.
  QString said_in(const Template& archive_template, const SaidIn& visit) const;
  /// Both: how a value came, and in which visit it was said (nullptr: in none).
  QString came(const Template& archive_template, const std::string& source, const SaidIn* visit) const;
  /// A field or group: its label, and its value as one text.
  QString unit_label(const Type& type, const std::string& unit) const;
  QString unit_value(const Type& type, const std::string& unit, const json& value) const;
  /// What is decided as one, member by member: "From: 2024-01-01 · To: (empty)". A value alone would not say which of
  /// them it is. Numbers of documents are bare where one decides about them, and covered elsewhere.
  enum class Numbers { covered, bare };
  QString members(const Type& type, const std::vector<std::string>& names, const json& value, Numbers numbers,
                  const char* between = " · ") const;
  /// The fault's sentence, with what can be done next where the sentence leaves it open.
  QString sentence(const Error& error) const;
  /// "14:32", "yesterday 14:32", "3 Sep 14:32"; the day of another year in full.
  QString moment(const QDateTime& at, const QDateTime& now = QDateTime::currentDateTime()) const;
  /// Hours and minutes, none below a minute: "3 h 20 min".
  QString span(Millis time) const;
  QString moment(Instant at) const { return moment(QDateTime::fromMSecsSinceEpoch(to_ms(at))); }

 private:
  std::string language_;
};

inline QString qs(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
inline QString qs(const RecordId& id) { return QString::fromStdString(text(id)); }

}  // namespace doorstep
