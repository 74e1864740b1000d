#pragma once
#include <QObject>
#include <QQmlEngine>
#include <QVariantMap>

#include "mobile/household.h"

namespace doorstep {

/// A call at one door, by the engine's own visit (engine/visit.h): begun, told how it went, finished; what is written
/// in it leaves as one bundle. What is told of it (`how`) is a draft in the store at every key, and there again after a
/// kill.
class HomeVisit : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::HomeRecords* household READ household WRITE setHousehold NOTIFY householdChanged)
  /// findings, promises (texts, a promise a line), resident (who consents), purposes (names), strokes (those of
  /// qml/parts/SignaturePad.qml)
  Q_PROPERTY(QVariantMap how READ how NOTIFY howChanged)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)  ///< what was done last, or why it could not be
  Q_PROPERTY(bool busy READ busy NOTIFY changed)
  Q_PROPERTY(QVariantList purposes READ purposes NOTIFY householdChanged)  ///< of a consent: {name, label}

 public:
  HomeRecords* household() const { return household_; }
  void setHousehold(HomeRecords* household);
  QVariantMap how() const { return how_; }
  QString sentence() const { return sentence_; }
  bool busy() const { return busy_; }
  QVariantList purposes() const;

  Q_INVOKABLE void start();
  /// One thing of `how`, as it is typed or drawn.
  Q_INVOKABLE void tell(const QString& what, const QVariant& value);
  /// no_answer, refused or postponed; findings are the reason, and stay findings when they are longer than a reason may
  /// be.
  Q_INVOKABLE void notDone(const QString& status);
  /// Each promise becomes a request of this home, however the visit ended.
  Q_INVOKABLE void finish();
  /// What is signed: shown above the signature and named by its digest in the record.
  Q_INVOKABLE QString notice(const QStringList& purposes) const;

 Q_SIGNALS:
  void changed();
  void householdChanged();
  void howChanged(bool recalled);
  void finished(const QString& status);

 private:
  App* app() const { return App::of(this); }
  bool can() const;
  RecordId unit() const;
  QString said(const char* what) const { return how_.value(what).toString().trimmed(); }
  std::optional<Intent> consent() const;
  std::vector<Intent> tasks() const;
  void in_visit(std::function<void(const RecordId& visit)> then);
  void conclude(json set, const QString& status, const QString& sentence);
  void end(const json& set, const QString& status, const QString& sentence);
  void over(const RecordId& visit, const QString& status, const QString& sentence);
  void wait();
  void say(const QString& sentence);
  void fail(const Error& error);
  // mobile/visit_draft.cpp
  std::string draft_key() const;
  void keep_draft();
  void recall_draft();
  void drop_draft();

  HomeRecords* household_ = nullptr;
  QVariantMap how_;
  QString sentence_, recalled_for_;
  bool busy_ = false;
};

inline constexpr auto consent_notice_version = "2026-11";
inline constexpr std::size_t strokes_length_max = 20'000;  ///< of consent.signature

}  // namespace doorstep
