#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/template.h"

namespace doorstep {

/// What a filter asks of a field, with the value in its stored form.
struct Filter {
  enum class Test { equal, one_of, within, at_least, at_most, above, below };
  std::string field;
  Test test = Test::equal;
  /// equal: for lists one of the items; null: not set. one_of: any of these, in a field that holds one. within: a time
  /// on that day or in that month. The others: for kinds that have an order; of a time as much is compared as the value
  /// tells.
  json value;
};

/// One word as typed, in search form: a run of Chinese characters, or letters and digits.
struct Term {
  std::string text;
  bool alone = false;  ///< Chinese: found wherever it stands; others by the word's beginning
};

/// What a person typed. All terms must be found.
struct Typed {
  explicit Typed(std::string_view words);

  std::string whole;        ///< everything, as one name
  std::string address;      ///< the home it means, as one name: "3-2-1502"; empty when it is no address
  bool place = false;       ///< the address is a whole home's: no building alone, no telephone number
  std::vector<Term> terms;  ///< at most `terms_max`
  std::vector<Term> apart;  ///< of a telephone number its pieces, where it was typed in pieces
  bool empty() const { return terms.empty(); }
};

/// Conditions are FTS5 expressions over an index text (engine/tokens.h); each may hold in another class of a record.
using Conditions = std::vector<std::string>;

/// The ranks of an answer, best first: a whole name or room; names that begin so; for a whole address the texts that
/// name this home; else a term in a name; a term anywhere; an address whose numbers are found one by one.
std::vector<Conditions> ranks(const Typed& typed);
/// For what `ranks` found nothing of: a telephone number's pieces as they were typed; of a whole address its terms
/// wherever they stand in one class. In a large community its short numbers stand in so many texts that nobody waits
/// for them who has the home already, and in one class FTS5 goes through them by itself.
std::vector<Conditions> last_ranks(const Typed& typed);

std::string type_condition(std::string_view type);
/// Empty: the index cannot answer this filter. What it answers is a little more than the filter lets through, never
/// less.
std::optional<std::string> condition(const Template& archive_template, std::string_view type, const Filter& filter);

inline constexpr std::size_t typed_bytes_max = 400;
inline constexpr std::size_t terms_max = 12;
inline constexpr std::size_t ranked_terms_max = 4;  ///< with more terms nobody thinks of a name

}  // namespace doorstep
