#include "engine/references.h"

#include "shared/ids.h"

namespace doorstep {

Result<void> check_references(Statements& sql, const Template& archive_template, const Type& type, const json& set) {
  for (const auto& [name, value] : set.items()) {
    const auto* field = type.field(name);
    const auto* named = value.get_ptr<const std::string*>();
    if (field == nullptr || field->kind != Kind::reference || named == nullptr) continue;
    const auto id = parse_id<RecordId>(*named);
    const auto* meant = archive_template.type(field->refers);
    if (!id || meant == nullptr) continue;
    auto& row = sql("SELECT type FROM records WHERE id = ?");
    const bool other = row.with(*id).step() && row.text(0) != meant->name;
    row.rewind();
    if (other)
      return Error{Fault::invalid_value, type.name + "." + name + ": 所指的不是“" + meant->label.zh +
                                             "” / what it names is of another type than " + meant->label.en};
  }
  return {};
}

}  // namespace doorstep
