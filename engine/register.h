#pragma once
#include <string>
#include <string_view>

#include "engine/engine.h"
#include "engine/request.h"
#include "shared/json.h"

namespace doorstep {

/// Registers in and out of a store on the command line (docs/import.md). Both wait for the engine; progress goes to a
/// terminal only.
Result<json> import_command(Engine& engine, const Request& request, std::string_view language);
/// Every live record of a type, one column for each field besides `id`, in a form that imports back. Written whole or
/// not at all.
Result<json> export_command(Engine& engine, const Request& request);

}  // namespace doorstep
