#include <string>
#include <vector>

#include "engine/tablet.h"
#include "shared/crypto.h"
#include "shared/process.h"

int main(int count, char** words) {
  doorstep::hold_standard_streams();
  doorstep::keep_memory_private();
  doorstep::start_crypto();
  return doorstep::run_tablet(std::vector<std::string>(words + 1, words + count));
}
