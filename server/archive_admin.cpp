// Admins in the app: what they are shown, and what they do. docs/security.md §Admins in the app.
#include "server/quarantine_view.h"
#include "shared/relaxed_transaction.h"

namespace doorstep {
namespace {

constexpr std::int64_t codes_open_max = 8;  ///< of one person: whoever asks for more has lost none of them

GrantedPerson granted(const Statement& row, int first_column) {
  return {std::string{row.text(first_column)}, std::string{row.text(first_column + 1)},
          std::string{row.text(first_column + 2)}, std::string{row.text(first_column + 3)}};
}

/// Fills a page with what `next_item` finds; `key` names an item to whoever asks for the next page.
template <class Item, class NextItem, class Key>
AdminAnswer paged(AdminVerb verb, NextItem next_item, Key key) {
  AdminAnswer out{verb};
  std::vector<Item> items;
  while (auto item = next_item()) {
    if (items.size() == admin_items_max) {
      out.next = key(items.back());
      break;
    }
    items.push_back(std::move(*item));
  }
  out.found = std::move(items);
  return out;
}

Result<AdminAnswer> people(Database& database, const RoleBook& roles, const Doer& doer, const AdminAsk& ask) {
  if (auto may = need(doer, Right::people, Right::devices); !may) return may.error();
  auto rows = database.prepare(
      "SELECT id, role, communities, buildings, login, name, (SELECT COUNT(DISTINCT device) FROM chains "
      "WHERE person = p.id AND revoked IS NULL) FROM people p WHERE login > ? AND role <> ? ORDER BY login");
  rows.with(ask.after, Role::everything().name());
  auto next = [&]() -> std::optional<AdminPerson> {
    while (rows.step()) {
      const auto person = granted(rows, 0);
      if (!sees(doer, person)) continue;
      AdminPerson out{PersonId{person.id},
                      std::string{rows.text(4)},
                      std::string{rows.text(5)},
                      person.role,
                      person.communities,
                      person.buildings,
                      static_cast<std::uint64_t>(rows.integer(6))};
      const auto touch = may_act_on(doer, person);
      out.bar = bar_of(doer.may(Right::people) ? touch : need(doer, Right::people));
      auto invites = need(doer, Right::devices);
      if (invites) invites = touch;
      if (invites) invites = may_give(doer, roles, person);
      out.invite_bar = bar_of(invites);
      return out;
    }
    return std::nullopt;
  };
  return paged<AdminPerson>(ask.ask, next, [](const AdminPerson& one) { return one.login; });
}

Result<AdminAnswer> roles_page(const RoleBook& roles, const Doer& doer, const AdminAsk& ask) {
  if (auto may = need(doer, Right::people, Right::devices); !may) return may.error();
  auto all = roles.all();
  auto at = all.begin();
  if (!ask.after.empty())
    while (at != all.end() && (*at++)->name() != ask.after) {
    }
  auto next = [&]() -> std::optional<AdminRole> {
    if (at == all.end()) return std::nullopt;
    const auto& role = **at++;
    auto text = parse_json(role.text());
    require(text.has_value(), "a role's text is JSON");
    AdminRole out{role.name(), role.version(), role.label(), std::move(*text)};
    auto may = need(doer, Right::people);
    if (may) may = may_give(doer, roles, {{}, role.name(), doer.person.communities, doer.person.buildings});
    out.bar = bar_of(may);
    return out;
  };
  return paged<AdminRole>(ask.ask, next, [](const AdminRole& one) { return one.name; });
}

// A device once, however often its store was put back: by the newest of its chains.
constexpr const char* tablets_query = R"sql(
  SELECT c.device, p.id, p.role, p.communities, p.buildings, p.login, p.name, c.label,
         (SELECT MIN(f.enrolled) FROM chains f WHERE f.person = c.person AND f.device = c.device), c.revoked,
         k.at, k.program,
         MAX(0, k.tip - COALESCE((SELECT last FROM chains WHERE chain = k.chain), 0)), k.storage,
         (SELECT MAX(r.at) FROM receipts r JOIN chains f ON f.n = r.chain
           WHERE f.person = c.person AND f.device = c.device),
         (SELECT SUM(r.edits) FROM receipts r JOIN chains f ON f.n = r.chain
           WHERE f.person = c.person AND f.device = c.device)
  FROM chains c JOIN people p ON p.id = c.person
  LEFT JOIN contacts k ON k.device = c.device
  WHERE p.role <> ?1 AND c.person || '/' || c.device > ?2
    AND c.n = (SELECT MAX(f.n) FROM chains f WHERE f.person = c.person AND f.device = c.device)
  ORDER BY c.person || '/' || c.device)sql";

std::optional<Instant> instant_at(const Statement& row, int column) {
  return row.null(column) ? std::nullopt : std::optional{from_ms(row.integer(column))};
}
std::optional<std::uint64_t> count_at(const Statement& row, int column) {
  return row.null(column) ? std::nullopt : std::optional{static_cast<std::uint64_t>(row.integer(column))};
}

Result<AdminAnswer> tablets(Database& database, const Doer& doer, const AdminAsk& ask) {
  if (auto may = need(doer, Right::devices); !may) return may.error();
  auto rows = database.prepare(tablets_query);
  rows.with(Role::everything().name(), ask.after);
  auto next = [&]() -> std::optional<AdminTablet> {
    while (rows.step()) {
      const auto person = granted(rows, 1);
      if (!sees(doer, person)) continue;
      AdminTablet out{PersonId{person.id},       DeviceId{std::string{rows.text(0)}}, std::string{rows.text(5)},
                      std::string{rows.text(6)}, std::string{rows.text(7)},           from_ms(rows.integer(8))};
      out.revoked = instant_at(rows, 9);
      out.contact = instant_at(rows, 10);
      if (!rows.null(11)) out.version = rows.text(11);
      out.pending = count_at(rows, 12);
      out.stored = count_at(rows, 13);
      out.shredded = instant_at(rows, 14);
      out.handed_over = count_at(rows, 15).value_or(0);
      out.bar = bar_of(may_act_on(doer, person));
      return out;
    }
    return std::nullopt;
  };
  return paged<AdminTablet>(ask.ask, next,
                            [](const AdminTablet& one) { return one.person.value + "/" + one.device.value; });
}

Result<void> few_codes_open(const Acting& acting, const GrantedPerson& person) {
  auto query =
      acting.database.prepare("SELECT COUNT(*) FROM codes WHERE person = ? AND used_by_key IS NULL AND expires > ?");
  OneRow row{query.with(person.id, to_ms(acting.now))};
  if (row->integer(0) >= codes_open_max)
    return Error{Fault::server_busy, "too many invitations that nobody has used; wait ten minutes"};
  return {};
}

Result<AdminAct> add(const Acting& acting, const Doer& doer, const AdminAsk& ask) {
  const NewPerson person{ask.login, ask.name, ask.role.value_or(""), ask.communities.value_or(""),
                         ask.buildings.value_or("")};
  auto may = need(doer, Right::people);
  if (may) may = may_give(doer, acting.roles, {{}, person.role, person.communities, person.buildings});
  if (!may) return may.error();
  auto added = add_person(acting, person);
  if (!added) return added.error();
  return AdminAct{{ask.ask}};
}

Result<AdminAct> set(const Acting& acting, const Doer& doer, const AdminAsk& ask) {
  auto may = need(doer, Right::people);
  if (!may) return may.error();
  auto person = person_with_login(acting.database, ask.login);
  if (!person) return person.error();
  const auto given = with(*person, {ask.login, ask.role, ask.communities, ask.buildings});
  may = may_act_on(doer, *person);
  if (may) may = may_give(doer, acting.roles, given);
  if (!may) return may.error();
  if (auto done = give(acting, given); !done) return done.error();
  return AdminAct{{ask.ask}, {}, {PersonId{person->id}}};
}

Result<AdminAct> invite(const Acting& acting, const Doer& doer, const AdminAsk& ask) {
  auto may = need(doer, Right::devices);
  if (!may) return may.error();
  auto person = person_with_login(acting.database, ask.login);
  if (!person) return person.error();
  may = may_act_on(doer, *person);
  if (may) may = may_give(doer, acting.roles, *person);
  if (may) may = few_codes_open(acting, *person);
  if (!may) return may.error();
  auto code = mint_code(acting, *person);
  if (!code) return code.error();
  keep_act(acting, {{"act", "invited"}, {"at", to_ms(acting.now)}, {"person", person->id}});
  return AdminAct{{ask.ask, AdminInvitation{code->code, code->expires}}};
}

Result<AdminAct> take_away(const Acting& acting, const Doer& doer, const AdminAsk& ask) {
  auto may = need(doer, Right::devices);
  if (!may) return may.error();
  auto person = person_with_login(acting.database, ask.login);
  if (!person) return person.error();
  if (may = may_act_on(doer, *person); !may) return may.error();
  auto chains = revoke(acting, *person, ask.device);
  if (!chains) return chains.error();
  return AdminAct{{ask.ask}, {}, {}, {chains->begin(), chains->end()}};
}

}  // namespace

