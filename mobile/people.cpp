#include "mobile/people.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace doorstep {
namespace {

bool is_store(const QDir& folder) { return folder.exists("store.db"); }

constexpr auto names_file = "people.json";
constexpr auto looks_file = "looks.json";
constexpr auto hand_over_folder = "for-the-office";

QJsonObject read(const QString& root, const char* name) {
  QFile file{QDir{root}.filePath(name)};
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QJsonDocument::fromJson(file.readAll()).object();
}

// What cannot be written is only not remembered: a folder's name stands for a person's, and light for dark.
void write(const QString& root, const char* name, const QJsonObject& content) {
  QDir{}.mkpath(root);
  QSaveFile file{QDir{root}.filePath(name)};
  if (!file.open(QIODevice::WriteOnly)) return;
  file.write(QJsonDocument{content}.toJson());
  file.commit();
}

}  // namespace

People::People(QString root) : root_(std::move(root)) { look(); }

QString People::key_of(const QString& folder) const { return QDir{root_}.relativeFilePath(folder); }

QString People::name_of(const QString& folder) const {
  auto name = read(root_, names_file).value(key_of(folder)).toString();
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

void People::remember(const QString& folder, const QString& name) {
  auto names = read(root_, names_file);
  names[key_of(folder)] = name;
  write(root_, names_file, names);
  look();
}

void People::forget(const QString& folder) {
  for (const auto* name : {names_file, looks_file}) {
    auto all = read(root_, name);
    all.remove(key_of(folder));
    write(root_, name, all);
  }
  look();
}

QString People::hand_over_file(const QString& folder) const {
  QDir root{root_};
  root.mkpath(hand_over_folder);
  const auto now = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-HHmmss-zzz");
  return root.filePath(QString{hand_over_folder} + "/" + QDir{folder}.dirName() + "-" + now + ".outmail");
}

QVariantMap People::looks(const QString& folder) const {
  return read(root_, looks_file).value(key_of(folder)).toObject().toVariantMap();
}

void People::keep_looks(const QString& folder, const QVariantMap& looks) {
  auto all = read(root_, looks_file);
  all[key_of(folder)] = QJsonObject::fromVariantMap(looks);
  write(root_, looks_file, all);
}

}  // namespace doorstep
