#include "server/admin.h"

#include <chrono>
#include <map>
#include <thread>

#include "server/admin_socket.h"
#include "server/archive_sqlite.h"
#include "server/folder_lock.h"
#include "server/outmail_reader.h"
#include "shared/answer.h"
#include "shared/crypto.h"

namespace doorstep {
namespace {

constexpr std::size_t reason_bytes_max = 2000;
constexpr Millis folder_wait_max{10'000}, folder_wait{50};

struct Admin {
  Archive& archive;
  Clock& clock;
  std::stop_token stop;
};

Result<json> ok(json out) {
  out["ok"] = true;
  return value_result(std::move(out));
}

Result<json> person_add(Admin admin, Reader command) {
  NewPerson person{command.text("login"), command.text("name"), command.text_or("role", "field"),
                   command.text_or("communities", ""), command.text_or("buildings", "")};
  if (command.error()) return *command.error();
  auto id = admin.archive.add_person(person);
  if (!id) return id.error();
  return ok({{"person", id->value}});
}

Result<json> device_code(Admin admin, Reader command) {
  auto login = command.text("login");
  if (command.error()) return *command.error();
  auto code = admin.archive.mint_code(login, admin.clock.wall());
  if (!code) return code.error();
  return ok({{"code", code->code}, {"expires", iso_time(code->expires)}});
}

Result<json> device_list(Admin admin, Reader) {
  auto devices = admin.archive.devices();
  if (!devices) return devices;
  for (auto& device : *devices) device["enrolled"] = iso_time(from_ms(device.at("enrolled").get<std::int64_t>()));
  return ok({{"devices", std::move(*devices)}});
}

Result<json> device_revoke(Admin admin, Reader command) {
  auto login = command.text("login"), device = command.text_or("device", "");
  if (command.error()) return *command.error();
  auto revoked = admin.archive.revoke(login, device.empty() ? std::nullopt : std::optional{DeviceId{device}});
  if (!revoked) return revoked.error();
  return ok({{"revoked", *revoked}});
}

Result<json> status(Admin admin, Reader) {
  auto now = admin.archive.status();
  if (!now) return now.error();
  json heads = json::object();
  for (const auto& [community, seq] : now->heads) heads[community.value] = seq.value;
  // A running server puts its own figures over these two.
  return ok({{"connections", 0}, {"running", false}, {"epoch", now->epoch.value}, {"heads", std::move(heads)}});
}

Result<json> verify(Admin admin, Reader) {
  auto found = admin.archive.verify(admin.stop);
  if (!found) return found.error();
  json head = json::object();
  for (const auto& [community, hash] : found->heads) head[community.value] = base64(hash);
  if (head.size() == 1) head = json(head.front());
  return ok({{"records", found->records}, {"edits", found->edits}, {"head", std::move(head)}});
}

Result<json> quarantine_list(Admin admin, Reader command) {
  auto all = command.flag_or("all", false);
  if (command.error()) return *command.error();
  auto items = admin.archive.quarantine();
  if (!items) return items.error();
  json edits = json::array();
  for (auto& item : *items) {
    if (!all && item.state != "open") continue;
    edits.push_back({{"edit", text(item.edit)},
                     {"person", person_of(item.chain).value},
                     {"device", device_of(item.chain).value},
                     {"record", text(item.record)},
                     {"code", item.code},
                     {"state", item.state},
                     {"body", std::move(item.body)}});
  }
  return ok({{"count", edits.size()}, {"parcels", json::array()}, {"edits", std::move(edits)}});
}

Result<json> quarantine_apply(Admin, Reader) {
  // An edit out of its line needs a resolution's form, or history would name the wrong author.
  return Error{Fault::not_allowed, "applying from quarantine comes with a later version; the edit stays where it is"};
}

Result<json> quarantine_discard(Admin admin, Reader command) {
  auto edit = command.id<EditId>("edit");
  auto reason = command.text("reason", reason_bytes_max);
  if (command.error()) return *command.error();
  if (reason.empty()) return Error{Fault::invalid_value, "reason"};
  if (auto done = admin.archive.discard(edit, reason); !done) return done.error();
  return ok({{"edit", text(edit)}});
}

// Without a server there is no feed to tell.
Result<json> outmail_apply(Admin admin, Reader command) {
  const auto& wire = command.object("bundle");
  if (command.error()) return *command.error();
  auto delivered = deliver_bundle(admin.archive, admin.clock, wire);
  if (!delivered) return delivered.error();
  return value_result(std::move(delivered->answer));
}

Result<json> carried_out(Admin admin, const json& command) {
  using Verb = Result<json> (*)(Admin, Reader);
  static const std::map<std::string, Verb, std::less<>> verbs{{"person add", person_add},
                                                              {"device code", device_code},
                                                              {"device list", device_list},
                                                              {"device revoke", device_revoke},
                                                              {"status", status},
                                                              {"verify", verify},
                                                              {"outmail apply", outmail_apply},
                                                              {"quarantine list", quarantine_list},
                                                              {"quarantine apply", quarantine_apply},
                                                              {"quarantine discard", quarantine_discard}};
  if (!command.is_object()) return Error{Fault::usage, "a command is an object"};
  Reader reader{command, "command"};
  auto name = reader.text("verb");
  if (reader.error()) return *reader.error();
  auto verb = verbs.find(name);
  if (verb == verbs.end()) return Error{Fault::usage, "no such command"};
  auto answer = verb->second(admin, std::move(reader));
  // What an admin typed is no frame of somebody else's.
  if (!answer && answer.error().fault == Fault::bad_frame) return Error{Fault::invalid_value, answer.error().detail};
  return answer;
}

json directly(const ServerFolder& folder, const json& command, std::string_view language, Clock& clock, Dice& dice) {
  auto archive = ArchiveSqlite::open({folder.archive(), {}}, clock, dice);
  if (!archive) return failure_answer(archive.error(), language);
  return run_admin(**archive, clock, command, language);
}

}  // namespace

json run_admin(Archive& archive, Clock& clock, const json& command, std::string_view language, std::stop_token stop) {
  auto answer = carried_out({archive, clock, std::move(stop)}, command);
  return answer ? std::move(*answer) : failure_answer(answer.error(), language);
}

json administer(const ServerFolder& folder, json command, std::string_view language, Clock& clock, Dice& dice) {
  if (!folder.has_archive())
    return failure_answer({Fault::not_found, "no archive in " + folder.path + "; init makes one"}, language);
  command["language"] = language;
  const auto until = clock.monotonic() + folder_wait_max;
  for (;;) {
    auto running = ask_running(folder.path, command);
    if (!running) return failure_answer(running.error(), language);
    if (*running) return std::move(**running);
    auto lock = FolderLock::take(folder.path);
    if (lock) return directly(folder, command, language, clock, dice);
    // A server that is starting or ending, or another command: both are over soon.
    if (lock.error().fault != Fault::in_use || clock.monotonic() >= until)
      return failure_answer(lock.error(), language);
    std::this_thread::sleep_for(folder_wait);
  }
}

}  // namespace doorstep
