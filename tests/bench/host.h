#pragma once
#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "shared/json.h"

namespace doorstep::bench {

/// As many open files as the system grants: hundreds of connections have both their ends on this machine.
void raise_file_limit();

/// Folder of one run, on the disk of the build tree (a temporary directory may lie in memory, where every fsync is
/// free); gone with the run.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// A place where saving costs no fsync, to lay out what a measurement begins with; whoever asks removes it.
std::string quick_place(const Folder& folder, const std::string& name);

/// A doorstep-server of its own, as its users run it. Ends, after the frames in flight, with this object.
class ServerProcess {
 public:
  explicit ServerProcess(const std::string& folder);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;

  std::string code(const std::string& login = "admin");  ///< a new one-time code
  void add_person(const std::string& login, const std::string& role);
  const std::string& address() const { return address_; }
  const std::string& pin() const { return pin_; }
  std::string archive() const { return folder_ + "/archive.db"; }
  double resident_kib() const { return memory_kib("VmRSS:"); }
  double peak_kib() const { return memory_kib("VmHWM:"); }

 private:
  json asked(json command) const;  ///< of the running server, by an admin
  double memory_kib(const std::string& line) const;

  std::string folder_, address_, pin_;
  pid_t process_ = 0;
};

/// Runs the tablet's program to its end and answers the most memory that it held, in KiB.
double tablet_peak_kib(const std::vector<std::string>& words, const std::string& passphrase);

}  // namespace doorstep::bench
