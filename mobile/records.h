#pragma once
#include "mobile/live_list.h"

namespace doorstep {

/// What a search finds, as one types; without words the newest of a type. Roles:
///   recordId, type, typeName, title
///   facts     a line below the title: where it was found, or what it is
///   state     of what goes its way step by step: the step's name · unit: the home it names, if it names one
///   glyph     its type's sign
///   pending   has changes that are only on this tablet · conflicts  how many are open
class Records : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString words READ words WRITE setWords NOTIFY wordsChanged)
  Q_PROPERTY(QString type READ type WRITE setType NOTIFY typeChanged)  ///< empty: any
  Q_PROPERTY(QString home READ home WRITE setHome NOTIFY typeChanged)  ///< without words: what belongs to this home
  Q_PROPERTY(bool onlyWithWords MEMBER only_with_words_)               ///< a search box that begins empty

 public:
  struct Row {
    QString key, type, type_name, title, glyph{}, facts{}, state{}, unit{};
    bool pending = false;
    int conflicts = 0;
    friend bool operator==(const Row&, const Row&) = default;
  };

  Records();
  QString words() const { return words_; }
  void setWords(const QString& words);
  QString type() const { return type_; }
  void setType(const QString& type);
  QString home() const { return home_; }
  void setHome(const QString& home);

  bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;

 Q_SIGNALS:
  void wordsChanged();
  void typeChanged();

 protected:
  void ask() override;
  void forget() override;

 private:
  void ask_home(const RecordId& home);
  void ask_found();
  void show(const std::vector<RecordView>& found);
  Row row_of(const RecordView& view) const;

  QString words_, type_, home_;
  bool only_with_words_ = false;
  std::size_t limit_ = page_;
  static constexpr std::size_t page_ = 60;  ///< rows asked for at once; more as one scrolls
  Rows<Row> rows_;
};

}  // namespace doorstep
