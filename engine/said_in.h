#pragma once
#include <map>
#include <optional>
#include <string>

#include "shared/json.h"
#include "shared/record.h"

namespace doorstep {

class Store;

/// The visit in which something was said, as far as this store holds it: who does not read visits, or does not look
/// where it was, knows no more than its id.
struct SaidIn {
  std::optional<std::string> started_at{};  ///< stored form; empty: not here
  std::optional<RecordId> unit{};           ///< the home that was visited; empty: not here
  json home = json::object();               ///< the fields that name the home
  bool was_signed = false;                  ///< it carries the household's signature, and this person may read it
};
using SaidIns = std::map<RecordId, SaidIn>;  ///< by the visit's id

/// Looks the visit up, once; a stamp or edit that names none is passed over. Throws SqliteFailure.
void learn_visit(Store& store, const std::optional<RecordId>& visit, SaidIns& known);

/// {"id","started_at"?,"home"?}: "home" is "3-2-1502".
json said_in_answer(const Template& archive_template, const RecordId& visit, const SaidIns& known);

}  // namespace doorstep
