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

void DraftKeeper::keep(const std::string& key, json body) {
  if (auto held = refused_.find(key); held != refused_.end()) held->second = body;  // tried again is what is newest
  const auto word = newest_[key] = ++words_;
  auto told =
      session_.to<void>(this, [this, key, word, body](const Result<void>& kept) { heard(key, word, body, kept); });
  session_.engine().save_draft(key, std::move(body), std::move(told));
}

void DraftKeeper::drop(const std::string& key) {
  session_.engine().drop_draft(key, [](const Result<void>&) {});
  newest_.erase(key);
  refused_.erase(key);
  if (refused_.empty()) tell(std::nullopt);
}

const json* DraftKeeper::refused(const std::string& key) const {
  const auto found = refused_.find(key);
  return found == refused_.end() ? nullptr : &found->second;
}

// What was typed since, or dropped, has its own answer: an older one must not bring it back.
void DraftKeeper::heard(const std::string& key, std::uint64_t word, const json& body, const Result<void>& kept) {
  const auto newest = newest_.find(key);
  if (newest == newest_.end() || newest->second != word) return;
  newest_.erase(newest);
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
