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
/// A list as QML hands it over may be a thing of its engine's: as plain lists and texts.
QVariant plain_variant(const QVariant& from_qml);
/// Of use to programs and to nobody who reads: digests, and names of records.
bool is_technical(const Field& field);
/// A signature as the archive keeps it, "12,30 13,31;40,8", as qml/parts/SignaturePad.qml takes it, and back. What is
/// longer than the archive takes is thinned out, point by point, until it fits.
QVariantList strokes_from(const QString& text);
QString strokes_text(const QVariantList& strokes, std::size_t length_max);
/// A log with one more entry; the id is random, so that two people's never meet.
json with_entry(const json& entries, const QString& text);

}  // namespace doorstep
