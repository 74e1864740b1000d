#pragma once
#include <string>

#include "engine/store.h"

namespace doorstep::test {

/// What the server has confirmed to this store and its own role does not let it hold, in words; empty: nothing. Own
/// words that wait may say more, until they are answered.
Result<std::string> held_beyond_its_role(Store& store);

}  // namespace doorstep::test
