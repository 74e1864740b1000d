#pragma once
#include <QString>
#include <QVariant>

#include "mobile/words.h"

namespace doorstep {

/// Between a field's stored form and what its editor holds (qml/parts/FieldEditor.qml): texts as people type them,
/// lists of words, a flag, a log. Pure.

/// The editor's name for a field's kind: "text", "prose", "time_range", …
QString editor_kind(const Field& field);
QVariant editor_value(const Field& field, const json& value, const Words& words);
/// What was typed, in its stored form; invalid_value and out_of_range as `parse_value` has them.
Result<json> stored_value(const Field& field, const QVariant& typed);
/// What it should have been, as a sentence.
QString reason(const Field& field, const Words& words);
QVariantList editor_choices(const Field& field, const Words& words);
/// A log with one more entry; the id is random, so that two people's never meet.
json with_entry(const json& entries, const QString& text);

}  // namespace doorstep
