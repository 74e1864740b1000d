#pragma once
#include <algorithm>
#include <iterator>
#include <memory>

#include "mobile/live_list.h"

namespace doorstep {

inline constexpr std::size_t admin_rows_max = 2'000;  ///< of one list on the screen; beyond them it says so

/// A list of what the server tells an admin, and what they do there: nothing of it is on this tablet, so it is asked
/// page by page whenever there is a line again, and empty without one.
class AdminList : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the models below it are made")
  Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)     ///< an act is on its way
  Q_PROPERTY(bool known READ known NOTIFY readyChanged)  ///< all of its pages are in
  Q_PROPERTY(bool more READ more NOTIFY readyChanged)    ///< not all of it is shown
  Q_PROPERTY(bool online READ online NOTIFY onlineChanged)
  Q_PROPERTY(QString said READ said NOTIFY saidChanged)    ///< what became of the last act
  Q_PROPERTY(QString wrong READ wrong NOTIFY saidChanged)  ///< or why nothing did

 public:
  bool busy() const { return busy_; }
  bool known() const { return known_; }
  bool more() const { return more_; }
  bool online() const { return online_; }
  QString said() const { return said_; }
  QString wrong() const { return wrong_; }

  Q_INVOKABLE void refresh() { ask_when_free(); }
  /// One goes on to something else.
  Q_INVOKABLE void hush() { tell({}, {}); }
  void componentComplete() override;

 Q_SIGNALS:
  void busyChanged();
  void onlineChanged();
  void saidChanged();

 protected:
  bool concerns(const std::vector<Change>&) const override { return false; }
  void forget() override;

  /// All pages of a list, at most `admin_rows_max` items; `show` hears them once.
  template <class Item>
  void fetch(AdminAsk ask, std::function<void(std::vector<Item>)> show);
  /// What the server answers to an act; then the list is asked anew. What it refuses is said.
  void act(AdminAsk ask, std::function<void(const AdminAnswer&)> then);
  void settle() { known_ = true; }
  void unsettle();  ///< something else is asked from now on
  void tell(const QString& said, const QString& wrong);
  QString sentence(const Error& error) const;
  /// Why something is closed, in words; empty: it is not.
  QString why(const std::string& bar) const;

 private:
  template <class Item>
  struct Fetched {
    AdminAsk ask;
    std::vector<Item> items;
    std::function<void(std::vector<Item>)> show;
  };
  template <class Item>
  void fetch_on(std::shared_ptr<Fetched<Item>> so_far);
  void follow_line();

  bool busy_ = false, more_ = false, online_ = false, known_ = false;
  QString said_, wrong_;
};

template <class Item>
void AdminList::fetch(AdminAsk ask, std::function<void(std::vector<Item>)> show) {
  fetch_on(std::make_shared<Fetched<Item>>(Fetched<Item>{std::move(ask), {}, std::move(show)}));
}

template <class Item>
void AdminList::fetch_on(std::shared_ptr<Fetched<Item>> so_far) {
  put<AdminAnswer>([so_far](Engine& engine, auto then) { engine.admin(so_far->ask, std::move(then)); },
                   [this, so_far](AdminAnswer answer) {
                     if (auto* items = std::get_if<std::vector<Item>>(&answer.found))
                       std::move(items->begin(), items->end(), std::back_inserter(so_far->items));
                     more_ = !answer.next.empty() && so_far->items.size() >= admin_rows_max;
                     so_far->ask.after = answer.next;
                     if (!answer.next.empty() && !more_) return fetch_on(so_far);
                     so_far->show(std::move(so_far->items));
                   });
}

}  // namespace doorstep