Result<AdminAnswer> ArchiveSqlite::answer_admin(const ChainId& asker, const AdminAsk& ask) {
  return guarded([&]() -> Result<AdminAnswer> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    auto doer = doer_in(reader->database, parts_->roles, asker);
    if (!doer) return doer.error();
    switch (ask.ask) {
      case AdminVerb::people:
        return doorstep::people(reader->database, parts_->roles, *doer, ask);
      case AdminVerb::roles:
        return roles_page(parts_->roles, *doer, ask);
      case AdminVerb::tablets:
        return tablets(reader->database, *doer, ask);
      case AdminVerb::parcels:
        return quarantine_parcels(reader->database, *doer, ask);
      default:
        return quarantine_page(reader->database, parts_->archive_template(), *doer, ask);
    }
  });
}

// Each in a commit of its own: what one of them meets says nothing about the others.
AdminAct ArchiveSqlite::decide(const ChainId& asker, const AdminAsk& ask, Instant now) {
  AdminAct out{{ask.ask}};
  std::vector<AdminOutcome> outcomes;
  auto tell = [&](const EditId& edit, const Result<void>& done, std::string outcome) {
    outcomes.push_back({edit, done ? std::move(outcome) : std::string{code(done.error().fault)}});
  };
  for (const auto& edit : ask.edits) {
    if (ask.ask == AdminVerb::apply) {
      auto applied = apply_quarantined(edit, now, asker);
      if (!applied) {
        tell(edit, applied.error(), {});
        continue;
      }
      const auto verdict = verdict_json(*applied->verdicts.front());
      tell(edit, {}, verdict.at("edits").front().at("outcome").get<std::string>());
      for (auto& one : applied->publications) out.publications.push_back(std::move(one));
      continue;
    }
    auto discarded = guarded([&]() -> Result<void> {
      Transaction transaction{parts_->writer.database};
      auto acting = parts_->acting(now);
      acting.by = asker;
      auto may = may_discard(acting, parts_->archive_template(), edit);
      if (may) may = doorstep::discard(acting, edit, ask.reason);
      if (may) transaction.commit();
      return may;
    });
    tell(edit, discarded, "discarded");
  }
  out.answer.found = std::move(outcomes);
  return out;
}

Result<AdminAct> ArchiveSqlite::act_for(const ChainId& asker, const AdminAsk& ask, Instant now) {
  if (ask.ask == AdminVerb::apply || ask.ask == AdminVerb::discard) return decide(asker, ask, now);
  return guarded([&]() -> Result<AdminAct> {
    Transaction transaction{parts_->writer.database};
    auto acting = parts_->acting(now);
    acting.by = asker;
    auto doer = doer_in(acting.database, acting.roles, asker);
    if (!doer) return doer.error();
    auto done = [&]() -> Result<AdminAct> {
      switch (ask.ask) {
        case AdminVerb::add_person:
          return add(acting, *doer, ask);
        case AdminVerb::set_person:
          return set(acting, *doer, ask);
        case AdminVerb::invite:
          return invite(acting, *doer, ask);
        default:
          return take_away(acting, *doer, ask);
      }
    }();
    if (done) transaction.commit();
    return done;
  });
}

}  // namespace doorstep
