#pragma once
#include <memory>

#include "tests/flaky_vfs.h"
#include "tests/server/pushing.h"

namespace doorstep::test {

/// Where an archive lives, for the conformance suite: every home runs the same tests.
class ArchiveHome {
 public:
  virtual ~ArchiveHome() = default;
  virtual void found(const NewArchive& fresh, Clock& clock, Dice& dice) = 0;
  virtual std::unique_ptr<Archive> open(Clock& clock, Dice& dice) = 0;
};

class SqliteHome final : public ArchiveHome {
 public:
  SqliteHome();
  void found(const NewArchive& fresh, Clock& clock, Dice& dice) override;
  std::unique_ptr<Archive> open(Clock& clock, Dice& dice) override;

  FlakyVfs& disk() { return disk_; }
  const ArchiveOptions& options() const { return options_; }

 private:
  FlakyVfs disk_;
  ArchiveOptions options_;
};

}  // namespace doorstep::test
