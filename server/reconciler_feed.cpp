// What a tablet is sent of the archive: pages and checkpoints, as its person's role shows them. docs/protocol.md
// §The feed comes down.
#include <algorithm>
#include <utility>

#include "server/reconciler.h"

namespace doorstep {
namespace {

constexpr std::size_t pages_ahead_max = 2;

// A line that has begun nothing yet has no hash.
std::optional<Hash> told(const ChainTip& own) { return own.number.value == 0 ? std::nullopt : std::optional{own.hash}; }

}  // namespace

// What was read before a commit may be answered behind it.
void Reconciler::keep_last_own(Subscription& subscription, const ChainTip& own) {
  if (own.number > subscription.last_own.number) subscription.last_own = own;
}

ServerEffects Reconciler::on(const Subscribe& frame) {
  if (stage_ != Stage::welcomed) return close(Error{Fault::unexpected_frame, "subscribe before the welcome"});
  auto known = std::find_if(device_.communities.begin(), device_.communities.end(),
                            [&](const CommunityHead& community) { return community.code == frame.community; });
  if (known == device_.communities.end()) return close(Error{Fault::not_found, "subscribe.community"});
  auto head = std::max(known->head, context_.feed.head(frame.community));
  if (frame.cursor && *frame.cursor > head)
    return close(Error{Fault::server_behind, "the cursor is ahead of the community's head"});
  Subscription subscription;
  subscription.phase = frame.cursor ? PageKind::tail : PageKind::state;
  subscription.cursor = frame.cursor.value_or(Seq{});
  subscription.after = frame.after;
  subscription.complete = frame.complete;
  if (frame.gains()) {
    subscription.phase = PageKind::part;
    subscription.gained = frame.gained;
    subscription.held = frame.held.value_or(Scope{});
  } else if (!frame.leaves.empty()) {
    subscription.phase = PageKind::leaves;
    subscription.leaves = frame.leaves;
  } else if (frame.after) {
    subscription.state_from = frame.from;
  }
  subscription.last_own = {device_.last, device_.last_hash};
  if (subscriptions_.contains(frame.community)) return close(Error{Fault::unexpected_frame, "subscribed already"});
  ServerEffects effects;
  subscription.logged = !reads_sensitive();
  if (!subscription.logged) {
    log(effects, AccessKind::sync, frame.community.value);
    logs_asked_.back() = frame.community;
  }
  subscriptions_.emplace(frame.community, std::move(subscription));
  if (frame.cursor) heard_[frame.community] = *frame.cursor;
  if (!heard_.empty() && subscriptions_.size() == device_.communities.size()) note_contact(effects);
  advance(effects);
  return effects;
}

// Sends the next page of each subscription, from the ring or by asking the archive, as long as the tablet keeps up.
void Reconciler::advance(ServerEffects& effects) {
  for (auto& [community, subscription] : subscriptions_) {
    while (subscription.logged && !subscription.asked && pages_unflushed_ < pages_ahead_max) {
      bool tail = subscription.phase == PageKind::tail;
      if (tail && !subscription.inside) {
        if (subscription.checkpointed && context_.feed.head(community) <= *subscription.checkpointed) break;
        if (auto news = context_.feed.behind(community, subscription.cursor, *chain_)) {
          const bool done = news->to == news->head;
          Page head{community, PageKind::tail, subscription.cursor, news->to, news->head, {}, done, false, {}};
          keep_last_own(subscription, news->last_own);
          send_tail(effects, community, subscription, head, news->entries, news->sums);
          continue;
        }
      }
      subscription.asked = true;
      pages_asked_.push_back(community);
      effects.push_back(Ask{AskPage{{community, *chain_, subscription.phase, subscription.after, subscription.cursor,
                                     subscription.inside, device_.grant, subscription.leaves}}});
    }
  }
}

ServerEffects Reconciler::answer(Result<ArchivePage> page) {
  require(!pages_asked_.empty(), "a page answers a question");
  auto community = pages_asked_.front();
  pages_asked_.pop_front();
  auto& subscription = subscriptions_.at(community);
  subscription.asked = false;
  // Rights that changed end the conversation; a page that only could not be read now is asked for again at a tick.
  const bool again = !page && remedy(page.error().fault) == Remedy::retry && page.error().fault != Fault::server_busy;
  if (!page) return again ? ServerEffects{} : close(page.error());
  ServerEffects effects;
  if (subscription.phase != PageKind::tail) {
    const auto kind = subscription.phase;
    if (kind == PageKind::state && !subscription.state_from) subscription.state_from = page->read;
    if (!page->entries.empty()) subscription.after = page->entries.back()->text.id;
    auto records = shown(subscription, page->entries);
    // A page that shows nothing would only tell how much is hidden.
    if (page->done || !records.empty())
      send_page(
          effects,
          Page{community, kind, {}, {}, page->read, page->last_own.number, page->done, false, {}, told(page->last_own)},
          records);
    if (page->done) {
      subscription.phase = PageKind::tail;
      subscription.leaves.clear();
      if (kind == PageKind::state) subscription.cursor = subscription.complete = *subscription.state_from;
    }
  } else {
    const bool more = page->goes_on.has_value();
    Page head{community, PageKind::tail, subscription.cursor, page->to, page->read, {}, page->done, more, {}};
    subscription.inside = page->goes_on;
    keep_last_own(subscription, page->last_own);
    send_tail(effects, community, subscription, head, page->entries, page->sums);
  }
  if (std::exchange(subscription.overtaken, false)) subscription.checkpointed.reset();
  advance(effects);
  return effects;
}

void Reconciler::send_tail(ServerEffects& effects, const CommunityId& community, Subscription& subscription,
                           const Page& head, const std::vector<SharedEntry>& entries, const SharedSums& sums) {
  if (!head.more) subscription.cursor = head.to;
  auto page = head;
  page.last_own = subscription.last_own.number;
  page.last_own_hash = told(subscription.last_own);
  if (head.to > head.from) send_page(effects, page, shown(subscription, entries));
  if (!head.done) return;
  subscription.checkpointed = subscription.complete = head.read;
  send(effects, Checkpoint{community, head.read, context_.feed.shown(sums, *role_), page.last_own, page.last_own_hash});
}

// Neighbours in a page are mostly of one type and in one place: what was found of the last one is known of the next.
struct Reconciler::Glance {
  const Role& role;
  const Scope& scope;
  const std::string *type = nullptr, *place = nullptr;
  ClassMask read = no_class;
  bool seen = false;

