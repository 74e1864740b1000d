#include "tests/party_server.h"

#include <set>

#include "server/fence.h"
#include "shared/overloaded.h"
#include "tests/page_key.h"
#include "tests/replicas.h"

namespace doorstep::test {
namespace {

std::string next_server_disk() {
  static std::uint64_t count = 0;
  return "party server " + std::to_string(++count);
}

}  // namespace

PartyServer::PartyServer(const TrueTime& time, std::uint64_t seed, Tell tell, std::string template_text)
    : dice_(seed),
      disk_name_(next_server_disk()),
      disk_(disk_name_, seed),
      clock_(time, "server"),
      tell_(std::move(tell)),
      key_((start_crypto(), SigningKey::mint(dice_))) {
  options_.path = "archive";
  options_.database.cache_kib = 2048;
  options_.restore_patience = Millis{600'000};
  new_run();
  NewArchive fresh;
  fresh.template_text = std::move(template_text);
  fresh.communities = {{CommunityId{"main"}, "花园小区"}};
  auto made = ArchiveSqlite::create(options_, fresh, clock_, dice_);
  require(made.has_value(), "an archive can be made on a fresh disk");
  require(start().has_value(), "a fresh archive opens");
}

void PartyServer::new_run() {
  archive_.reset();
  cipher_ = std::make_unique<CipherVfs>(page_key(), disk_name_);
  options_.database.vfs = cipher_->name();
}

Result<TemplateSince> PartyServer::set_template(const std::string& text) {
  auto set = archive_->set_template(text, clock_.wall());
  if (!set) return set;
  publish(set->publications);
  ring(set->publications);
  return set;
}

Binding PartyServer::binding(Line line) {
  Binding out{};
  for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(line >> (8 * i));
  return out;
}

void PartyServer::open(Line line) {
  if (!archive_) return;
  ReconcilerContext context{key_.public_key(), &archive_->archive_template(), *feed_, *tries_, clock_, dice_};
  context.identity = &key_;
  context.lease = lease;
  context.opens_at_once = 2;  // as the service does
  auto& session = sessions_.emplace(line, Session{Reconciler{context}, {}, 0}).first->second;
  carry_out(line, session.reconciler.opened(binding(line)));
}

void PartyServer::receive(Line line, std::string_view frame) {
  if (auto session = sessions_.find(line); session != sessions_.end())
    carry_out(line, session->second.reconciler.received(frame));
  for (auto session = sessions_.find(line); session != sessions_.end() && session->second.reconciler.waits_to_go_on();
       session = sessions_.find(line))
    carry_out(line, session->second.reconciler.go_on());
}

void PartyServer::tick(Line line) {
  if (auto session = sessions_.find(line); session != sessions_.end())
    carry_out(line, session->second.reconciler.ticked(clock_.wall()));
}

void PartyServer::flush(Line line) {
  if (auto session = sessions_.find(line); session != sessions_.end())
    carry_out(line, session->second.reconciler.flushed());
}

void PartyServer::hang_up(Line line) { sessions_.erase(line); }

void PartyServer::carry_out(Line line, ServerEffects effects) {
  for (auto& effect : effects) {
    auto session = sessions_.find(line);
    if (session == sessions_.end()) return;
    std::visit(Overloaded{
                   [&](Send& one) { tell_.frame(line, std::move(one.frame)); },
                   [&](Ask& one) { ask(line, session->second, std::move(one)); },
                   [&](Wake&) {},  // the simulation ticks everybody now and then
                   [&](Close& one) {
                     sessions_.erase(session);
                     tell_.closed(line, one.error);
                   },
               },
               effect);
  }
}

void PartyServer::ask(Line line, Session& session, Ask question) {
  session.waiting.emplace_back();
  const auto* admin = std::get_if<AskAdmin>(&question);
  const bool reading = std::holds_alternative<AskPage>(question) || std::holds_alternative<AskTreeSums>(question) ||
                       std::holds_alternative<AskRecordHistory>(question) ||
                       (admin != nullptr && is_list(admin->ask.ask));
  (reading ? reads_ : writes_).push_back({line, session.asked++, std::move(question)});
}

void PartyServer::answer(const Question& question, Answer given) {
  auto place = sessions_.find(question.line);
  if (place == sessions_.end()) return;
  auto& waiting = place->second.waiting;
  waiting[question.number - (place->second.asked - waiting.size())] = std::move(given);
  while (true) {
    place = sessions_.find(question.line);
    if (place == sessions_.end() || place->second.waiting.empty() || !place->second.waiting.front()) return;
    auto next = std::move(*place->second.waiting.front());
    place->second.waiting.pop_front();
    carry_out(question.line, place->second.reconciler.answered(std::move(next)));
  }
}

void PartyServer::write(std::size_t count) {
  std::vector<Question> group;
  for (; count > 0 && !writes_.empty() && !struck(); --count) {
    auto question = std::move(writes_.front());
    writes_.pop_front();
    if (std::holds_alternative<AskAccept>(question.ask)) {
      group.push_back(std::move(question));
      continue;
    }
    accept(std::exchange(group, {}));
    if (!struck()) write_alone(std::move(question));
  }
  if (!struck()) accept(std::move(group));
}

void PartyServer::accept(std::vector<Question> group) {
  if (group.empty()) return;
  std::vector<Submission> all;
  std::vector<std::size_t> sizes;
  for (auto& question : group) {
    auto& mine = std::get<AskAccept>(question.ask).submissions;
    sizes.push_back(mine.size());
    std::move(mine.begin(), mine.end(), std::back_inserter(all));
  }
  std::set<std::size_t> failing;
  for (auto i = all.size(); unlucky && i-- > 0;)
    if (all[i].bundle.number == *unlucky) failing.insert(i), all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
  failed += failing.size();
  if (offered) offered(all);
  const auto watched = watch ? all : std::vector<Submission>{};
  auto accepted = archive_->accept(std::move(all));
  if (struck()) return;
  if (watch && accepted) watch(watched, *accepted);
  for (auto i : failing)
    if (accepted)
      accepted->verdicts.insert(accepted->verdicts.begin() + static_cast<std::ptrdiff_t>(i),
                                Error{Fault::internal, "the bundle could not be applied"});
  if (accepted) publish(accepted->publications);
  auto from = std::size_t{0};
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!accepted) {
      answer(group[i], VerdictList{accepted.error()});
      continue;
    }
    auto first = accepted->verdicts.begin() + static_cast<std::ptrdiff_t>(from);
    from += sizes[i];
    answer(group[i], VerdictList{std::vector<Result<Verdict>>(first, first + static_cast<std::ptrdiff_t>(sizes[i]))});
  }
  if (accepted) ring(accepted->publications);
}

