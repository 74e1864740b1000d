// The end of a revoked device's conversation: it hands over what it has not sent, and its receipt. docs/protocol.md
// §Revocation.
#include "server/reconciler.h"

namespace doorstep {

ServerEffects Reconciler::on(Salvage frame) {
  if (stage_ != Stage::revoked || salvage_asked_)
    return close(Error{Fault::unexpected_frame, "nothing is salvaged now"});
  salvage_asked_ = true;
  return {Ask{AskSalvage{*chain_, std::move(frame.bundles)}}};
}

ServerEffects Reconciler::answer(Result<Salvaged> salvaged) {
  salvage_asked_ = false;
  if (!salvaged) return close(salvaged.error());
  salvaged_ += salvaged->edits;
  ServerEffects effects;
  send(effects, Salvaged{salvaged_});
  return effects;
}

ServerEffects Reconciler::on(const Shredded& frame) {
  if (stage_ != Stage::revoked || salvage_asked_) return close(Error{Fault::unexpected_frame, "nothing was salvaged"});
  return {Ask{AskReceipt{*chain_, {nonce_, salvaged_, frame.signature}}}};
}

ServerEffects Reconciler::answer(Result<void> receipt) {
  if (!receipt) return close(receipt.error());
  return close(Error{Fault::device_refused, "this device was revoked"});
}

}  // namespace doorstep
