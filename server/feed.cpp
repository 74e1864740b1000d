#include "server/feed.h"

#include <algorithm>

namespace doorstep {

void Feed::publish(const Publication& publication) {
  auto [place, fresh] = rings_.try_emplace(publication.community);
  auto& ring = place->second;
  if (fresh) {
    // What stood before this commit is not here: the ring reaches back to just before its first entry.
    ring.floor = publication.entries.empty() ? publication.head : Seq{publication.entries.front()->seq.value - 1};
  }
  require(publication.head >= ring.head, "publications arrive in commit order");
  if (!publication.whole) {
    ring.entries.clear();
    ring.latest.clear();
    ring.bytes = 0;
    ring.floor = publication.head;
  }
  ring.head = publication.head;
  ring.sums = publication.sums;
  for (const auto& entry : publication.entries) {
    ring.latest[entry->text.id] = entry->seq;
    ring.entries.push_back(entry);
    ring.bytes += bytes_in(entry->text);
  }
  for (const auto& [chain, tip] : publication.answered) ring.answered[chain] = tip;
  if (ring.entries.size() > feed_entries_max || ring.bytes > bytes_max_) trim(ring);
}

void Feed::trim(Ring& ring) const {
  auto too_much = [&] { return ring.entries.size() > feed_entries_max || ring.bytes > bytes_max_; };
  while (!ring.entries.empty() && (too_much() || ring.entries.front()->seq == ring.floor)) {
    const auto& oldest = *ring.entries.front();
    ring.bytes -= bytes_in(oldest.text);
    ring.floor = oldest.seq;
    auto latest = ring.latest.find(oldest.text.id);
    if (latest != ring.latest.end() && latest->second == oldest.seq) ring.latest.erase(latest);
    ring.entries.pop_front();
  }
}

std::optional<Feed::Tail> Feed::behind(const CommunityId& community, Seq cursor, const ChainId& chain) const {
  auto place = rings_.find(community);
  if (place == rings_.end()) return std::nullopt;
  const auto& ring = place->second;
  if (cursor < ring.floor || cursor >= ring.head) return std::nullopt;

  Tail tail;
  tail.to = tail.head = ring.head;
  tail.sums = ring.sums;
  if (auto own = ring.answered.find(chain); own != ring.answered.end()) tail.last_own = own->second;
  auto entry = std::upper_bound(ring.entries.begin(), ring.entries.end(), cursor,
                                [](Seq seq, const SharedEntry& held) { return seq < held->seq; });
  std::size_t bytes = 0;
  for (; entry != ring.entries.end(); ++entry) {
    // A record that changed again further on is sent there, once.
    if (ring.latest.at((*entry)->text.id) != (*entry)->seq) continue;
    bytes += bytes_in((*entry)->text);
    bool full = tail.entries.size() >= page_records_max || bytes > page_bytes_max;
    if (full && !tail.entries.empty()) {
      // Back to the last bundle's end.
      std::erase_if(tail.entries, [&](const SharedEntry& held) { return held->seq == (*entry)->seq; });
      if (tail.entries.empty()) return std::nullopt;
      tail.to = tail.entries.back()->seq;
      break;
    }
    tail.entries.push_back(*entry);
  }
  return tail;
}

Seq Feed::head(const CommunityId& community) const {
  auto place = rings_.find(community);
  return place == rings_.end() ? Seq{} : place->second.head;
}

Hash Feed::shown(const SharedSums& sums, const Role& role) const {
  if (!sums) return {};
  if (sums != summed_) {
    summed_ = sums;
    shown_.clear();
  }
  auto [place, fresh] = shown_.try_emplace(role.scope());
  if (fresh) place->second = shown_sum(*sums, role);
  return place->second;
}

}  // namespace doorstep
