// This device was revoked: what it has not sent goes to the server as it is, then a receipt, then the keys go.
// docs/security.md §Revocation.
#include "engine/replicator.h"

namespace doorstep {
namespace {

constexpr std::size_t salvage_bundles_at_once = 128;

// A restored server may lack what it had answered, and nobody tells a revoked device how far it was put back: whatever
// is still kept here goes along. What the server has counts once.
Result<void> offer_everything_again(Store& store) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{store.database()};
    store.sql()("UPDATE bundles SET state = 0, seq = NULL, verdict = NULL WHERE state > 0 AND header IS NOT NULL")
        .with()
        .run();
    transaction.commit();
    return {};
  });
}

}  // namespace

TabletEffects Replicator::on(const Revoked& frame) {
  if (stage_ != Stage::proven) return close(Error{Fault::unexpected_frame, "a revocation answers a proof"});
  stage_ = Stage::revoked;
  shred_nonce_ = frame.nonce;
  pushed_ = BundleNumber{};
  if (auto sealed = store_.seal_open_visit(); !sealed) return close(sealed.error());
  if (auto offered = offer_everything_again(store_); !offered) return close(offered.error());
  return salvage_next();
}

TabletEffects Replicator::salvage_next() {
  auto next = store_.outbox(pushed_, salvage_bundles_at_once, bundle_bytes_max);
  if (!next) return close(next.error());
  Salvage out;
  out.done = next->empty();
  for (const auto& bundle : *next) {
    auto wire = parse_json(bundle.wire);
    require(wire.has_value() && wire->contains("bodies"), "this store's own bundle is JSON");
    handed_over_ += wire->at("bodies").size();
    out.bundles.push_back(std::move(*wire));
    pushed_ = bundle.number;
  }
  TabletEffects effects;
  send(effects, out);
  return effects;
}

// The keys go before the receipt: who has the receipt can rely on it. Nothing is lost by a crash in between, since all
// of it is there.
TabletEffects Replicator::on(const Salvaged& frame) {
  if (stage_ != Stage::revoked) return close(Error{Fault::unexpected_frame, "nothing was handed over"});
  if (frame.edits != handed_over_) return close(Error{Fault::device_refused, "the server lacks some of what was sent"});
  // Its person worked on meanwhile, and may have begun a visit.
  if (auto sealed = store_.seal_open_visit(); !sealed) return close(sealed.error());
  auto more = store_.outbox(pushed_, 1, 1);
  if (!more) return close(more.error());
  if (!more->empty()) return salvage_next();
  if (auto noted = store_.revoked(); !noted) return close(noted.error());
  const auto signature =
      chain_key_.sign(shred_context, shred_message(shred_nonce_, store_.identity()->chain, handed_over_));
  TabletEffects effects;
  effects.emplace_back(Shred{});
  send(effects, Shredded{signature});
  return effects;
}

}  // namespace doorstep
