#include "server/sessions.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "server/session.h"

namespace doorstep {

void Sessions::enter(std::shared_ptr<Session> session) {
  const Session* key = session.get();
  all_.emplace(key, std::move(session));
  count_ = all_.size();
}

void Sessions::leave(const Session& session) {
  if (const auto& chain = session.chain()) {
    if (auto mine = by_chain_.find(*chain); mine != by_chain_.end()) {
      std::erase(mine->second, &session);
      if (mine->second.empty()) by_chain_.erase(mine);
    }
  }
  all_.erase(&session);
  count_ = all_.size();
  if (all_.empty() && when_empty_) std::exchange(when_empty_, {})();
}

void Sessions::proven(Session& session, const ChainId& chain) {
  auto& mine = by_chain_[chain];
  mine.push_back(&session);
  while (mine.size() > per_chain_) {
    Session* oldest = mine.front();
    mine.erase(mine.begin());
    oldest->close(Error{Fault::server_busy, "this tablet has newer connections"});
  }
}

void Sessions::ring(const CommunityId& community) {
  const bool first = rung_.empty();
  rung_.insert(community);
  if (!first) return;
  boost::asio::post(io_, [this] {
    for (const auto& changed : std::exchange(rung_, {}))
      for (const auto& [key, session] : all_) session->rung(changed);
  });
}

void Sessions::refuse(const std::set<ChainId>& chains) {
  // By device: one that goes on as a new incarnation has a chain that the archive may not know yet.
  std::set<std::pair<PersonId, DeviceId>> devices;
  for (const auto& chain : chains) devices.emplace(person_of(chain), device_of(chain));
  for (const auto& [chain, sessions] : by_chain_) {
    if (!devices.contains({person_of(chain), device_of(chain)})) continue;
    for (Session* session : sessions) session->close(Error{Fault::device_refused, "this device was revoked"});
  }
  drop_those_who_greet();
}

void Sessions::renew(const std::set<PersonId>& people) {
  for (const auto& [chain, sessions] : by_chain_) {
    if (!people.contains(person_of(chain))) continue;
    for (Session* session : sessions) session->drop(Error{Fault::server_busy, "this person's rights were changed"});
  }
  drop_those_who_greet();
}

// What the archive said of them was said before this change; they come back and hear it anew.
void Sessions::drop_those_who_greet() {
  for (const auto& [key, session] : all_)
    if (session->greets()) session->drop(Error{Fault::server_busy, "somebody's rights were changed; once more"});
}

void Sessions::stop() {
  for (const auto& [key, session] : all_) session->stop();
}
void Sessions::cut() {
  for (const auto& [key, session] : all_) session->cut();
}

void Sessions::when_empty(std::function<void()> then) {
  if (all_.empty()) return then();
  when_empty_ = std::move(then);
}

}  // namespace doorstep
