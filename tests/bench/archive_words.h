#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "engine/intent.h"
#include "engine/search.h"
#include "shared/seeded_dice.h"

namespace doorstep::bench {

/// A community of homes, residents, telephones and requests as searches meet it, invented; the same number, the same
/// record on every machine.
/// `residents`: some that are there already, for contacts to belong to.
Intent archive_record(std::uint64_t number, std::vector<RecordId>& residents);

/// What people ask for, by kind of question.
struct Questions {
  std::string kind;
  std::vector<Query> queries;
};
std::vector<Questions> archive_questions(std::size_t of_each);

}  // namespace doorstep::bench
