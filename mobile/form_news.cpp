#include "mobile/disputed_value.h"
#include "mobile/form.h"

namespace doorstep {

// The role is asked for first, so that it is known when the record shows.
void Form::ask() {
  session()->engine().role(session()->to<Role>(this, [this](Result<Role> role) {
    if (role) rights_ = std::move(*role);
    if (record_.isEmpty() && session()) show_rows();
  }));
  auto id = parse_id<RecordId>(record_.toStdString());
  if (!id) {
    begin_new();
    return answered();
  }
  put<RecordView>([id = *id](Engine& engine, auto then) { engine.show(id, std::move(then)); },
                  [this](RecordView view) { learn(std::move(view)); });
}

void Form::begin_new() {
  title_ = template_type() ? app().words().label(template_type()->label) : QString{};
  for (auto preset = preset_.begin(); preset != preset_.end(); ++preset)
    fields_[preset.key().toStdString()] = preset.value().toString().toStdString();
  show_rows();
  Q_EMIT recordChanged();
  recall_draft();
  ask_titles();
}

void Form::learn(RecordView view) {
  type_ = qs(view.type);
  const auto* type = template_type();
  if (type == nullptr) return;
  fields_ = std::move(view.fields);
  title_ = app().words().title(*type, fields_);
  if (view.conflicts.empty()) {
    disputed_.clear();
    waiting_.clear();
  }
  show_rows();
  Q_EMIT recordChanged();
  recall_draft();
  ask_conflicts(view.conflicts);
  ask_origins(view.id);
  ask_titles();
}

// Shown when all answers are in: until then what was disputed stays so.
void Form::ask_conflicts(const std::vector<RecordId>& conflicts) {
  auto found = std::make_shared<std::set<std::string>>();
  auto waiting = std::make_shared<std::map<std::string, QString>>();
  auto left = std::make_shared<std::size_t>(conflicts.size());
  for (const auto& id : conflicts)
    session()->engine().conflict(
        id, session()->to<ConflictView>(this, [this, found, waiting, left, asked = record_](Result<ConflictView> view) {
          const auto* type = template_type();
          if (type == nullptr || asked != record_) return;
          if (view) note_waiting(*view, *waiting);
          if (view && view->conflict.kind != ConflictKind::approval) {
            found->insert(view->conflict.field);
            if (const auto* group = type->group(view->conflict.field))
              found->insert(group->fields.begin(), group->fields.end());
          }
          if (--*left > 0) return;
          disputed_ = *found;
          waiting_ = *waiting;
          show_rows();
        }));
}

// Beside each field of a group stands what was proposed for the whole.
void Form::note_waiting(const ConflictView& view, std::map<std::string, QString>& waiting) const {
  const auto* type = template_type();
  std::vector<std::string> fields{view.conflict.field};
  if (const auto* group = type->group(view.conflict.field)) fields = group->fields;
  for (const auto& one : view.conflict.candidates) {
    if (!one.proposed) continue;
    const auto author = person_of(one.stamp.chain);
    const auto value = disputed_words(type, view, one.value, app().words());
    const auto sentence = author == session()->identity().person
                              ? tr("You proposed “%1”; it waits for another person’s approval.").arg(value)
                              : tr("%1 proposed “%2”; it waits for approval.").arg(qs(view.name_of(author)), value);
    for (const auto& field : fields) {
      auto& words = waiting[field];
      words += words.isEmpty() ? sentence : "\n" + sentence;
    }
  }
}

void Form::ask_origins(const RecordId& record) {
  using Origins = std::vector<Origin>;
  auto told = session()->to<Origins>(this, [this, asked = record_](Result<Origins> origins) {
    if (!origins || asked != record_ || !session()) return;
    auto words = app().words();
    undelivered_.clear();
    for (const auto& origin : *origins) {
      QStringList parts{qs(origin.who)};
      const auto* said = origin.said_in ? &*origin.said_in : nullptr;
      if (auto how = words.came(session()->archive_template(), origin.source, said); !how.isEmpty()) parts << how;
      auto when = origin.at ? words.moment(*origin.at) : QString{};
      if (!when.isEmpty()) parts << when;
      provenance_[origin.field] = parts.join(" · ");
      last_by_[origin.field] = when.isEmpty() ? parts.first() : parts.first() + " " + when;
      if (!origin.delivered) undelivered_.insert(origin.field);
    }
    show_rows();
  });
  session()->engine().origins(record, std::move(told));
}

void Form::ask_titles() {
  const auto* type = template_type();
  if (type == nullptr) return;
  for (const auto& field : type->fields) titles_.want(field, now(field.name), app(), this, [this] { show_rows(); });
}

}  // namespace doorstep
