// What a conversation asks of the archive: who carries it out, and on which thread.
#include <boost/asio/post.hpp>

#include "server/session.h"
#include "shared/overloaded.h"

namespace doorstep {

namespace asio = boost::asio;

namespace {

template <class T>
Result<T> done(const Result<void>& verb) {
  if (!verb) return verb.error();
  return T{};
}

}  // namespace

void Session::ask(Ask question) {
  if (waiting_.size() >= context_.limits.asks_per_session_max)
    return close(Error{Fault::server_busy, "too many questions at once"});
  waiting_.emplace_back();
  const auto answer = [weak = weak_from_this(), number = asked_++](auto result) {
    if (auto session = weak.lock()) session->answered(number, Answer{std::move(result)});
  };
  // Posted like every other answer: the effects that follow this one come first.
  const auto refuse = [this, answer]<class T>(std::type_identity<T>) {
    Result<T> busy = Error{Fault::server_busy, "the archive's queue is full"};
    asio::post(timer_.get_executor(), [answer, busy] { answer(busy); });
  };
  const auto who = chain() ? person_of(*chain()).value + "/" + device_of(*chain()).value : std::string{};
  // Everything but submissions is answered one by one, by a function of the archive.
  const auto on_writer = [&]<class T>(std::type_identity<T> answered, auto verb) {
    const bool taken = context_.writer.run(
        [answer, verb = std::move(verb)](Archive& archive) mutable {
          ArchiveThread::Outcome outcome;
          Result<T> result = verb(archive, outcome.publications);
          outcome.answer = [answer, result = std::move(result)] { answer(result); };
          return outcome;
        },
        who);
    if (!taken) refuse(answered);
  };
  const auto on_reader = [this, answer](auto verb) {
    asio::post(context_.readers, [&archive = context_.archive, io = timer_.get_executor(), answer, verb] {
      asio::post(io, [answer, result = verb(archive)]() mutable { answer(std::move(result)); });
    });
  };
  using VerdictList = std::vector<Result<Verdict>>;
  std::visit(
      Overloaded{
          [&](AskAccept& one) {
            if (!context_.writer.submit(std::move(one.submissions), answer, who))
              refuse(std::type_identity<VerdictList>{});
          },
          [&](AskEnrol& one) {
            on_writer(std::type_identity<Enrolled>{},
                      [one = std::move(one), now = context_.reconciler.clock.wall()](Archive& archive, auto&) {
                        return archive.enrol(one.code, one.key, one.label, now);
                      });
          },
          [&](AskDevice& one) {
            on_writer(std::type_identity<Device>{},
                      [one = std::move(one)](Archive& archive, auto&) { return archive.device(one.chain); });
          },
          [&](AskPark& one) {
            on_writer(std::type_identity<VerdictList>{},
                      [one = std::move(one)](Archive& archive, auto& publications) -> Result<VerdictList> {
                        auto parked = archive.park(one.chain, one.number, one.bundle_hash, one.raw, one.edits);
                        if (!parked) return parked.error();
                        publications = std::move(parked->publications);
                        return std::move(parked->verdicts);
                      });
          },
          [&](AskFence& one) {
            on_writer(std::type_identity<FenceLines>{},
                      [one](Archive& archive, auto&) { return archive.fence_after(one.copy); });
          },
          [&](AskExtendFence& one) {
            on_writer(std::type_identity<FencePosition>{},
                      [one = std::move(one)](Archive& archive, auto& publications) {
                        auto position = archive.extend_fence(one.lines.behind, one.lines.lines);
                        if (position) publications = std::move(position->publications);
                        return position;
                      });
          },
          [&](AskRescue& one) {
            on_writer(std::type_identity<Rescued>{},
                      [one = std::move(one), now = context_.reconciler.clock.wall()](Archive& archive, auto&) {
                        return archive.take_rescue(one.chain, one.rescue, now);
                      });
          },
          [&](AskLease& one) {
            on_writer(std::type_identity<Numbers>{},
                      [one = std::move(one), now = context_.reconciler.clock.wall()](Archive& archive, auto&) {
                        return archive.lease(one.chain, one.numbers, now);
                      });
          },
          [&](AskSalvage& one) {
            on_writer(std::type_identity<Salvaged>{}, [one = std::move(one)](Archive& archive, auto&) {
              return archive.salvage(one.chain, one.bundles);
            });
          },
          [&](AskReceipt& one) {
            on_writer(std::type_identity<void>{},
                      [one = std::move(one), now = context_.reconciler.clock.wall()](Archive& archive, auto&) {
                        return archive.keep_receipt(one.chain, one.receipt, now);
                      });
          },
          [&](AskContact& one) {
            on_writer(std::type_identity<Noted>{},
                      [one = std::move(one), now = context_.reconciler.clock.wall()](Archive& archive, auto&) {
                        return done<Noted>(archive.note_contact(one.chain, one.contact, now));
                      });
          },
          [&](AskAccess& one) {
            on_writer(std::type_identity<Logged>{},
                      [one = std::move(one), now = context_.reconciler.clock.wall()](Archive& archive, auto&) {
                        return done<Logged>(archive.note_access(one.access, now));
                      });
          },
          [&](AskAdmin& one) { ask_admin(std::move(one), answer); },
          [&](AskPage& one) {
            on_reader([one = std::move(one)](Archive& archive) { return archive.page(one.request); });
          },
          [&](AskTreeSums& one) {
            on_reader([one = std::move(one)](Archive& archive) { return archive.sums(one.request); });
          },
          [&](AskRecordHistory& one) {
            on_reader([one = std::move(one)](Archive& archive) { return archive.history(one.asked, one.reader); });
          },
      },
      question);
}

// Whose rights or devices are others now is closed before the admin is told, and by the same turn.
void Session::ask_admin(AskAdmin asked, std::function<void(Result<AdminAnswer>)> answer) {
  if (is_list(asked.ask.ask)) {
    asio::post(context_.readers, [&archive = context_.archive, io = timer_.get_executor(), answer, asked] {
      asio::post(io, [answer, found = archive.answer_admin(asked.chain, asked.ask)] { answer(found); });
    });
    return;
  }
  const auto now = context_.reconciler.clock.wall();
  const bool taken = context_.writer.run([answer, asked, now, &sessions = context_.sessions](Archive& archive) {
    ArchiveThread::Outcome outcome;
    auto done = archive.act_for(asked.chain, asked.ask, now);
    if (!done) {
      outcome.answer = [answer, error = done.error()] { answer(error); };
      return outcome;
    }
    outcome.publications = std::move(done->publications);
    outcome.answer = [answer, &sessions, done = std::move(*done)] {
      if (!done.revoked.empty()) sessions.refuse(done.revoked);
      if (!done.changed.empty()) sessions.renew(done.changed);
      answer(done.answer);
    };
    return outcome;
  });
  const Error busy{Fault::server_busy, "the archive's queue is full"};
  if (!taken) asio::post(timer_.get_executor(), [answer, busy] { answer(busy); });
}

}  // namespace doorstep
