#include "mobile/staff.h"

namespace doorstep {
namespace {

std::string typed(const QString& list) {
  // A list as people type it in Chinese too.
  auto plain = list;
  return plain.replace("，", ",").replace("、", ",").remove(' ').toStdString();
}

}  // namespace

Staff::Staff()
    : rows_(*this, {{"login", [](const Row& row) { return QVariant{row.key}; }},
                    {"name", [](const Row& row) { return QVariant{row.name}; }},
                    {"role", [](const Row& row) { return QVariant{row.role}; }},
                    {"roleLabel", [](const Row& row) { return QVariant{row.role_label}; }},
                    {"communities", [](const Row& row) { return QVariant{row.communities}; }},
                    {"buildings", [](const Row& row) { return QVariant{row.buildings}; }},
                    {"where", [](const Row& row) { return QVariant{row.where}; }},
                    {"tablets", [](const Row& row) { return QVariant{row.tablets}; }},
                    {"bar", [](const Row& row) { return QVariant{row.bar}; }},
                    {"inviteBar", [](const Row& row) { return QVariant{row.invite_bar}; }}}) {}

// The roles first: people are shown by their names.
void Staff::ask() {
  fetch<AdminRole>({AdminVerb::roles}, [this](const std::vector<AdminRole>& roles) {
    learn(roles);
    fetch<AdminPerson>({AdminVerb::people}, [this](const std::vector<AdminPerson>& people) { show(people); });
  });
}

void Staff::forget() {
  rows_.show({});
  givable_.clear();
  Q_EMIT givableChanged();
  AdminList::forget();
}

void Staff::learn(const std::vector<AdminRole>& roles) {
  QVariantList next;
  for (const auto& one : roles) {
    auto role = Role::parse(canonical(one.role));
    auto label = app().words().label(one.label);
    next << QVariantMap{{"name", qs(one.name)},
                        {"label", label.isEmpty() ? qs(one.name) : label},
                        {"closed", !one.bar.empty()},
                        {"reason", why(one.bar)},
                        {"tells", role ? summary_of(*role) : QString{}}};
  }
  if (next == givable_) return;
  givable_ = std::move(next);
  Q_EMIT givableChanged();
}

// "Reads: everything. May: export, approve" — what somebody who gives it wants to know before the paper is asked.
QString Staff::summary_of(const Role& role) const {
  const auto comma = app().words().chinese() ? QString{"、"} : QString{", "};
  QStringList whole, part, may;
  for (const auto& type : session()->archive_template().types()) {
    const auto reads = role.reads(type.name);
    if ((classes_of(type) & ~reads) == 0)
      whole << app().words().label(type.label);
    else if (reads != no_class)
      part << app().words().label(type.label);
  }
  const auto types = session()->archive_template().types().size();
  QStringList out;
  if (whole.isEmpty() && part.isEmpty()) out << tr("Sees nothing of residents.");
  if (whole.size() == static_cast<qsizetype>(types))
    out << tr("Sees everything.");
  else if (!whole.isEmpty())
    out << tr("Sees whole: %1.").arg(whole.join(comma));
  if (!part.isEmpty()) out << tr("Sees in part: %1.").arg(part.join(comma));
  const std::array<std::pair<Right, QString>, 6> rights{{{Right::history, tr("history")},
                                                         {Right::export_records, tr("export")},
                                                         {Right::approve, tr("approvals")},
                                                         {Right::people, tr("people")},
                                                         {Right::devices, tr("tablets")},
                                                         {Right::quarantine, tr("quarantine")}}};
  for (const auto& [right, word] : rights)
    if (role.may(right)) may << word;
  if (!may.isEmpty()) out << tr("Has besides: %1.").arg(may.join(comma));
  return out.join(app().words().chinese() ? "" : " ");
}

QString Staff::where(const QString& communities, const QString& buildings) const {
  QStringList out;
  if (!communities.isEmpty()) out << tr("communities %1").arg(communities);
  if (!buildings.isEmpty()) out << tr("buildings %1").arg(buildings);
  return out.isEmpty() ? tr("everywhere") : out.join(" · ");
}

void Staff::show(const std::vector<AdminPerson>& people) {
  std::vector<Row> rows;
  for (const auto& one : people) {
    Row row;
    row.key = qs(one.login);
    row.name = qs(one.name);
    row.role = row.role_label = qs(one.role);
    row.communities = qs(one.communities);
    row.buildings = qs(one.buildings);
    for (const auto& role : std::as_const(givable_))
      if (role.toMap().value("name") == row.role) row.role_label = role.toMap().value("label").toString();
    row.where = where(row.communities, row.buildings);
    row.tablets = static_cast<int>(one.tablets);
    row.bar = why(one.bar);
    row.invite_bar = why(one.invite_bar);
    rows.push_back(std::move(row));
  }
  settle();
  rows_.show(std::move(rows));
}

int Staff::placeOf(const QString& login) const {
  const auto& all = rows_.all();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].key == login) return static_cast<int>(i);
  return -1;
}

void Staff::add(const QString& login, const QString& name, const QString& role, const QString& communities,
                const QString& buildings) {
  AdminAsk ask{AdminVerb::add_person};
  ask.login = login.trimmed().toStdString();
  ask.name = name.trimmed().toStdString();
  ask.role = role.toStdString();
  ask.communities = typed(communities);
  ask.buildings = typed(buildings);
  if (ask.login.empty() || ask.name.empty() || ask.role->empty())
    return tell({}, tr("A login, a name and a role are needed."));
  act(std::move(ask), [this, login = login.trimmed(), name = name.trimmed()](const AdminAnswer&) {
    tell(tr("%1 is added. Now invite a tablet for them, under “Tablets”.").arg(name), {});
    Q_EMIT added(login);
  });
}

void Staff::give(const QString& login, const QString& role, const QString& communities, const QString& buildings) {
  AdminAsk ask{AdminVerb::set_person};
  ask.login = login.toStdString();
  ask.role = role.toStdString();
  ask.communities = typed(communities);
  ask.buildings = typed(buildings);
  act(std::move(ask), [this](const AdminAnswer&) {
    tell(tr("Given. A tablet that is connected has it now, others at their next contact."), {});
    Q_EMIT given();
  });
}

}  // namespace doorstep
