#include "mobile/people.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace doorstep {
namespace {

bool is_store(const QDir& folder) { return folder.exists("store.db"); }

QJsonObject read_names(const QString& root) {
  QFile file{QDir{root}.filePath("people.json")};
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QJsonDocument::fromJson(file.readAll()).object();
}

}  // namespace

People::People(QString root) : root_(std::move(root)) { look(); }

QString People::name_of(const QString& folder) const {
  auto name = read_names(root_).value(QDir{root_}.relativeFilePath(folder)).toString();
  return name.isEmpty() ? QDir{folder}.dirName() : name;
}

void People::look() {
  all_.clear();
  QDir root{root_};
  if (is_store(root)) {
    all_.push_back({root_, name_of(root_)});
    return;
  }
  for (const auto& entry : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
    if (is_store(QDir{root.filePath(entry)})) all_.push_back({root.filePath(entry), name_of(root.filePath(entry))});
}

QStringList People::names() const {
  QStringList out;
  for (const auto& person : all_) out << person.name;
  return out;
}

QString People::new_folder() const {
  QDir root{root_};
  for (int number = 1;; ++number) {
    auto path = root.filePath("person-" + QString::number(number));
    // A folder without a store is an enrolment that broke off: it goes on there.
    if (!is_store(QDir{path})) return path;
  }
}

// A name that is not written is only a name that is not shown: the folder's stands there instead.
void People::remember(const QString& folder, const QString& name) {
  auto names = read_names(root_);
  names[QDir{root_}.relativeFilePath(folder)] = name;
  QDir{}.mkpath(root_);
  QSaveFile file{QDir{root_}.filePath("people.json")};
  if (file.open(QIODevice::WriteOnly)) {
    file.write(QJsonDocument{names}.toJson());
    file.commit();
  }
  look();
}

}  // namespace doorstep
