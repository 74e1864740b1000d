#include "mobile/notices.h"

namespace doorstep {

using Refusals = std::vector<Refusal>;

Notices::Notices()
    : rows_(*this, {{"editId", [](const Row& row) { return QVariant{row.key}; }},
                    {"recordId", [](const Row& row) { return QVariant{row.record}; }},
                    {"sentence", [](const Row& row) { return QVariant{row.sentence}; }},
                    {"reason", [](const Row& row) { return QVariant{row.reason}; }}}) {}

void Notices::ask() {
  put<Refusals>([](Engine& engine, auto then) { engine.refusals(std::move(then)); },
                [this](Refusals list) {
                  std::vector<Row> rows;
                  for (const auto& refusal : list) rows.push_back(row_of(refusal));
                  rows_.show(std::move(rows));
                });
}

Notices::Row Notices::row_of(const Refusal& refusal) const {
  auto words = app().words();
  QStringList fields;
  const auto set = refusal.body.value("set", json::object());
  for (const auto& [name, value] : set.items())
    for (const auto& type : session()->archive_template().types())
      if (const auto* field = type.field(name)) {
        fields << words.label(field->label);
        break;
      }
  Row row{QString::fromStdString(text(refusal.edit)), qs(refusal.record), {}, {}};
  auto what = fields.isEmpty() ? tr("this record") : fields.join(words.chinese() ? "、" : ", ");
  row.sentence = tr("Your change of “%1” was not used.").arg(what);
  row.reason = refusal.held_by
                   ? tr("It waits behind another change that was refused. Nothing is lost: the office keeps it.")
                   : words.sentence({fault_of(refusal.code), {}});
  return row;
}

}  // namespace doorstep
