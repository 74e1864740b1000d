// What the conversation has to do with restores: copies of the fence, collecting them, rescues.
#include <utility>

#include "server/reconciler.h"

namespace doorstep {

// The tablet's copy of the fence follows the fence.
ServerEffects Reconciler::answer(Result<FenceLines> lines) {
  ServerEffects effects;
  if (!lines || lines->lines.empty()) return effects;  // the next conversation brings it
  send(effects, *lines);
  if (lines->lines.size() < fence_lines_max) return effects;
  FencePlace behind{lines->behind, lines->behind == hello_.fence->number ? hello_.fence->hash : Hash{}};
  for (const auto& line : lines->lines) behind = {behind.number + 1, fence_head(behind.hash, line)};
  hello_.fence = behind;
  effects.push_back(Ask{AskFence{behind}});
  return effects;
}

// A server that was restored without its fence takes what tablets kept of it, and nothing else. The lines prove
// themselves: only this server's key can have sealed them.
ServerEffects Reconciler::answer(Result<FencePosition> position) {
  if (!position || (collected_ && position->fresh == 0))
    return close(Error{Fault::server_collecting, "restored, and not yet opened by an admin"});
  collected_ = true;
  ServerEffects effects;
  send(effects, Collect{position->place});
  return effects;
}

ServerEffects Reconciler::on(FenceLines frame) {
  if (stage_ != Stage::collecting) return close(Error{Fault::unexpected_frame, "nobody asked for the fence"});
  return {Ask{AskExtendFence{std::move(frame)}}};
}

ServerEffects Reconciler::on(Rescue frame) {
  if (stage_ != Stage::welcomed || std::exchange(rescue_asked_, true))
    return close(Error{Fault::unexpected_frame, "a rescue before the welcome, or beside another"});
  return {Ask{AskRescue{*chain_, std::move(frame)}}};
}

ServerEffects Reconciler::answer(Result<Rescued> rescued) {
  rescue_asked_ = false;
  if (!rescued) return close(rescued.error());
  ServerEffects effects;
  send(effects, *rescued);
  return effects;
}

}  // namespace doorstep
