#include <QAbstractItemModel>
#include <QCommandLineParser>
#include <QDir>
#include <QEventLoop>
#include <QGuiApplication>
#include <QPainter>
#include <QQmlApplicationEngine>
#include <QQmlProperty>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTimer>

#include "mobile/app.h"
#include "mobile/start.h"

/// Pictures of every screen in both languages, both themes and four sizes, from a store that is there already
/// (scripts/pictures makes one). What people look at to judge the app.
///   app_pictures --store DIR --out DIR [--only NAME,…] [--sheets]      the passphrase stands in DOORSTEP_PASSPHRASE
/// --sheets: one small picture for each screen, with all its looks side by side; docs/pictures/looks has these.
namespace {

struct Scene {
  const char* name;
  std::function<void(QObject* shell)> go;
};

void wait(int ms) {
  QEventLoop loop;
  QTimer::singleShot(ms, &loop, &QEventLoop::quit);
  loop.exec();
}

QString first_unit(QObject* shell) {
  auto* list = shell->findChild<QObject*>("visits");
  auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
  if (model == nullptr) return {};
  for (int row = 0; row < model->rowCount(); ++row) {
    auto index = model->index(row, 0);
    auto names = model->roleNames();
    if (model->data(index, names.key("warned")).toBool()) return model->data(index, names.key("unit")).toString();
  }
  return model->rowCount() > 0 ? model->data(model->index(0, 0), Qt::UserRole).toString() : QString{};
}

QString first_record(QObject* shell, const char* type) {
  auto* list = shell->findChild<QObject*>("household");
  auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
  if (model == nullptr) return {};
  auto names = model->roleNames();
  for (int row = 0; row < model->rowCount(); ++row)
    if (model->data(model->index(row, 0), names.key("type")).toString() == type)
      return model->data(model->index(row, 0), names.key("recordId")).toString();
  return {};
}

void page(QObject* shell, const char* name) { QMetaObject::invokeMethod(shell, "go", Q_ARG(QString, QString{name})); }

/// The desk with a conflict: about records that may be one, or about a value.
void conflict(QObject* shell, bool twice) {
  page(shell, "conflicts");
  wait(700);
  auto* list = shell->findChild<QObject*>("queue");
  auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
  for (int row = 0; model != nullptr && row < model->rowCount(); ++row) {
    auto index = model->index(row, 0);
    if (model->data(index, model->roleNames().key("twice")).toBool() != twice) continue;
    auto id = model->data(index, model->roleNames().key("conflictId")).toString();
    QMetaObject::invokeMethod(shell, "decide", Q_ARG(QString, id));
    return;
  }
}

/// What one decision for all that are alike would write.
void many(QObject* shell) {
  conflict(shell, false);
  wait(500);
  if (auto* card = shell->findChild<QObject*>("card")) QMetaObject::invokeMethod(card, "take", Q_ARG(int, 1));
  wait(200);
  if (auto* button = shell->findChild<QObject*>("decideAlike")) QMetaObject::invokeMethod(button, "clicked");
}

/// What one row of the desk's queue says, the first that is an approval; empty: there is none.
QString first_approval(QObject* shell, const char* role) {
  page(shell, "conflicts");
  wait(700);
  auto* list = shell->findChild<QObject*>("queue");
  auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
  for (int row = 0; model != nullptr && row < model->rowCount(); ++row) {
    const auto names = model->roleNames();
    if (model->data(model->index(row, 0), names.key("approval")).toBool())
      return model->data(model->index(row, 0), names.key(role)).toString();
  }
  return {};
}

/// Somebody new is entered in a home by the name of one who lives there.
void somebody_known(QObject* shell) {
  page(shell, "today");
  wait(200);
  QMetaObject::invokeMethod(shell, "openUnit", Q_ARG(QString, first_unit(shell)));
  wait(700);
  auto* household = shell->findChild<QObject*>("household");
  auto* people = household == nullptr ? nullptr : household->property("model").value<QAbstractItemModel*>();
  if (people == nullptr || people->rowCount() == 0) return;
  const auto name = people->data(people->index(0, 0), people->roleNames().key("title"));
  QMetaObject::invokeMethod(shell, "make", Q_ARG(QString, "resident"), Q_ARG(QVariant, QVariantMap{}),
                            Q_ARG(QString, "family"));
  wait(700);
  auto* list = shell->findChild<QObject*>("form");
  auto* form = list == nullptr ? nullptr : list->property("model").value<QObject*>();
  if (form != nullptr) QMetaObject::invokeMethod(form, "edit", Q_ARG(QString, "name"), Q_ARG(QVariant, name));
}

/// Rows of a list have no QObject above them: they are looked for as one sees them.
QQuickItem* in_sight(QQuickItem* in, const QString& name) {
  if (in == nullptr || in->objectName() == name) return in;
  for (auto* child : in->childItems())
    if (auto* found = in_sight(child, name)) return found;
  return nullptr;
}
void press(QObject* shell, const char* button) {
  if (auto* found = in_sight(qobject_cast<QQuickItem*>(shell), button)) QMetaObject::invokeMethod(found, "clicked");
}

/// A third value of what is decided as one, being typed.
void third(QObject* shell) {
  page(shell, "conflicts");
  wait(700);
  auto* list = shell->findChild<QObject*>("queue");
  auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
  for (int row = 0; model != nullptr && row < model->rowCount(); ++row) {
    const auto names = model->roleNames();
    if (model->data(model->index(row, 0), names.key("members")).toList().size() < 2) continue;
    const auto id = model->data(model->index(row, 0), names.key("conflictId")).toString();
    QMetaObject::invokeMethod(shell, "decide", Q_ARG(QString, id));
    wait(300);
    press(shell, "typeAnother");
    return;
  }
}

/// What was decided, with the way back.
void decided(QObject* shell) {
  page(shell, "conflicts");
  wait(700);
  press(shell, "decidedOnes");
}

/// Two people beside each other who may be one.
void same_person(QObject* shell) {
  page(shell, "today");
  wait(200);
  QMetaObject::invokeMethod(shell, "openUnit", Q_ARG(QString, first_unit(shell)));
  wait(700);
  QMetaObject::invokeMethod(shell, "openHere", Q_ARG(QString, first_record(shell, "resident")));
  wait(700);
  press(shell, "sameAs");
  wait(700);
  auto* list = shell->findChild<QObject*>("picker");
  auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
  if (model == nullptr || model->rowCount() == 0) return;
  const auto other = model->data(model->index(model->rowCount() - 1, 0), model->roleNames().key("recordId"));
  if (auto* screen = shell->findChild<QObject*>("samePerson")) screen->setProperty("other", other);
}

/// What somebody was about whose name two people quarrel.
void look_back(QObject* shell) {
  page(shell, "conflicts");
  wait(700);
  auto* list = shell->findChild<QObject*>("queue");
  auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
  if (model == nullptr || model->rowCount() == 0) return;
  const auto record = model->data(model->index(0, 0), model->roleNames().key("recordId")).toString();
  QMetaObject::invokeMethod(shell, "openHere", Q_ARG(QString, record));
  wait(700);
  press(shell, "lookBack");
  wait(700);
}

/// A small file with true grounds: the 256 colours that are met most often, and for the others the nearest of these.
QImage in_few_colours(const QImage& picture) {
  QHash<QRgb, int> met;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) ++met[picture.pixel(x, y)];
  auto colours = met.keys();
  std::sort(colours.begin(), colours.end(), [&](QRgb a, QRgb b) { return met[a] > met[b]; });
  return picture.convertToFormat(QImage::Format_Indexed8, colours.mid(0, 256), Qt::ThresholdDither | Qt::AvoidDither);
}

