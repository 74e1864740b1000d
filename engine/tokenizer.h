#pragma once

namespace doorstep {

/// Makes FTS5's tokenizer `doorstep` known to every connection that this process opens from now on, so that none which
/// touches the search tables can be without it. From any thread; once is enough, more often does no harm. Index texts
/// become the tokens of engine/tokens.h; in a query each piece between `piece_end` is a token as it stands, for who
/// writes a query knows them.
void register_tokenizer();

inline constexpr char piece_end = '\x1f';

}  // namespace doorstep
