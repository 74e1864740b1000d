#include "server/fence.h"

#include "shared/files.h"

namespace doorstep {

Result<Fence> Fence::open(std::string path, Secret key, Dice& dice, FenceOrigin from) {
  Fence fence{std::move(path), std::move(key), dice};
  auto text = read_file(fence.path_, fence_bytes_max);
  if (!text && text.error().fault != Fault::not_found) return text.error();
  if (!text) return fence;
  std::string_view rest = *text;
  while (!rest.empty()) {
    auto end = rest.find('\n');
    if (end == rest.npos) break;
    auto taken = fence.take(std::string{rest.substr(0, end)});
    const bool last = end + 1 == rest.size();
    if (!taken && fence.size() > 0 && (last || from == FenceOrigin::copied)) {
      fence.spoiled_ = true;
      return fence;
    }
    if (!taken) return taken.error();
    rest.remove_prefix(end + 1);
  }
  if (!rest.empty() && from == FenceOrigin::copied) {
    fence.spoiled_ = true;
    return fence;
  }
  // A line that was not synced to its end: nobody was told of its act.
  if (!rest.empty())
    if (auto cut = fence.replace(std::vector<std::string>{fence.lines_}); !cut) return cut.error();
  return fence;
}

Result<void> Fence::take(const std::string& line) {
  const auto place = path_ + ": line " + std::to_string(size() + 1);
  const Error broken{size() == 0 ? Fault::wrong_key : Fault::store_damaged, place};
  auto sealed = unbase64(line);
  if (!sealed) return broken;
  auto plain = doorstep::open(key_, *sealed, view(head()));
  if (!plain) return broken;
  auto act = parse_json(view(plain->bytes()));
  if (!act || !act->is_object()) return Error{Fault::store_damaged, place};
  heads_.push_back(fence_head(head(), line));
  lines_.push_back(line);
  acts_.push_back(std::move(*act));
  return {};
}

std::string Fence::line_for(const json& act) const {
  return base64(bytes_of(seal(key_, canonical(act), view(head()), *dice_)));
}

Result<void> Fence::append(const json& act) {
  if (broken_) return Error{Fault::disk, path_ + " could not be written; start again"};
  auto line = line_for(act);
  if (line.size() > fence_line_bytes_max) return Error{Fault::invalid_value, "too long for the fence"};
  if (auto written = append_durably(path_, line + "\n"); !written) {
    // A line that is in the file and not here would be followed by another in its place.
    broken_ = !replace(std::vector<std::string>{lines_});
    return written;
  }
  auto taken = take(line);
  require(taken.has_value(), "a line of the fence opens with the key that sealed it");
  return {};
}

Result<void> Fence::found(const std::vector<json>& acts) {
  require(size() == 0, "a fence is founded once");
  Fence fresh{path_, Secret::copy_of(view(key_.bytes())), *dice_};
  for (const auto& act : acts)
    if (auto taken = fresh.take(fresh.line_for(act)); !taken) return taken;
  return replace(fresh.lines_);
}

Result<std::uint64_t> Fence::extend(std::uint64_t behind, const std::vector<std::string>& lines) {
  if (behind > size()) return Error{Fault::bad_frame, "a fence with a gap"};
  std::uint64_t fresh = 0;
  for (const auto& line : lines) {
    if (++behind <= size()) {
      if (lines_[behind - 1] != line) return Error{Fault::bad_frame, "another fence"};
      continue;
    }
    if (line.size() > fence_line_bytes_max || !take(line))
      return Error{Fault::bad_frame, "a line that this server did not write"};
    if (auto written = append_durably(path_, line + "\n"); !written) {
      lines_.pop_back(), heads_.pop_back(), acts_.pop_back();
      broken_ = !replace(std::vector<std::string>{lines_});
      return written.error();
    }
    ++fresh;
  }
  return fresh;
}

Result<void> Fence::replace(const std::vector<std::string>& lines) {
  Fence fresh{path_, Secret::copy_of(view(key_.bytes())), *dice_};
  std::string text;
  for (const auto& line : lines) {
    if (auto taken = fresh.take(line); !taken) return taken;
    text += line + "\n";
  }
  if (auto written = write_file_durably(path_, text); !written) return written;
  *this = std::move(fresh);
  return {};
}

}  // namespace doorstep
