#pragma once
#include <QDate>
#include <QVariantMap>
#include <map>

#include "mobile/live_list.h"

namespace doorstep {

/// One home as lists and grids show it.
struct Home {
  RecordId id;
  QString key, building, entrance, room, people, use;
  int floor = 0;
  QDate reviewed, due;
  QString visit = "none";  ///< none, started, done, no_answer, refused, postponed: today's
  int conflicts = 0, requests = 0, complete_percent = 0;
  bool pending = false, warned = false;

  QString place() const;  ///< "3-1-1502"
  int overdue(QDate today) const;
  friend bool operator==(const Home&, const Home&) = default;
};

/// Every home of the community and what is to be done there, asked once for the list, the grid and the office's view;
/// as a list it is the buildings: building, homes, due, done, conflicts.
class Estate : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(int due READ due NOTIFY homesChanged)  ///< to be visited today, done ones included
  Q_PROPERTY(int done READ done NOTIFY homesChanged)

 public:
  struct Row {
    QString key{};
    int homes = 0, due = 0, done = 0, conflicts = 0;
    friend bool operator==(const Row&, const Row&) = default;
  };

  Estate();
  const std::vector<Home>& homes() const { return homes_; }
  const Home* home(const QString& id) const;
  int due() const;
  int done() const;
  Q_INVOKABLE QString placeOf(const QString& unit) const;

 Q_SIGNALS:
  void homesChanged();

 protected:
  void ask() override;
  void forget() override;

 private:
  void show_homes(std::vector<Home> homes);

  std::vector<Home> homes_;
  Rows<Row> rows_;
};

/// Numbers in texts compare as numbers: 2 before 12, B1 before 1.
bool before(const QString& a, const QString& b);

}  // namespace doorstep
