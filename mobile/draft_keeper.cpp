#include "mobile/draft_keeper.h"

#include "mobile/tablet_session.h"

namespace doorstep {

DraftKeeper::DraftKeeper(TabletSession& session) : session_(session) {
  again_.setSingleShot(true);
  again_.setInterval(draft_again_ms);
  connect(&again_, &QTimer::timeout, this, [this] {
    const auto again = refused_;
    for (const auto& [key, body] : again) keep(key, body);
  });
}

// The engine answers in the order of asking: the last answer is about the newest words.
void DraftKeeper::keep(const std::string& key, json body) {
  auto told = session_.to<void>(this, [this, key, body](const Result<void>& kept) { heard(key, body, kept); });
  session_.engine().save_draft(key, std::move(body), std::move(told));
}

void DraftKeeper::drop(const std::string& key) {
  session_.engine().drop_draft(key, [](const Result<void>&) {});
  refused_.erase(key);
  if (refused_.empty()) tell(std::nullopt);
}

const json* DraftKeeper::refused(const std::string& key) const {
  const auto found = refused_.find(key);
  return found == refused_.end() ? nullptr : &found->second;
}

void DraftKeeper::heard(const std::string& key, const json& body, const Result<void>& kept) {
  if (kept) {
    refused_.erase(key);
    if (refused_.empty()) tell(std::nullopt);
    return;
  }
  refused_[key] = body;
  again_.start();
  tell(kept.error());
}

void DraftKeeper::tell(std::optional<Error> why) {
  const bool other = why.has_value() != why_.has_value() || (why && why->fault != why_->fault);
  why_ = std::move(why);
  if (other) Q_EMIT turned();
}

}  // namespace doorstep