/// All looks of a screen in rows of one language and theme each, small enough to be kept.
QImage sheet(const std::vector<QImage>& looks, qsizetype across) {
  constexpr int height = 340, gap = 8;
  std::vector<QImage> small;
  int width = gap;
  for (const auto& look : looks) small.push_back(look.scaledToHeight(height, Qt::SmoothTransformation));
  for (std::size_t i = 0; i < small.size() && i < static_cast<std::size_t>(across); ++i)
    width += small[i].width() + gap;
  const auto rows = (static_cast<int>(small.size()) + static_cast<int>(across) - 1) / static_cast<int>(across);
  QImage out{width, gap + rows * (height + gap), QImage::Format_RGB32};
  out.fill(Qt::gray);
  QPainter painter{&out};
  int x = gap, y = gap;
  for (std::size_t i = 0; i < small.size(); ++i) {
    painter.drawImage(x, y, small[i]);
    x += small[i].width() + gap;
    if ((i + 1) % static_cast<std::size_t>(across) != 0) continue;
    x = gap;
    y += height + gap;
  }
  painter.end();
  return in_few_colours(out);
}

/// One part of an admin's page, with its first row open.
QObject* office(QObject* shell, const char* part, const char* screen) {
  page(shell, "office");
  wait(200);
  // As a tap does it, for good: another language would bring the first part again.
  if (auto* admin = shell->findChild<QObject*>("admin")) QQmlProperty::write(admin, "part", QString{part});
  wait(700);
  return shell->findChild<QObject*>(screen);
}
QVariant told_by(QObject* shell, const char* list, int row, const char* role) {
  auto* view = shell->findChild<QObject*>(list);
  auto* model = view == nullptr ? nullptr : view->property("model").value<QAbstractItemModel*>();
  if (model == nullptr || row >= model->rowCount()) return {};
  return model->data(model->index(row, 0), model->roleNames().key(role));
}
void invite(QObject* shell) {
  office(shell, "tablets", "adminTablets");
  press(shell, "invite");
  wait(500);
  press(shell, "invite_chen");
}
void quarantine(QObject* shell) {
  auto* screen = office(shell, "quarantine", "adminQuarantine");
  if (screen == nullptr) return;
  for (const char* role : {"person", "device"}) screen->setProperty(role, told_by(shell, "parcels", 0, role));
  wait(500);
  press(shell, "chooseAll");
}
/// The end of a tablet's access, asked about.
void ended(QObject* shell) {
  auto* screen = office(shell, "tablets", "adminTablets");
  if (screen == nullptr) return;
  for (int row = 0; row < 9; ++row)
    if (told_by(shell, "tablets", row, "revocable").toBool())
      screen->setProperty("current", told_by(shell, "tablets", row, "key"));
  wait(200);
  press(shell, "revoke");
}