void PartyServer::write_alone(Question question) {
  if (auto* device = std::get_if<AskDevice>(&question.ask)) {
    auto found = archive_->device(device->chain);
    if (!struck()) answer(question, std::move(found));
  } else if (auto* one = std::get_if<AskEnrol>(&question.ask)) {
    auto enrolled = archive_->enrol(one->code, one->key, one->label, clock_.wall());
    if (!struck()) answer(question, std::move(enrolled));
  } else if (auto* fence = std::get_if<AskFence>(&question.ask)) {
    auto lines = archive_->fence_after(fence->copy);
    if (!struck()) answer(question, std::move(lines));
  } else if (auto* kept = std::get_if<AskExtendFence>(&question.ask)) {
    auto position = archive_->extend_fence(kept->lines.behind, kept->lines.lines);
    if (position && !struck()) publish(position->publications);
    if (!struck()) answer(question, std::move(position));
  } else if (auto* rescue = std::get_if<AskRescue>(&question.ask)) {
    auto taken = archive_->take_rescue(rescue->chain, rescue->rescue, clock_.wall());
    if (!struck()) answer(question, std::move(taken));
  } else if (auto* numbers = std::get_if<AskLease>(&question.ask)) {
    auto leased = archive_->lease(numbers->chain, numbers->numbers, clock_.wall());
    if (!struck()) answer(question, std::move(leased));
  } else if (auto* salvage = std::get_if<AskSalvage>(&question.ask)) {
    auto taken = archive_->salvage(salvage->chain, salvage->bundles);
    if (!struck()) answer(question, std::move(taken));
  } else if (auto* receipt = std::get_if<AskReceipt>(&question.ask)) {
    auto noted = archive_->keep_receipt(receipt->chain, receipt->receipt, clock_.wall());
    if (!struck()) answer(question, std::move(noted));
  } else if (auto* contact = std::get_if<AskContact>(&question.ask)) {
    auto noted = archive_->note_contact(contact->chain, contact->contact, clock_.wall());
    if (!struck()) answer(question, noted ? Result<Noted>{Noted{}} : Result<Noted>{noted.error()});
  } else if (auto* access = std::get_if<AskAccess>(&question.ask)) {
    auto logged = archive_->note_access(access->access, clock_.wall());
    if (!struck()) answer(question, logged ? Result<Logged>{Logged{}} : Result<Logged>{logged.error()});
  } else if (auto* admin = std::get_if<AskAdmin>(&question.ask)) {
    act(question, *admin);
  } else if (auto* parcel = std::get_if<AskPark>(&question.ask)) {
    auto parked = archive_->park(parcel->chain, parcel->number, parcel->bundle_hash, parcel->raw, parcel->edits);
    if (struck()) return;
    if (!parked) return answer(question, VerdictList{parked.error()});
    publish(parked->publications);
    answer(question, VerdictList{std::move(parked->verdicts)});
    ring(parked->publications);
  }
}

