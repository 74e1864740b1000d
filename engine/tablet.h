#pragma once
#include <string>
#include <vector>

namespace doorstep {

/// The whole of `doorstep`: reads the command line, opens the store (one unlocking for a whole batch), answers, and
/// gives the exit code. Standard output carries answers only.
int run_tablet(std::vector<std::string> words);

}  // namespace doorstep