  ClassMask reads(const std::string& about) {
    if (type == nullptr || *type != about) read = role.reads(about);
    type = &about;
    return read;
  }
  bool shows(const std::string& where) {
    if (place == nullptr || *place != where) seen = scope.shows(where);
    place = &where;
    return seen;
  }
};

// What this person's role shows of it. In the tail a record of which only hidden classes changed is left out: even that
// something changed is nobody's business who may not see what. One that went where this person does not look is told
// only to a tablet that may have it.
std::optional<Shown> Reconciler::shown(const Subscription& subscription, const Entry& entry, Glance& glance) const {
  const auto& text = entry.text;
  const auto tail = subscription.phase == PageKind::tail;
  auto reads = glance.reads(entry.about);
  if (!shows(text, reads)) return std::nullopt;
  if (!glance.shows(entry.place)) {
    const auto had = [&](const auto& left) { return left.second > subscription.complete && scope_.shows(left.first); };
    const bool gone = tail && std::any_of(entry.former.begin(), entry.former.end(), had);
    return gone ? std::optional{Shown{&text, no_class}} : std::nullopt;
  }
  if (subscription.phase == PageKind::part && subscription.held.shows(entry.place)) {
    auto gained = subscription.gained.find(entry.about);
    reads = gained == subscription.gained.end() ? no_class : static_cast<ClassMask>(reads & gained->second);
    if (!shows(text, reads)) return std::nullopt;
  }
  if (tail && reads != every_class) {
    const bool news = entry.seqs ? shows_news(*entry.seqs, reads, subscription.complete)
                                 : shows_news(class_seqs(text), reads, subscription.complete);
    if (!news) return std::nullopt;
  }
  return Shown{&text, reads};
}

std::vector<Shown> Reconciler::shown(const Subscription& subscription, const std::vector<SharedEntry>& entries) const {
  Glance glance{*role_, scope_};
  std::vector<Shown> out;
  out.reserve(entries.size());
  for (const auto& entry : entries)
    if (auto one = shown(subscription, *entry, glance)) out.push_back(*one);
  return out;
}

void Reconciler::send_page(ServerEffects& effects, const Page& head, const std::vector<Shown>& records) {
  effects.push_back(Send{page_frame(head, records, ++sent_)});
  ++pages_unflushed_;
}

}  // namespace doorstep