std::vector<Scene> scenes() {
  return {{"today", [](QObject* shell) { page(shell, "today"); }},
          {"home",
           [](QObject* shell) {
             page(shell, "today");
             wait(200);
             QMetaObject::invokeMethod(shell, "openUnit", Q_ARG(QString, first_unit(shell)));
           }},
          {"building",
           [](QObject* shell) {
             page(shell, "today");
             auto* list = shell->findChild<QObject*>("visits");
             auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
             if (model == nullptr || model->rowCount() == 0) return;
             shell->setProperty("building", model->data(model->index(0, 0), model->roleNames().key("building")));
           }},
          {"form",
           [](QObject* shell) {
             page(shell, "today");
             wait(100);
             QMetaObject::invokeMethod(shell, "openUnit", Q_ARG(QString, first_unit(shell)));
             wait(700);
             QMetaObject::invokeMethod(shell, "openHere", Q_ARG(QString, first_record(shell, "resident")));
           }},
          {"past", [](QObject* shell) { look_back(shell); }},
          {"values",
           [](QObject* shell) {
             look_back(shell);
             press(shell, "past_name");
           }},
          {"requests", [](QObject* shell) { page(shell, "requests"); }},
          {"conflicts", [](QObject* shell) { conflict(shell, false); }},
          {"twice", [](QObject* shell) { conflict(shell, true); }},
          {"approval",
           [](QObject* shell) {
             QMetaObject::invokeMethod(shell, "decide", Q_ARG(QString, first_approval(shell, "conflictId")));
           }},
          {"proposed",
           [](QObject* shell) {
             QMetaObject::invokeMethod(shell, "openHere", Q_ARG(QString, first_approval(shell, "recordId")));
             wait(700);
             auto* list = shell->findChild<QObject*>("form");
             auto* model = list == nullptr ? nullptr : list->property("model").value<QAbstractItemModel*>();
             for (int row = 0; model != nullptr && row < model->rowCount(); ++row)
               if (!model->data(model->index(row, 0), model->roleNames().key("waiting")).toString().isEmpty())
                 QMetaObject::invokeMethod(list, "positionViewAtIndex", Q_ARG(int, row), Q_ARG(int, 1));
           }},
          {"third", [](QObject* shell) { third(shell); }},
          {"decided", [](QObject* shell) { decided(shell); }},
          {"same", [](QObject* shell) { same_person(shell); }},
          {"many", [](QObject* shell) { many(shell); }},
          {"people",
           [](QObject* shell) {
             if (auto* screen = office(shell, "people", "adminPeople")) screen->setProperty("current", "chen");
           }},
          {"tablets", [](QObject* shell) { ended(shell); }},
          {"invite", [](QObject* shell) { invite(shell); }},
          {"quarantine", [](QObject* shell) { quarantine(shell); }},
          {"likely", [](QObject* shell) { somebody_known(shell); }},
          {"search",
           [](QObject* shell) {
             page(shell, "today");
             if (auto* box = shell->findChild<QObject*>("search")) box->setProperty("text", "zh");
           }},
          {"visit",
           [](QObject* shell) {
             if (auto* box = shell->findChild<QObject*>("search")) box->setProperty("text", "");
             page(shell, "today");
             wait(100);
             QMetaObject::invokeMethod(shell, "openUnit", Q_ARG(QString, first_unit(shell)));
             wait(500);
             if (auto* button = shell->findChild<QObject*>("startVisit")) QMetaObject::invokeMethod(button, "clicked");
           }},
          {"outbox", [](QObject* shell) { page(shell, "outbox"); }}};
}

}  // namespace

