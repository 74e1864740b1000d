#pragma once
#include <QDate>
#include <QVariantMap>
#include <memory>
#include <unordered_map>

#include "mobile/live_list.h"

namespace doorstep {

/// Every home of the community and what is to be done there, asked once for the list, the grid and the office's view;
/// as a list it is the buildings: building, homes, due, done, conflicts.
class Estate : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(int visited READ visited NOTIFY homesChanged)  ///< today by this person, whatever came of it
  Q_PROPERTY(int held READ held NOTIFY homesChanged)        ///< of these, with something that is not delivered yet

 public:
  struct Row {
    QString key{};
    int homes = 0, due = 0, done = 0, conflicts = 0;
    friend bool operator==(const Row&, const Row&) = default;
  };

  Estate();
  /// By building, entrance and room as people count them.
  const std::vector<EstateRow>& homes() const { return homes_; }
  const EstateRow* home(const QString& id) const;
  /// Visited today by this tablet's person; or still to be visited, by them or by whoever comes first.
  bool is_own(const EstateRow& home) const;
  int visited() const { return visited_; }
  int held() const { return held_; }
  Q_INVOKABLE QString placeOf(const QString& unit) const;
  QString use_of(const EstateRow& home) const;  ///< "自住"; empty: not known

 Q_SIGNALS:
  void homesChanged();

 protected:
  void ask() override;
  void forget() override;

 private:
  /// Today's call at a home, and whose it was: asked anew when anything else of it is another.
  struct Call {
    VisitToday today = VisitToday::none;
    bool pending = false;
    std::optional<Instant> reviewed{};
    bool mine = false;
  };
  using Calls = std::unordered_map<RecordId, Call>;
  struct Looked {
    std::vector<EstateRow> homes;
    Calls calls;
  };
  struct Look;
  static void look_on(const std::shared_ptr<Look>& look);
  bool is_mine(const EstateRow& home) const;
  void show_homes(Looked looked);

  std::vector<EstateRow> homes_;
  Calls calls_;
  int visited_ = 0, held_ = 0;
  Rows<Row> rows_;
};

QString place_of(const EstateRow& home);  ///< "3-1-1502"
QString name_of(VisitToday visit);        ///< as qml/parts/VisitRow.qml has it: "no_answer"
/// A visit is due by today or one was made today: it stands on today's list.
bool is_for_today(const EstateRow& home, const std::string& today);
int overdue_days(const EstateRow& home, QDate today);
std::string today_text();  ///< "2026-11-26", here

/// Numbers in texts compare as numbers: 2 before 12, B1 before 1.
bool before(const QString& a, const QString& b);

}  // namespace doorstep
