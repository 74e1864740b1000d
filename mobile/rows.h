#pragma once
#include <QAbstractListModel>
#include <QHash>
#include <QVariant>
#include <algorithm>
#include <functional>
#include <iterator>
#include <unordered_set>
#include <vector>

namespace doorstep {

/// What a list model holds, seen from outside: how many, and each row's values by the number of their role.
class RowStore {
 public:
  virtual ~RowStore() = default;
  virtual int count() const = 0;
  virtual QVariant value(int row, int role) const = 0;
  virtual QHash<int, QByteArray> names() const = 0;
};

template <class Row>
struct RowRole {
  const char* name;
  QVariant (*value)(const Row&);
};

/// The rows of one `LiveList`. A Row has `key` (a QString, each once) and ==. `show` brings them to what they shall be
/// with as few row signals as that takes; never a reset, so that position and focus stay.
template <class Row>
class Rows final : public RowStore {
 public:
  template <class List>
  Rows(List& list, std::vector<RowRole<Row>> roles) : roles_(std::move(roles)) {
    insert_ = [&list](int first, int last) { list.beginInsertRows({}, first, last); };
    inserted_ = [&list] { list.endInsertRows(); };
    remove_ = [&list](int first, int last) { list.beginRemoveRows({}, first, last); };
    removed_ = [&list] { list.endRemoveRows(); };
    move_ = [&list](int from, int to) { list.beginMoveRows({}, from, from, {}, to); };
    moved_ = [&list] { list.endMoveRows(); };
    told_ = [&list](int row) { Q_EMIT list.dataChanged(list.index(row), list.index(row)); };
    counted_ = [&list] { Q_EMIT list.countChanged(); };
    list.hold(*this);
  }
  Rows(const Rows&) = delete;

  const std::vector<Row>& all() const { return rows_; }
  const Row& at(int row) const { return rows_.at(static_cast<std::size_t>(row)); }

  void show(std::vector<Row> next) {
    const auto before = rows_.size();
    drop_missing(next);
    std::unordered_set<QString> held;
    for (const auto& row : rows_) held.insert(row.key);
    for (std::size_t at = 0; at < next.size();) {
      auto end = at;
      while (end < next.size() && !held.contains(next[end].key)) ++end;
      if (end > at)
        insert(at, end, next);
      else
        place(end++, std::move(next[at]));
      at = end;
    }
    if (rows_.size() != before) counted_();
  }
  /// One row's new content, in its place.
  void change(std::size_t at, Row row) {
    if (rows_[at] == row) return;
    rows_[at] = std::move(row);
    told_(static_cast<int>(at));
  }

  int count() const override { return static_cast<int>(rows_.size()); }
  QVariant value(int row, int role) const override {
    auto number = static_cast<std::size_t>(role - Qt::UserRole);
    return number < roles_.size() ? roles_[number].value(at(row)) : QVariant{};
  }
  QHash<int, QByteArray> names() const override {
    QHash<int, QByteArray> out;
    for (std::size_t i = 0; i < roles_.size(); ++i) out[Qt::UserRole + static_cast<int>(i)] = roles_[i].name;
    return out;
  }

 private:
  void drop_missing(const std::vector<Row>& next) {
    std::unordered_set<QString> wanted;
    for (const auto& row : next) wanted.insert(row.key);
    for (auto end = rows_.size(); end > 0;) {
      auto last = end - 1;
      if (wanted.contains(rows_[last].key)) {
        end = last;
        continue;
      }
      auto first = last;
      while (first > 0 && !wanted.contains(rows_[first - 1].key)) --first;
      remove_(static_cast<int>(first), static_cast<int>(last));
      rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(first), rows_.begin() + static_cast<std::ptrdiff_t>(end));
      removed_();
      end = first;
    }
  }

  // Rows `first` to before `end` of what shall stand here, none of which did.
  void insert(std::size_t first, std::size_t end, std::vector<Row>& next) {
    auto from = next.begin() + static_cast<std::ptrdiff_t>(first), to = next.begin() + static_cast<std::ptrdiff_t>(end);
    insert_(static_cast<int>(first), static_cast<int>(end) - 1);
    rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(first), std::make_move_iterator(from),
                 std::make_move_iterator(to));
    inserted_();
  }

  void place(std::size_t at, Row row) {
    auto here = rows_.begin() + static_cast<std::ptrdiff_t>(at);
    auto found = std::find_if(here, rows_.end(), [&](const Row& held) { return held.key == row.key; });
    if (found != here) {
      move_(static_cast<int>(found - rows_.begin()), static_cast<int>(at));
      std::rotate(here, found, found + 1);
      moved_();
    }
    change(at, std::move(row));
  }

  std::vector<RowRole<Row>> roles_;
  std::vector<Row> rows_;
  std::function<void(int, int)> insert_, remove_, move_;
  std::function<void()> inserted_, removed_, moved_, counted_;
  std::function<void(int)> told_;
};

}  // namespace doorstep