int main(int count, char** words) {
  QGuiApplication application{count, words};
  QCommandLineParser parser;
  parser.addOptions({{"store", "", "DIR"},
                     {"out", "", "DIR"},
                     {"only", "", "NAME"},
                     {"sheets", ""},
                     {"sizes", "", "LIST", "1600x900,1280x800,800x1280,400x800"},
                     {"languages", "", "LIST", "zh_CN,en"},
                     {"themes", "", "LIST", "light,dark"}});
  parser.process(application);
  doorstep::Options options;
  options.store = parser.value("store");
  options.language = "zh_CN";
  QQmlApplicationEngine engine;
  doorstep::prepare(engine, options);
  engine.load(QStringLiteral("qrc:/qt/qml/Doorstep/qml/Main.qml"));
  if (engine.rootObjects().isEmpty()) return 1;
  auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().first());
  auto* app = engine.singletonInstance<doorstep::App*>(qmlTypeId("Doorstep", 1, 0, "App"));
  QDir out{parser.value("out")};
  auto each = [&](const QString& scene) {
    if (!parser.value("only").isEmpty() && !parser.value("only").split(',').contains(scene)) return;
    std::vector<QImage> looks;
    for (const auto& language : parser.value("languages").split(','))
      for (const auto& look : parser.value("themes").split(','))
        for (const auto& size : parser.value("sizes").split(',')) {
          app->setLanguage(language);
          doorstep::dress(engine, look);
          window->resize(size.split('x')[0].toInt(), size.split('x')[1].toInt());
          wait(350);
          looks.push_back(window->grabWindow());
          if (parser.isSet("sheets")) continue;
          looks.back().save(out.filePath(scene + '_' + language + '_' + look + '_' + size + ".png"));
        }
    if (parser.isSet("sheets"))
      sheet(looks, parser.value("sizes").split(',').size()).save(out.filePath(scene + ".png"));
  };
  wait(300);
  each("unlock");
  app->addPerson(true);
  each("enrol");
  app->addPerson(false);
  app->unlock(qEnvironmentVariable("DOORSTEP_PASSPHRASE"));
  for (int i = 0; i < 100 && app->state() != doorstep::App::State::Open; ++i) wait(100);
  wait(2'000);
  auto* holder = window->findChild<QObject*>("screen");
  for (const auto& scene : scenes()) {
    auto* shell = QQmlProperty::read(holder, "item").value<QObject*>();
    if (shell == nullptr) return 1;
    if (!parser.value("only").isEmpty() && !parser.value("only").split(',').contains(scene.name)) continue;
    scene.go(shell);
    wait(900);
    each(scene.name);
  }
  return 0;
}
