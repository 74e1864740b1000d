#pragma once
#include "shared/merge.h"

namespace doorstep {

/// What people say about a conflict, and whose it is (docs/merge.md §The life of a conflict). Pure, like `merge`.

/// Its words in an edit's `set`.
inline constexpr const char* remark_word = "remark";      ///< a text
inline constexpr const char* assignee_word = "assignee";  ///< a person's id; null: nobody any more
inline constexpr const char* reopen_word = "reopen";      ///< true: it was decided wrongly

/// The edit's words join the conflict. Answers whether that changed. invalid_value for what no conflict takes,
/// out_of_range beyond `remarks_max`.
Result<bool> discuss(const Template& archive_template, Conflict& conflict, const Subject& about, const Edit& edit,
                     const Arrival& arrival);

/// The same for the one of the subject's conflicts that the edit names; what it does not take is passed over.
void talk(const Template& archive_template, Subject& subject, const Edit& edit, const Arrival& arrival);

/// What was said about a question, whose it is and whom it concerns goes along with what it becomes; the last word on
/// whose it is counts. What there is no room for stays where it was said.
void carry_talk(Conflict& to, const Conflict& from);

}  // namespace doorstep
