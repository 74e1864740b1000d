#pragma once
#include "shared/record.h"
#include "shared/role.h"

namespace doorstep {

/// What a reader of some classes is shown of a record (docs/security.md §Projection). A class is there whole or not at
/// all; the header goes with the classes: who is shown none of them learns nothing of the record.

/// A record's texts, and which of its classes are shown.
struct Shown {
  Shown(const RecordText* whole, ClassMask shown = every_class) : text(whole), classes(shown) {}
  const RecordText* text;
  ClassMask classes;
};

ClassMask classes_in(const RecordText& text);  ///< those that hold something
/// False: of this record nothing is shown. One that holds nothing yet is shown to whoever reads its type.
bool shows(ClassMask held, ClassMask reads);
inline bool shows(const RecordText& text, ClassMask reads) { return shows(classes_in(text), reads); }
/// The highest seq among header and classes that are shown: a change of a hidden class does not move it.
Seq shown_seq(const RecordText& text, ClassMask reads);
/// The seqs of a record's classes and header, read out of the texts once; 0 for a class that is not there.
struct ClassSeqs {
  std::array<Seq, all_classes.size()> classes{};
  Seq header;
};
ClassSeqs class_seqs(const RecordText& text);
/// Is anything that is shown of it newer than `since`? The feed asks this of each record for each session.
bool shows_news(const ClassSeqs& seqs, ClassMask reads, Seq since);
/// The texts with only those classes.
RecordText projected(RecordText text, ClassMask reads);

/// An edit as somebody else may read it (history): only the fields of these classes, without what tells of others. Null
/// when nothing of it is left to tell.
json projected_edit(const Type* type, json edit, ClassMask reads);
/// Its author's own edit, without the values of fields that the author may no longer read.
json without_hidden_values(const Type* type, json edit, ClassMask reads);

}  // namespace doorstep
