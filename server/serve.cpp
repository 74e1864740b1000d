#include "server/serve.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include "server/admin.h"
#include "server/backup.h"
#include "server/folder_lock.h"
#include "server/service.h"
#include "shared/answer.h"
#include "shared/log.h"
#include "shared/template.h"

namespace doorstep {
namespace {

/// Files that the server needs beside its connections: databases, sockets, logs, with room to spare.
constexpr rlim_t own_files = 128;

struct Address {
  std::string ip, shown;
  std::uint16_t port = 0;
};

// 127.0.0.1:7443 or [::1]:7443
Result<Address> address_of(std::string_view listen) {
  const Error wrong{Fault::usage, "--listen is IP:PORT, for instance 127.0.0.1:7443"};
  auto colon = listen.rfind(':');
  if (colon == listen.npos || colon == 0) return wrong;
  auto ip = listen.substr(0, colon), digits = listen.substr(colon + 1);
  Address out{std::string{ip}, std::string{ip}};
  auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  if (digits.empty() || failed != std::errc{} || end != digits.data() + digits.size()) return wrong;
  if (ip.starts_with('[') && ip.ends_with(']')) out.ip = ip.substr(1, ip.size() - 2);
  return out;
}

// Each connection is an open file: what the system grants at most is the limit of both.
ServerLimits limits_of_system() {
  ServerLimits limits;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return limits;
  files.rlim_cur = files.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0) log_warning("the limit of open files cannot be raised");
  ::getrlimit(RLIMIT_NOFILE, &files);
  const auto room = files.rlim_cur > 2 * own_files ? files.rlim_cur - own_files : own_files;
  if (room < limits.connections_max) {
    limits.connections_max = room;
    log_warning("open files are limited: at most " + std::to_string(room) + " connections");
  }
  return limits;
}

// Whoever may write in it may put other files in the place of the archive's.
Result<void> check_owner(const std::string& folder) {
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0) return Error{Fault::disk, folder};
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return Error{Fault::usage, "others may write in " + folder + "; chmod 700 it / 其他用户可以写这个目录，请先 chmod 700"};
  return {};
}

// Blocked before any thread starts, so that every thread inherits it and only `sigwait` sees them.
sigset_t block_stop_signals() {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return stop;
}

std::set<ChainId> revoked_chains(Archive& archive) {
  std::set<ChainId> out;
  auto devices = archive.devices();
  if (!devices) return out;  // the next hello is refused all the same
  for (const auto& device : *devices)
    if (device.at("revoked").get<bool>()) out.insert(ChainId{device.at("chain").get<std::string>()});
  return out;
}

std::set<PersonId> people_where(Archive& archive, const char* key, const std::string& value) {
  std::set<PersonId> out;
  auto devices = archive.devices();
  if (!devices) return out;  // their next page is refused all the same
  for (const auto& device : *devices)
    if (device.at(key) == value) out.insert(person_of(ChainId{device.at("chain").get<std::string>()}));
  return out;
}

// Without it tablets seal nothing; that is no reason not to serve.
std::optional<PublicKey> office_key_of(const ServerFolder& folder) {
  auto key = read_office_key(folder);
  if (key) return *key;
  log_warning("tablets are not told the office's key: " + key.error().detail);
  return std::nullopt;
}

// The archive goes on with the template that it has; what a newer one brings (saved rules of the desk, for instance) is
// not there until somebody sets it.
void tell_of_newer_template(const Template& present) {
  const auto& shipped = Template::shipped();
  if (present.name() != shipped.name() || present.version() >= shipped.version()) return;
  log_warning("the archive's template is " + present.name() + " " + std::to_string(present.version()) +
              "; this program brings version " + std::to_string(shipped.version()) +
              ": doorstep-server template set --shipped");
}

/// A command through the socket, with what only a running server knows or has to do.
CommandAnswer administered_while_running(Service& service, Admin admin, const json& command) {
  CommandAnswer out{json::object()};
  admin.publish = [&out](std::vector<Publication> told) { out.publications = std::move(told); };
  auto& answer = out.answer;
  answer = run_admin(admin, command, command.is_object() ? command.value("language", "en") : "en");
  if (!answer.value("ok", false)) return out;
  const auto verb = command.value("verb", "");
  if (verb == "status") {
    answer["connections"] = service.connections();
    answer["running"] = true;
  }
  if (verb == "template set") service.tell_template();
  if (verb == "device revoke") service.refuse(revoked_chains(admin.archive));
  if (verb == "person set") service.renew(people_where(admin.archive, "login", command.value("login", "")));
  if (verb == "role set") service.renew(people_where(admin.archive, "role", command.value("name", "")));
  return out;
}

}  // namespace

Result<void> serve(const ServerFolder& folder, const Serving& as, const std::function<void(std::string)>& ready,
                   Clock& clock, Dice& dice) {
  const auto stop = block_stop_signals();
  auto address = address_of(as.listen);
  if (!address) return address.error();
  auto limits = limits_of_system();
  limits.lease = as.lease;
  if (auto good = check_limits(limits); !good) return good.error();
  if (!folder.has_archive()) return Error{Fault::not_found, "no archive in " + folder.path + "; init makes one"};
  if (auto own = check_owner(folder.path); !own) return own.error();
  auto lock = FolderLock::take(folder.path);
  if (!lock) return lock.error();
  auto sealed = SealedFolder::with_key(folder, as.key_file);
  if (!sealed) return sealed.error();
  auto archive = (*sealed)->open_archive(clock, dice);
  if (!archive) return archive.error();
  auto identity = (*sealed)->open_identity(dice);
  if (!identity) return identity.error();

  Service service{**archive, identity->key(), clock, dice, limits, office_key_of(folder)};
  auto port = service.start(address->ip, address->port);
  if (!port) return port.error();
  std::stop_source closing;
  const Admin admin{**archive,
                    **sealed,
                    clock,
                    dice,
                    [&](const std::map<CommunityId, Seq>& heads, std::uint64_t kept) {
                      return service.on_archive_thread(
                          [&, kept](Archive& home) { return home.note_backup(heads, kept, clock.wall()); });
                    },
                    closing.get_token()};
  auto administered = service.serve_admin(
      folder.path, [&](const json& command) { return administered_while_running(service, admin, command); });
  if (!administered) return administered.error();

  tell_of_newer_template((*archive)->archive_template());
  const auto shown = address->shown + ":" + std::to_string(*port);
  log_info("serving " + folder.path + " on " + shown);
  ready(shown);
  int signal = 0;
  sigwait(&stop, &signal);
  log_info("stopping");
  closing.request_stop();
  service.stop();
  log_info("stopped");
  return {};
}

}  // namespace doorstep
