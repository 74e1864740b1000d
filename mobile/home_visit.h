#pragma once
#include <QObject>
#include <QQmlEngine>
#include <QVariantMap>

#include "mobile/household.h"

namespace doorstep {

/// A call at one door, by the engine's own visit (engine/visit.h): begun, told how it went, finished; what is written
/// in it leaves as one bundle.
class HomeVisit : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::HomeRecords* household MEMBER household_ NOTIFY changed)
  Q_PROPERTY(QString sentence READ sentence NOTIFY changed)  ///< what was done last, or why it could not be
  Q_PROPERTY(bool busy READ busy NOTIFY changed)
  Q_PROPERTY(QVariantList purposes READ purposes NOTIFY changed)  ///< of a consent: {name, label}

 public:
  QString sentence() const { return sentence_; }
  bool busy() const { return busy_; }
  QVariantList purposes() const;

  Q_INVOKABLE void start();
  /// no_answer, refused or postponed, with the reason in a few words.
  Q_INVOKABLE void notDone(const QString& status, const QString& reason);
  /// "All unchanged": every value that stands there counts as reviewed today.
  Q_INVOKABLE void confirmAll();
  /// `how`: findings, promise (texts), resident (who consents), purposes (names), strokes (qml/parts/SignaturePad.qml).
  /// A promise becomes a request of this home.
  Q_INVOKABLE void finish(const QVariantMap& how);
  /// What is signed: shown above the signature and named by its digest in the record.
  Q_INVOKABLE QString notice(const QStringList& purposes) const;

 Q_SIGNALS:
  void changed();
  void finished(const QString& status);

 private:
  App* app() const { return App::of(this); }
  bool can() const;
  RecordId unit() const;
  std::optional<Intent> consent_from(const QVariantMap& how) const;
  void in_visit(std::function<void(const RecordId& visit)> then);
  void end(const json& set, const QString& status, const QString& sentence);
  void over(const RecordId& visit, const QString& status, const QString& sentence);
  void wait();
  void tell(const QString& sentence);
  void fail(const Error& error);

  HomeRecords* household_ = nullptr;
  QString sentence_;
  bool busy_ = false;
};

/// A signature's strokes as the archive keeps them: points "x,y" divided by blanks, strokes by semicolons.
QString strokes_text(const QVariantList& strokes);

inline constexpr auto consent_notice_version = "2026-11";

}  // namespace doorstep
