#include "server/admin.h"

#include <chrono>
#include <map>
#include <thread>

#include "server/admin_socket.h"
#include "server/erasure.h"
#include "server/folder_lock.h"
#include "server/outmail_reader.h"
#include "shared/answer.h"
#include "shared/crypto.h"

namespace doorstep {
namespace {

constexpr std::size_t reason_bytes_max = 2000;
constexpr std::string_view certificate_context = "doorstep erasure 1";
constexpr Millis folder_wait_max{10'000}, folder_wait{50};

Result<json> ok(json out) {
  out["ok"] = true;
  return value_result(std::move(out));
}

Result<json> person_add(const Admin& admin, Reader command) {
  NewPerson person{command.text("login"), command.text("name"), command.text_or("role", NewPerson{}.role),
                   command.text_or("communities", ""), command.text_or("buildings", "")};
  if (command.error()) return *command.error();
  auto id = admin.archive.add_person(person);
  if (!id) return id.error();
  return ok({{"person", id->value}});
}

Result<json> person_set(const Admin& admin, Reader command) {
  PersonGrant given{command.text("login")};
  if (command.has("role")) given.role = command.text("role");
  if (command.has("communities")) given.communities = command.text("communities", 4096);
  if (command.has("buildings")) given.buildings = command.text("buildings", 4096);
  if (command.error()) return *command.error();
  auto id = admin.archive.set_person(given, admin.clock.wall());
  if (!id) return id.error();
  return ok({{"person", id->value}});
}

json role_answer(const Role& role, bool whole) {
  json out{{"name", role.name()}, {"version", role.version()}};
  out["label"] = {{"zh", role.label().zh}, {"en", role.label().en}};
  if (!whole) return out;
  auto text = parse_json(role.text());
  require(text.has_value(), "a role's text is JSON");
  out["role"] = std::move(*text);
  return out;
}

Result<json> role_list(const Admin& admin, Reader) {
  auto roles = admin.archive.roles();
  if (!roles) return roles.error();
  json list = json::array();
  for (const auto& role : *roles) list.push_back(role_answer(*role, false));
  return ok({{"roles", std::move(list)}});
}

Result<json> role_show(const Admin& admin, Reader command) {
  auto name = command.text("name");
  if (command.error()) return *command.error();
  auto roles = admin.archive.roles();
  if (!roles) return roles.error();
  for (const auto& role : *roles)
    if (role->name() == name) return ok(role_answer(*role, true));
  return Error{Fault::not_found, "a role of that name"};
}

Result<json> role_set(const Admin& admin, Reader command) {
  auto name = command.text("name"), text = command.text("text", 64 * 1024);
  if (command.error()) return *command.error();
  auto role = Role::parse(text);
  if (!role) return role.error();
  if (role->name() != name) return Error{Fault::invalid_value, "role.name: is not '" + name + "'"};
  auto set = admin.archive.set_role(text, admin.clock.wall());
  if (!set) return set.error();
  return ok(role_answer(**set, true));
}

Result<json> audit_list(const Admin& admin, Reader command) {
  const AuditQuery query{command.text_or("login", ""), command.text_or("from", ""), command.text_or("to", "")};
  if (command.error()) return *command.error();
  auto found = admin.archive.audit(query);
  if (!found) return found;
  return ok(std::move(*found));
}

Result<json> device_code(const Admin& admin, Reader command) {
  auto login = command.text("login");
  if (command.error()) return *command.error();
  auto identity = admin.sealed.open_identity(admin.dice);
  if (!identity) return identity.error();
  auto code = admin.archive.mint_code(login, admin.clock.wall());
  if (!code) return code.error();
  return ok({{"code", code->code}, {"expires", iso_time(code->expires)}, {"pin", identity->pin()}});
}

Result<json> device_list(const Admin& admin, Reader) {
  auto devices = admin.archive.devices();
  if (!devices) return devices;
  for (auto& device : *devices)
    for (const char* time : {"enrolled", "shredded", "last_contact"})
      if (auto& at = device[time]; at.is_number()) at = iso_time(from_ms(at.get<std::int64_t>()));
  return ok({{"devices", std::move(*devices)}});
}

Result<json> device_revoke(const Admin& admin, Reader command) {
  auto login = command.text("login"), device = command.text_or("device", "");
  if (command.error()) return *command.error();
  auto revoked = admin.archive.revoke(login, device.empty() ? std::nullopt : std::optional{DeviceId{device}});
  if (!revoked) return revoked.error();
  return ok({{"revoked", *revoked}});
}

Result<json> status(const Admin& admin, Reader) {
  auto now = admin.archive.status();
  if (!now) return now.error();
  json heads = json::object();
  for (const auto& [community, seq] : now->heads) heads[community.value] = seq.value;
  // A running server puts its own figures over these two.
  json out{{"connections", 0}, {"running", false}, {"epoch", now->epoch.value}, {"heads", std::move(heads)}};
  out["epochs"] = now->lineage.size();
  out["backed_up"] = now->backed_up ? json(iso_time(*now->backed_up)) : json(nullptr);
  out["kept"] = seqs_json(now->kept);
  out["fence"] = now->fence;
  out["collecting"] = now->collecting;
  return ok(std::move(out));
}

Result<json> verify(const Admin& admin, Reader) {
  auto found = admin.archive.verify(admin.stop);
  if (!found) return found.error();
  json head = json::object();
  for (const auto& [community, hash] : found->heads) head[community.value] = base64(hash);
  if (head.size() == 1) head = json(head.front());
  return ok({{"records", found->records}, {"edits", found->edits}, {"pages", found->pages}, {"head", std::move(head)}});
}

json template_answer(const Admin& admin, const TemplateSince& since) {
  const auto& present = admin.archive.archive_template();
  json types = json::array();
  for (const auto& type : present.types()) types.push_back(type.name);
  return {{"name", present.name()},         {"version", present.version()},
          {"digest", present.digest()},     {"since", since.at ? json(iso_time(*since.at)) : json(nullptr)},
          {"heads", seqs_json(since.seqs)}, {"types", std::move(types)}};
}

Result<json> template_show(const Admin& admin, Reader command) {
  const bool whole_text = command.flag_or("whole", true);
  if (command.error()) return *command.error();
  auto since = admin.archive.template_since();
  if (!since) return since.error();
  auto answer = template_answer(admin, *since);
  if (!whole_text) return ok(std::move(answer));
  auto whole = parse_json(admin.archive.archive_template().text());
  require(whole.has_value(), "a template's text is JSON");
  answer["template"] = std::move(*whole);
  return ok(std::move(answer));
}

Result<json> template_set(const Admin& admin, Reader command) {
  const auto& whole = command.object("template");
  if (command.error()) return *command.error();
  auto since = admin.archive.set_template(canonical(whole), admin.clock.wall());
  if (!since) return since.error();
  admin.publish(std::move(since->publications));
  auto answer = template_answer(admin, *since);
  answer["changed"] = since->changed;
  return ok(std::move(answer));
}

Result<json> fence_open(const Admin& admin, Reader) {
  if (auto opened = admin.archive.open_fence(); !opened) return opened.error();
  auto now = admin.archive.status();
  if (!now) return now.error();
  return ok({{"fence", now->fence}, {"collecting", now->collecting}});
}

Result<json> quarantine_list(const Admin& admin, Reader command) {
  auto all = command.flag_or("all", false);
  if (command.error()) return *command.error();
  auto items = admin.archive.quarantine();
  if (!items) return items.error();
  json edits = json::array();
  for (auto& item : *items) {
    if (!all && (item.state == "discarded" || item.state == "applied" || item.state == "erased")) continue;
    edits.push_back({{"edit", text(item.edit)},
                     {"person", person_of(item.chain).value},
                     {"device", device_of(item.chain).value},
                     {"record", text(item.record)},
                     {"code", item.code},
                     {"state", item.state},
                     {"body", std::move(item.body)}});
  }
  auto rescued = admin.archive.rescued();
  if (!rescued) return rescued.error();
  json parcels = json::array();
  for (auto& one : *rescued) {
    json missing = json::array();
    for (const auto& edit : one.missing) missing.push_back(text(edit));
    parcels.push_back({{"record", text(one.record)},
                       {"device", device_of(one.chain).value},
                       {"epoch", one.epoch.value},
                       {"at", iso_time(one.at)},
                       {"missing", std::move(missing)},
                       {"body", std::move(one.body)}});
  }
  return ok({{"count", edits.size()}, {"parcels", std::move(parcels)}, {"edits", std::move(edits)}});
}

Result<json> told(const Admin& admin, Result<Delivery> delivered) {
  if (!delivered) return delivered.error();
  admin.publish(std::move(delivered->publications));
  return value_result(std::move(delivered->answer));
}

Result<json> quarantine_apply(const Admin& admin, Reader command) {
  auto edit = command.id<EditId>("edit");
  if (command.error()) return *command.error();
  return told(admin, apply_from_quarantine(admin.archive, admin.clock, edit));
}

Result<json> quarantine_discard(const Admin& admin, Reader command) {
  auto edit = command.id<EditId>("edit");
  auto reason = command.text("reason", reason_bytes_max);
  if (command.error()) return *command.error();
  if (reason.empty()) return Error{Fault::invalid_value, "reason"};
  if (auto done = admin.archive.discard(edit, reason); !done) return done.error();
  return ok({{"edit", text(edit)}});
}

// Archives say when in milliseconds; people read it as a time.
json with_times(json erasure) {
  for (const char* time : {"asked_at", "decided_at", "heard_at"})
    if (auto at = erasure.find(time); at != erasure.end() && at->is_number())
      *at = iso_time(from_ms(at->get<std::int64_t>()));
  if (erasure.contains("tablets"))
    for (auto& tablet : erasure["tablets"]) tablet = with_times(std::move(tablet));
  return erasure;
}

Result<json> erasure_ask(const Admin& admin, Reader command) {
  ErasureRequest request{command.text("login"), command.text("reason"), {}};
  for (const auto& one : command.array("records", erasure_roots_max)) {
    const auto* name = one.get_ptr<const std::string*>();
    const auto id = name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
    if (!id) return Error{Fault::invalid_value, "records: an id"};
    request.records.push_back(*id);
  }
  if (command.error()) return *command.error();
  auto noted = admin.archive.ask_erasure(request, admin.clock.wall());
  if (!noted) return noted;
  auto whole = admin.archive.erasure(noted->at("erasure").get<std::string>());
  if (!whole) return whole;
  return ok(with_times(std::move(*whole)));
}

Result<json> erasure_list(const Admin& admin, Reader) {
  auto all = admin.archive.erasures();
  if (!all) return all;
  for (auto& one : *all) one = with_times(std::move(one));
  return ok({{"erasures", std::move(*all)}});
}

Result<json> erasure_show(const Admin& admin, Reader command) {
  const auto id = command.text("erasure");
  if (command.error()) return *command.error();
  auto found = admin.archive.erasure(id);
  if (!found) return found;
  return ok(with_times(std::move(*found)));
}

Result<json> erasure_approve(const Admin& admin, Reader command) {
  const auto id = command.text("erasure"), login = command.text("login");
  if (command.error()) return *command.error();
  auto done = admin.archive.approve_erasure(id, login, admin.clock.wall());
  if (!done) return done.error();
  admin.publish(std::move(done->publications));
  return ok(with_times(std::move(done->answer)));
}

Result<json> erasure_refuse(const Admin& admin, Reader command) {
  const auto id = command.text("erasure"), login = command.text("login");
  if (command.error()) return *command.error();
  if (auto refused = admin.archive.refuse_erasure(id, login, admin.clock.wall()); !refused) return refused.error();
  return ok({{"erasure", id}});
}

// What was destroyed, by whose word and when, and where it is known to be gone: nothing of it names anybody.
Result<json> erasure_certificate(const Admin& admin, Reader command) {
  const auto id = command.text("erasure");
  if (command.error()) return *command.error();
  auto found = admin.archive.erasure(id);
  if (!found) return found;
  if (found->at("state") != "done") return Error{Fault::not_found, "it was not carried out"};
  auto identity = admin.sealed.open_identity(admin.dice);
  if (!identity) return identity.error();
  auto certificate = with_times(std::move(*found));
  certificate.erase("named_by");
  certificate["issued_at"] = iso_time(admin.clock.wall());
  const auto signature = identity->key().sign(certificate_context, canonical(certificate));
  return ok({{"certificate", std::move(certificate)}, {"pin", identity->pin()}, {"signature", base64(signature)}});
}

Result<json> outmail_apply(const Admin& admin, Reader command) {
  const auto& wire = command.object("bundle");
  if (command.error()) return *command.error();
  return told(admin, deliver_bundle(admin.archive, admin.clock, wire));
}

Result<json> outmail_check(const Admin& admin, Reader command) {
  const auto& wire = command.object("bundle");
  if (command.error()) return *command.error();
  if (auto good = check_bundle(admin.archive, wire); !good) return good.error();
  return ok({});
}

// An archive that is open is sealed: `directly` seals one that is not.
Result<json> seal(const Admin&, Reader) { return Error{Fault::already_exists, "the archive is sealed"}; }

std::optional<AccessKind> access_of(std::string_view verb) {
  if (verb.starts_with("quarantine ")) return AccessKind::quarantine;
  if (verb.starts_with("outmail ")) return AccessKind::outmail;
  if (verb == "audit") return AccessKind::audit;
  return std::nullopt;
}

Result<json> carried_out(const Admin& admin, const json& command) {
  using Verb = Result<json> (*)(const Admin&, Reader);
  static const std::map<std::string, Verb, std::less<>> verbs{{"person add", person_add},
                                                              {"person set", person_set},
                                                              {"role list", role_list},
                                                              {"role show", role_show},
                                                              {"role set", role_set},
                                                              {"device code", device_code},
                                                              {"audit", audit_list},
                                                              {"device list", device_list},
                                                              {"device revoke", device_revoke},
                                                              {"status", status},
                                                              {"verify", verify},
                                                              {"seal", seal},
                                                              {"erasure ask", erasure_ask},
                                                              {"erasure list", erasure_list},
                                                              {"erasure show", erasure_show},
                                                              {"erasure approve", erasure_approve},
                                                              {"erasure refuse", erasure_refuse},
                                                              {"erasure certificate", erasure_certificate},
                                                              {"outmail apply", outmail_apply},
                                                              {"outmail check", outmail_check},
                                                              {"fence open", fence_open},
                                                              {"template show", template_show},
                                                              {"template set", template_set},
                                                              {"quarantine list", quarantine_list},
                                                              {"quarantine apply", quarantine_apply},
                                                              {"quarantine discard", quarantine_discard}};
  if (!command.is_object()) return Error{Fault::usage, "a command is an object"};
  Reader reader{command, "command"};
  auto name = reader.text("verb");
  if (reader.error()) return *reader.error();
  // What shows residents' data, or the log itself, is on record before it is shown.
  if (auto kind = access_of(name))
    if (auto noted = admin.archive.note_access({*kind, {}, {}, {}}, admin.clock.wall()); !noted) return noted.error();
  if (name == "backup")
    return backup_command(admin.archive, admin.sealed, command, admin.note_backup, admin.clock, admin.dice);
  auto verb = verbs.find(name);
  if (verb == verbs.end()) return Error{Fault::usage, "no such command"};
  auto answer = verb->second(admin, std::move(reader));
  // What an admin typed is no frame of somebody else's.
  if (!answer && answer.error().fault == Fault::bad_frame) return Error{Fault::invalid_value, answer.error().detail};
  return answer;
}

json directly(const ServerFolder& folder, const json& command, const std::optional<std::string>& key_file,
              std::string_view language, Clock& clock, Dice& dice) {
  auto sealed = SealedFolder::with_key(folder, key_file);
  if (!sealed) return failure_answer(sealed.error(), language);
  if (command.at("verb") == "seal") {
    auto done = (*sealed)->seal_archive();
    return done ? json{{"ok", true}, {"archive", folder.archive()}} : failure_answer(done.error(), language);
  }
  auto archive = (*sealed)->open_archive(clock, dice);
  if (!archive) return failure_answer(archive.error(), language);
  auto note = [&](const std::map<CommunityId, Seq>& heads, std::uint64_t kept) {
    return (*archive)->note_backup(heads, kept, clock.wall());
  };
  return run_admin({**archive, **sealed, clock, dice, note}, command, language);
}

}  // namespace

json run_admin(const Admin& admin, const json& command, std::string_view language) {
  auto answer = carried_out(admin, command);
  return answer ? std::move(*answer) : failure_answer(answer.error(), language);
}

json administer(const ServerFolder& folder, json command, const std::optional<std::string>& key_file,
                std::string_view language, Clock& clock, Dice& dice) {
  if (!folder.has_archive())
    return failure_answer({Fault::not_found, "no archive in " + folder.path + "; init makes one"}, language);
  command["language"] = language;
  const auto until = clock.monotonic() + folder_wait_max;
  for (;;) {
    auto running = ask_running(folder.path, command);
    if (!running) return failure_answer(running.error(), language);
    if (*running) return std::move(**running);
    auto lock = FolderLock::take(folder.path);
    if (lock) return directly(folder, command, key_file, language, clock, dice);
    // A server that is starting or ending, or another command: both are over soon.
    if (lock.error().fault != Fault::in_use || clock.monotonic() >= until)
      return failure_answer(lock.error(), language);
    std::this_thread::sleep_for(folder_wait);
  }
}

}  // namespace doorstep
