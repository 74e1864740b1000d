#pragma once
#include <string>

#include "engine/connection.h"
#include "shared/crypto.h"
#include "shared/frame.h"

namespace doorstep::bench {

/// Enrols a key that no store holds, over a line of its own. Waits for the answer.
Enrolled enrol(const SigningKey& key, const std::string& code, const Target& target);

}  // namespace doorstep::bench
