#include "server/init.h"

#include <algorithm>
#include <filesystem>

#include "server/archive_sqlite.h"
#include "server/folder_lock.h"
#include "server/identity.h"
#include "shared/answer.h"
#include "shared/crypto.h"
#include "shared/files.h"

namespace doorstep {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t key_file_bytes_max = 128;
constexpr std::size_t template_bytes_max = std::size_t{4} << 20;
constexpr const char* admin_login = "admin";

/// What this run has made, taken away again unless it is `kept`. Never what stood there before.
class Traces {
 public:
  Traces() = default;
  Traces(const Traces&) = delete;
  ~Traces() {
    std::error_code ignored;  // a folder that somebody put a file in meanwhile stays
    for (auto path = paths_.rbegin(); path != paths_.rend(); ++path) std::filesystem::remove(*path, ignored);
  }
  /// To be called before the path is made.
  void note(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) paths_.push_back(path);
  }
  void keep() { paths_.clear(); }

 private:
  std::vector<std::string> paths_;
};

Result<Secret> read_key(const std::string& path) {
  auto text = read_file(path, key_file_bytes_max);
  if (!text) return text.error();
  auto encoded = std::string_view{*text};
  while (encoded.ends_with('\n') || encoded.ends_with('\r')) encoded.remove_suffix(1);
  auto raw = unbase64(encoded);
  std::fill(text->begin(), text->end(), '\0');
  if (!raw || raw->size() != key_bytes) return Error{Fault::bad_file, path + " holds no key (32 bytes as base64url)"};
  auto key = Secret::copy_of(*raw);
  std::fill(raw->begin(), raw->end(), '\0');
  return key;
}

/// The key in the file, which is made with `fresh` in it when there is none.
Result<Secret> read_or_make_key(const std::string& path, Secret fresh, Traces& made) {
  auto held = read_key(path);
  if (held || held.error().fault != Fault::not_found) return held;
  made.note(path);
  auto written = write_file_durably(path, base64(fresh.bytes()) + "\n");
  if (!written) return written.error();
  return fresh;
}

Secret random_key(Dice& dice) {
  Secret key{key_bytes};
  dice.fill(key.bytes());
  return key;
}

Result<std::string> read_template(const std::optional<std::string>& file) {
  if (!file) return std::string{};
  auto text = read_file(*file, template_bytes_max);
  if (!text) return text;
  if (auto good = Template::parse(*text); !good) return good.error();
  return text;
}

/// The office's pair: the public half stays in the folder, the private one goes offline.
Result<void> make_office_keys(const ServerFolder& folder, Dice& dice, Traces& made) {
  auto held = read_or_make_key(folder.office_key_beside(), std::move(mint_box(dice).private_key), made);
  if (!held) return held.error();
  made.note(folder.office_public_key());
  return write_file_durably(folder.office_public_key(), base64(box_of(held->bytes()).public_key) + "\n");
}

Result<ServerIdentity> make_identity(const ServerFolder& folder, Dice& dice, Traces& made) {
  auto held = ServerIdentity::open(folder.path);
  if (held || held.error().fault != Fault::not_found) return held;
  made.note(folder.path + "/identity.key");
  return ServerIdentity::create(folder.path, dice);
}

Result<Code> fill_archive(const ArchiveOptions& options, const NewArchive& fresh, Clock& clock, Dice& dice) {
  if (auto created = ArchiveSqlite::create(options, fresh, clock, dice); !created) return created.error();
  auto archive = ArchiveSqlite::open(options, clock, dice);
  if (!archive) return archive.error();
  NewPerson admin;
  admin.login = admin_login;
  admin.name = admin_login;
  admin.role = "system_admin";
  if (auto added = (*archive)->add_person(admin); !added) return added.error();
  return (*archive)->mint_code(admin_login, clock.wall());
}

// Under another name until it is whole, admin and code included; closing it has emptied its write-ahead log.
Result<Code> make_archive(const ServerFolder& folder, const NewArchive& fresh, Clock& clock, Dice& dice, Traces& made) {
  const auto scratch = folder.archive() + ".new";
  std::error_code failed;
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(scratch + ending, failed);
    made.note(scratch + ending);
  }
  auto code = fill_archive({scratch, {}}, fresh, clock, dice);
  if (!code) return code;
  if (std::filesystem::exists(scratch + "-wal", failed))
    return Error{Fault::disk, scratch + ": its write-ahead log cannot be emptied"};
  std::filesystem::rename(scratch, folder.archive(), failed);
  if (failed) return Error{Fault::disk, "rename " + scratch + ": " + failed.message()};
  return code;
}

std::string note_for(bool key_made, std::string_view language) {
  if (language.starts_with("zh"))
    return std::string{key_made ? "密钥文件是新建的，放在数据目录旁边；" : ""} +
           "密钥文件请另存一份离线保管。本版本还不加密数据页，它留给下一版本使用。办公室密钥文件请移到离线处保管。";
  return std::string{key_made ? "The key file was made beside the data folder. " : ""} +
         "Keep a copy of the key file offline; it is for the encryption that the next version brings, this one does "
         "not "
         "encrypt its pages yet. Take the office key file offline.";
}

}  // namespace

Result<json> init_folder(const ServerFolder& folder, const InitChoices& choices, std::string_view language,
                         Clock& clock, Dice& dice) {
  auto template_text = read_template(choices.template_file);
  if (!template_text) return template_text.error();
  if (choices.key_file) {
    if (folder.contains(*choices.key_file))
      return Error{Fault::usage, "a key file never lies in the folder whose copies it protects"};
    if (auto key = read_key(*choices.key_file); !key) return key.error();
  }
  if (folder.has_archive()) return Error{Fault::already_exists, folder.archive()};

  Traces made;
  made.note(folder.path);
  if (auto there = make_folder(folder.path); !there) return there.error();
  made.note(folder.path + "/lock");
  auto lock = FolderLock::take(folder.path);
  if (!lock) return lock.error();
  if (folder.has_archive()) return Error{Fault::already_exists, folder.archive()};

  const auto key_file = choices.key_file.value_or(folder.key_beside());
  std::error_code failed;
  const bool key_made = !std::filesystem::exists(key_file, failed);
  if (auto key = read_or_make_key(key_file, random_key(dice), made); !key) return key.error();
  if (auto office = make_office_keys(folder, dice, made); !office) return office.error();
  auto identity = make_identity(folder, dice, made);
  if (!identity) return identity.error();
  NewArchive fresh{std::move(*template_text), {}};
  for (const auto& [code, name] : choices.communities) fresh.communities.emplace_back(CommunityId{code}, name);
  if (fresh.communities.empty()) fresh.communities.emplace_back(CommunityId{"main"}, "main");
  auto code = make_archive(folder, fresh, clock, dice, made);
  if (!code) return code.error();
  made.keep();

  json answer = json::object();
  answer["ok"] = true;
  answer["pin"] = identity->pin();
  answer["login"] = admin_login;
  answer["code"] = code->code;
  answer["expires"] = iso_time(code->expires);
  answer["key_file"] = std::filesystem::absolute(key_file, failed).lexically_normal().string();
  answer["key_file_made"] = key_made;
  answer["office_key_file"] = folder.office_key_beside();
  answer["note"] = note_for(key_made, language);
  return value_result(std::move(answer));
}

}  // namespace doorstep
