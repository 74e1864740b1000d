#include "mobile/likely_same.h"

namespace doorstep {
namespace {

bool lives_here(const Likely& likely) { return std::ranges::count(likely.why, Likeness::name_and_home) > 0; }

}  // namespace

LikelySame::LikelySame()
    : rows_(*this, {{"recordId", [](const Row& row) { return QVariant{row.key}; }},
                    {"title", [](const Row& row) { return QVariant{row.title}; }},
                    {"reason", [](const Row& row) { return QVariant{row.reason}; }},
                    {"mergeable", [](const Row& row) { return QVariant{row.mergeable}; }}}) {}

void LikelySame::setForm(Form* form) {
  if (form == form_) return;
  form_ = form;
  if (form_) {
    connect(form_, &Form::typedChanged, this, &LikelySame::ask_when_free);
    connect(form_, &Form::recordChanged, this, &LikelySame::ask_when_free);
  }
  Q_EMIT formChanged();
  ask_soon();
}

void LikelySame::ask() {
  if (!form_ || !form_->record().isEmpty() || form_->type().isEmpty()) {
    drop_question();
    forget();
    return answered();
  }
  put<std::vector<Likely>>(
      [entered = form_->entered()](Engine& engine, auto then) { engine.likely_same(entered, std::move(then)); },
      [this](std::vector<Likely> likely) {
        likely_ = std::move(likely);
        show_rows();
      });
}

// Whose it is, of what belongs to a person.
std::optional<RecordId> LikelySame::person() const {
  const auto named = form_->entered().fields.value("resident", json{});
  return named.is_string() ? parse_id<RecordId>(named.get_ref<const std::string&>()) : std::nullopt;
}

LikelySame::Row LikelySame::row_of(const Likely& likely) const {
  const auto words = app().words();
  const auto& archive_template = session()->archive_template();
  const auto* type = archive_template.type(likely.record.type);
  const auto* home_type = likely.home ? archive_template.type(likely.home->type) : nullptr;
  Row row;
  row.key = qs(likely.record.id);
  row.title = type == nullptr ? QString{} : words.title(*type, likely.record.fields);
  if (home_type != nullptr) row.title += " · " + words.title(*home_type, likely.home->fields);
  QStringList why;
  for (const auto one : likely.why)
    why << (one == Likeness::phone       ? tr("same phone")
            : one == Likeness::id_number ? tr("same identity number")
            : one == Likeness::key       ? tr("same number or address")
                                         : tr("same name in this home"));
  row.reason = why.join(words.chinese() ? "、" : ", ");
  row.mergeable = qs(likely.record.type) == form_->type() || (likely.record.type == "resident" && person());
  return row;
}

void LikelySame::show_rows() {
  std::vector<Row> rows;
  for (const auto& one : likely_)
    if (!others_.contains(qs(one.record.id)) && rows.size() < likely_rows_max) rows.push_back(row_of(one));
  rows_.show(std::move(rows));
}

void LikelySame::goOn(const QString& record) {
  others_.insert(record);
  show_rows();
}

void LikelySame::isTheSame(const QString& record) {
  const auto known =
      std::find_if(likely_.begin(), likely_.end(), [&](const Likely& one) { return qs(one.record.id) == record; });
  if (known == likely_.end() || !form_ || !session()) return;
  if (qs(known->record.type) == form_->type()) return form_->become(known->record, lives_here(*known));
  const auto loser = person();
  if (!loser) return;
  auto told =
      session()->to<Merger>(this, [this, record, loser = *loser, winner = known->record.id](Result<Merger> done) {
        if (!session()) return;
        if (!done) return Q_EMIT refused(app().words().sentence(done.error()));
        form_->discard();  // the one who stays has it already: that is how they were found
        app().saved();
        Q_EMIT session()->changed({{winner, "resident", {}}, {loser, "resident", {}}});
        Q_EMIT merged(record, qs(loser));
      });
  session()->engine().merge(known->record.id, {*loser}, std::nullopt, std::move(told));
}

bool LikelySame::concerns(const std::vector<Change>&) const { return form_ && form_->record().isEmpty(); }

void LikelySame::forget() {
  likely_.clear();
  others_.clear();
  rows_.show({});
}

}  // namespace doorstep
