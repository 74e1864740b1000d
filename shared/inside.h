#pragma once
#include <string>

namespace doorstep {

/// Does `file`, which need not be there yet, lie in `folder` or is it the folder? Where links lead to counts, as far as
/// there is something to follow. For commands that write a file: what lies in a store's folder is the store's own.
bool lies_in(const std::string& file, const std::string& folder);

}  // namespace doorstep
