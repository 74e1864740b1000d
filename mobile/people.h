#pragma once
#include <QString>
#include <QStringList>
#include <QVariantMap>
#include <vector>

namespace doorstep {

/// Who has a store on this tablet: folders below one root, or the root itself when it is a store (as the command line
/// makes them). Names are remembered beside them (people.json), for a locked store tells nobody whose it is; so is how
/// the app looks to each (looks.json): a left-handed person finds it left-handed.
class People {
 public:
  struct Person {
    QString folder, name;
  };

  explicit People(QString root);

  const std::vector<Person>& all() const { return all_; }
  QStringList names() const;
  QString new_folder() const;  ///< for one more person; nothing is made yet
  void remember(const QString& folder, const QString& name);
  /// {"dark": true, "language": "en", …}: what this person chose, and nothing else.
  QVariantMap looks(const QString& folder) const;
  void keep_looks(const QString& folder, const QVariantMap& looks);
  /// Whoever comes next into that folder finds nothing of them.
  void forget(const QString& folder);
  /// A name for what somebody who leaves had not sent; the folder for such files is made.
  QString hand_over_file(const QString& folder) const;
  void look();  ///< at the disk, anew

 private:
  QString name_of(const QString& folder) const;
  QString key_of(const QString& folder) const;

  QString root_;
  std::vector<Person> all_;
};

}  // namespace doorstep
