#include "server/init.h"

#include <algorithm>
#include <filesystem>

#include "server/folder_lock.h"
#include "server/identity.h"
#include "server/sealed_folder.h"
#include "server/template_file.h"
#include "server/traces.h"
#include "shared/answer.h"
#include "shared/crypto.h"
#include "shared/files.h"

namespace doorstep {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr const char* admin_login = "admin";

/// The key in the file, which is made with `fresh` in it when there is none.
Result<Secret> read_or_make_key(const std::string& path, Secret fresh, Traces& made) {
  auto held = read_key_file(path);
  if (held || held.error().fault != Fault::not_found) return held;
  made.note(path);
  auto written = write_key_file(path, fresh);
  if (!written) return written.error();
  return fresh;
}

Secret random_key(Dice& dice) {
  Secret key{key_bytes};
  dice.fill(key.bytes());
  return key;
}

/// The office's pair: the public half stays in the folder, the private one goes offline.
Result<void> make_office_keys(const ServerFolder& folder, Dice& dice, Traces& made) {
  auto held = read_or_make_key(folder.office_key_beside(), std::move(mint_box(dice).private_key), made);
  if (!held) return held.error();
  made.note(folder.office_public_key());
  return write_file_durably(folder.office_public_key(), base64(box_of(held->bytes()).public_key) + "\n");
}

Result<ServerIdentity> make_identity(const SealedFolder& sealed, Dice& dice, Traces& made) {
  const auto& folder = sealed.folder();
  const auto key = sealed.key().identity_key();
  auto held = ServerIdentity::open(folder.path, key);
  if (held || held.error().fault != Fault::not_found) return held;
  made.note(folder.path + "/identity.key");
  return ServerIdentity::create(folder.path, key, dice);
}

Result<Code> fill_archive(const ArchiveOptions& options, const NewArchive& fresh, Clock& clock, Dice& dice) {
  if (auto created = ArchiveSqlite::create(options, fresh, clock, dice); !created) return created.error();
  auto archive = ArchiveSqlite::open(options, clock, dice);
  if (!archive) return archive.error();
  NewPerson admin;
  admin.login = admin_login;
  admin.name = admin_login;
  admin.role = "manager";
  if (auto added = (*archive)->add_person(admin); !added) return added.error();
  return (*archive)->mint_code(admin_login, clock.wall());
}

// Under another name until it is whole, admin and code included; closing it has emptied its write-ahead log.
Result<Code> make_archive(const SealedFolder& sealed, const NewArchive& fresh, Clock& clock, Dice& dice, Traces& made) {
  const auto& folder = sealed.folder();
  const auto scratch = folder.archive() + ".new";
  std::error_code failed;
  for (const char* ending : {"", "-wal", "-turn", "-journal"}) {
    std::filesystem::remove(scratch + ending, failed);
    made.note(scratch + ending);
  }
  made.note(folder.archive());  // a rename that the disk does not confirm is none
  made.note(folder.fence());
  auto fence = sealed.open_fence(dice);
  if (!fence) return fence.error();
  auto options = sealed.options(scratch);
  options.fence = std::move(*fence);
  auto code = fill_archive(options, fresh, clock, dice);
  if (!code) return code;
  if (std::filesystem::exists(scratch + "-wal", failed))
    return Error{Fault::disk, scratch + ": its write-ahead log cannot be emptied"};
  if (auto named = rename_durably(scratch, folder.archive()); !named) return named.error();
  remove_database(scratch);  // what lay beside it under that name
  return code;
}

std::string note_for(const ServerKey& key, bool made, std::string_view language) {
  if (language.starts_with("zh"))
    return std::string{made ? "密钥文件是新建的，放在数据目录旁边（不在目录内）；" : ""} +
           (key.from_file() ? "密钥文件请另存一份离线保管：" : "密钥请另存一份离线保管：") +
           "没有它，档案和备份都打不开。办公室密钥文件请移到离线处保管。";
  return std::string{made ? "The key file was made beside the data folder, not in it. " : ""} + "Keep a copy of the " +
         (key.from_file() ? "key file" : "key") +
         " offline: without it neither the archive nor a backup opens. Take the office key file offline.";
}

}  // namespace

Result<json> init_folder(const ServerFolder& folder, const InitChoices& choices, std::string_view language,
                         Clock& clock, Dice& dice) {
  std::string template_text;
  if (choices.template_file) {
    auto written = read_template_file(*choices.template_file);
    if (!written) return written.error();
    template_text = canonical(*written);
  }
  auto key = ServerKey::find(folder, choices.key_file);
  if (!key && key.error().fault != Fault::no_key) return key.error();
  const bool key_made = !key;
  if (folder.has_archive()) return Error{Fault::already_exists, folder.archive()};

  Traces made;
  auto lock = FolderLock::take_new(folder.path, made);
  if (!lock) return lock.error();
  if (folder.has_archive()) return Error{Fault::already_exists, folder.archive()};

  if (key_made) {
    if (auto fresh = read_or_make_key(folder.key_beside(), random_key(dice), made); !fresh) return fresh.error();
    key = ServerKey::find(folder, choices.key_file);
    if (!key) return key.error();
  }
  const auto sealed = SealedFolder::with(folder, std::move(*key));
  if (auto office = make_office_keys(folder, dice, made); !office) return office.error();
  auto identity = make_identity(*sealed, dice, made);
  if (!identity) return identity.error();
  NewArchive fresh{std::move(template_text), {}};
  for (const auto& [code, name] : choices.communities) fresh.communities.emplace_back(CommunityId{code}, name);
  if (fresh.communities.empty()) fresh.communities.emplace_back(CommunityId{"main"}, "main");
  auto code = make_archive(*sealed, fresh, clock, dice, made);
  if (!code) return code.error();
  made.keep();

  json answer = json::object();
  answer["ok"] = true;
  answer["pin"] = identity->pin();
  answer["login"] = admin_login;
  answer["code"] = code->code;
  answer["expires"] = iso_time(code->expires);
  answer["key_file"] = sealed->key().source();
  answer["key_file_made"] = key_made;
  answer["office_key_file"] = folder.office_key_beside();
  answer["note"] = note_for(sealed->key(), key_made, language);
  return value_result(std::move(answer));
}

}  // namespace doorstep
