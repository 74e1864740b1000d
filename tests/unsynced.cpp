#include "tests/unsynced.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "shared/result.h"

namespace doorstep::test {

namespace fs = std::filesystem;

Unsynced::Unsynced(std::uint64_t seed) : lot_(seed) {
  shelf_ = (fs::temp_directory_path() / "doorstep-dropped-XXXXXX").string();
  require(::mkdtemp(shelf_.data()) != nullptr, "a folder for what is dropped");
}

Unsynced::~Unsynced() {
  for (auto& [node, held] : files_) ::close(held.file);
  std::error_code ignored;
  fs::remove_all(shelf_, ignored);
}

Unsynced::Node Unsynced::node_of(int file) {
  struct stat found {};
  require(::fstat(file, &found) == 0, "an open file can be looked at");
  return {found.st_dev, found.st_ino};
}

Unsynced::Node Unsynced::folder_of(const std::string& path) {
  struct stat found {};
  require(::stat(fs::path{path}.parent_path().c_str(), &found) == 0, "a file lies in a folder");
  return {found.st_dev, found.st_ino};
}

void Unsynced::will_change(int file) {
  auto& held = files_.try_emplace(node_of(file), Held{-1, {}, {}}).first->second;
  // Whatever `file` may do; and the node's number is not given again while this is open.
  if (held.file < 0) held.file = ::open(("/proc/self/fd/" + std::to_string(file)).c_str(), O_RDWR | O_CLOEXEC);
  require(held.file >= 0, "an open file can be opened again");
  if (!held.changes.empty()) return;
  struct stat found {};
  require(::fstat(held.file, &found) == 0, "an open file can be looked at");
  auto& durable = held.durable;
  durable.resize(static_cast<std::size_t>(found.st_size));
  const auto got = ::pread(held.file, durable.data(), durable.size(), 0);
  require(got == static_cast<ssize_t>(durable.size()), "a file can be read");
}

void Unsynced::wrote(int file, std::uint64_t offset, std::string_view bytes) {
  files_.at(node_of(file)).changes.push_back({offset, std::string{bytes}, false});
}
void Unsynced::truncated(int file, std::uint64_t size) { files_.at(node_of(file)).changes.push_back({size, {}, true}); }

void Unsynced::synced(int file) {
  const auto node = node_of(file);
  std::erase_if(names_, [&](const Name& name) { return name.folder == node || name.made == node; });
  if (auto held = files_.find(node); held != files_.end()) held->second.changes.clear();
}

void Unsynced::made(const std::string& path) {
  struct stat found {};
  require(::lstat(path.c_str(), &found) == 0, "what was made is there");
  const Node node{found.st_dev, found.st_ino};
  names_.push_back({folder_of(path), S_ISDIR(found.st_mode) ? Node{} : node, [path] { std::remove(path.c_str()); }});
}

void Unsynced::will_drop(const std::string& path) {
  shelved_.clear();
  auto kept = shelf_ + "/" + std::to_string(++shelves_);
  if (::link(path.c_str(), kept.c_str()) == 0) shelved_ = std::move(kept);
}
void Unsynced::dropped(const std::string& path) {
  names_.push_back({folder_of(path), {}, [path, kept = shelved_] { std::rename(kept.c_str(), path.c_str()); }});
}
void Unsynced::renamed(const std::string& from, const std::string& to) {
  names_.push_back({folder_of(to), {}, [from, to, kept = shelved_] {
                      std::rename(to.c_str(), from.c_str());
                      if (!kept.empty()) std::rename(kept.c_str(), to.c_str());
                    }});
}

void Unsynced::lose() {
  for (auto& [node, held] : files_) {
    if (held.changes.empty()) continue;
    power_cut(held.durable, held.changes, lot_);
    const auto& left = held.durable;
    require(::ftruncate(held.file, 0) == 0 &&
                ::pwrite(held.file, left.data(), left.size(), 0) == static_cast<ssize_t>(left.size()),
            "a file can be put back");
  }
  for (auto taken = lot_() % (names_.size() + 1); taken > 0; --taken) {
    names_.back().undo();
    names_.pop_back();
  }
}

}  // namespace doorstep::test
