#include <string>
#include <vector>

#include "engine/tablet.h"
#include "shared/crypto.h"

int main(int count, char** words) {
  doorstep::start_crypto();
  return doorstep::run_tablet(std::vector<std::string>(words + 1, words + count));
}
