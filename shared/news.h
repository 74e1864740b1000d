#pragma once
#include "shared/projection.h"

namespace doorstep {

/// Is anything that is shown of it newer than `since`? As `shown_seq` says, which reads all of its seqs: the feed asks
/// this of each record for each session, and in what it sends a class is newer nearly always.
bool shows_news(const RecordText& text, ClassMask reads, Seq since);

}  // namespace doorstep