// Whoever is revoked or given other rights is cut off, as in the running server.
void PartyServer::act(const Question& question, const AskAdmin& asked) {
  auto done = archive_->act_for(asked.chain, asked.ask, clock_.wall());
  if (struck()) return;
  if (!done) return answer(question, Result<AdminAnswer>{done.error()});
  publish(done->publications);
  std::vector<Line> cut;
  for (const auto& [line, session] : sessions_) {
    const auto& chain = session.reconciler.chain();
    if (chain && (done->revoked.contains(*chain) || done->changed.contains(person_of(*chain)))) cut.push_back(line);
  }
  for (auto line : cut) {
    sessions_.erase(line);
    tell_.closed(line, Error{Fault::server_busy, "this person's rights were changed"});
  }
  answer(question, Result<AdminAnswer>{std::move(done->answer)});
  ring(done->publications);
}

void PartyServer::read(std::size_t position) {
  auto place = reads_.begin() + static_cast<std::ptrdiff_t>(position);
  auto question = std::move(*place);
  reads_.erase(place);
  if (auto* page = std::get_if<AskPage>(&question.ask)) {
    auto found = archive_->page(page->request);
    if (!struck()) answer(question, std::move(found));
  } else if (auto* sums = std::get_if<AskTreeSums>(&question.ask)) {
    auto found = archive_->sums(sums->request);
    if (!struck()) answer(question, std::move(found));
  } else if (auto* history = std::get_if<AskRecordHistory>(&question.ask)) {
    auto found = archive_->history(history->asked, history->reader);
    if (!struck()) answer(question, std::move(found));
  } else if (auto* admin = std::get_if<AskAdmin>(&question.ask)) {
    auto found = archive_->answer_admin(admin->chain, admin->ask);
    if (!struck()) answer(question, std::move(found));
  }
}

void PartyServer::publish(const std::vector<Publication>& publications) {
  for (const auto& publication : publications) feed_->publish(publication);
}

void PartyServer::ring(const std::vector<Publication>& publications) {
  std::vector<Line> lines;
  for (const auto& [line, session] : sessions_) lines.push_back(line);
  for (const auto& publication : publications)
    for (auto line : lines)
      if (auto session = sessions_.find(line); session != sessions_.end())
        carry_out(line, session->second.reconciler.rung(publication.community));
}

void PartyServer::crash() {
  if (disk_.crashes() == crashes_) disk_.crash();
  auto lines = std::exchange(sessions_, {});
  writes_.clear();
  reads_.clear();
  archive_.reset();
  feed_.reset();
  tries_.reset();
  for (const auto& [line, session] : lines) tell_.closed(line, Error{Fault::unreachable, "the server is down"});
}

std::string PartyServer::back_up(std::uint64_t kept) {
  const auto name = "backup " + std::to_string(++backups_);
  auto copied = archive_->copy_to(name);
  if (!copied || struck()) return {};
  auto opened = ArchiveSqlite::open({name, options_.database}, clock_, dice_);
  if (!opened) return {};
  auto heads = (*opened)->status()->heads;
  opened->reset();
  if (struck()) return {};
  // One that is whole is a backup, noted or not: what is not noted tablets only keep longer.
  (void)archive_->note_backup(heads, kept, clock_.wall());
  return name;
}

Result<void> PartyServer::restore(const std::string& backup) {
  crash();
  disk_.put("archive", disk_.files().at(backup));
  disk_.put("archive-wal", "");
  crashes_ = disk_.crashes();
  auto renewed = ArchiveSqlite::renew(options_, clock_, dice_);
  if (!renewed) return renewed.error();
  if (auto started = start(); !started) return started;
  auto whole = archive_->verify();
  return whole ? Result<void>{} : whole.error();
}

Result<void> PartyServer::start() {
  crashes_ = disk_.crashes();
  new_run();
  auto fence = Fence::open(outside_.path("fence"), page_key(3), dice_);
  if (!fence) return fence.error();
  options_.fence = std::make_shared<Fence>(std::move(*fence));
  auto opened = ArchiveSqlite::open(options_, clock_, dice_);
  if (!opened) return opened.error();
  archive_ = std::move(*opened);
  feed_ = std::make_unique<Feed>();
  tries_ = std::make_unique<Tries>();
  return {};
}

Result<ErasureDone> PartyServer::erase(const std::vector<RecordId>& records, const std::string& asks,
                                       const std::string& agrees) {
  auto asked = archive_->ask_erasure({asks, "request", records}, clock_.wall());
  if (!asked) return asked.error();
  auto done = archive_->approve_erasure(asked->at("erasure").get<std::string>(), agrees, clock_.wall());
  if (done) publish(done->publications);
  return done;
}

std::string PartyServer::found(const std::string& words) {
  auto database = Database::open(options_.path, options_.database).value();
  return table_with(database, words);
}

Enrolled PartyServer::enrol(const std::string& login, const PublicKey& key) {
  auto code = archive_->mint_code(login, clock_.wall());
  if (!code) {
    auto made = archive_->add_person({login, login, "manager", "main", ""});
    require(made.has_value(), "a new login becomes a person");
    code = archive_->mint_code(login, clock_.wall());
  }
  auto enrolled = archive_->enrol(code->code, key, "tablet of " + login, clock_.wall());
  require(enrolled.has_value(), "a fresh code enrols");
  return std::move(*enrolled);
}

}  // namespace doorstep::test
