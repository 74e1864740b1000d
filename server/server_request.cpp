#include "server/server_request.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "server/invitation.h"
#include "shared/lease.h"
#include "shared/template.h"
#include "shared/unicode.h"
#include "shared/version.h"

namespace doorstep {
namespace {

constexpr std::size_t community_code_max = 32;

const char* const footer =
    "Every command but sample takes --data DIR (the server's data folder) and --key-file F, every command --json.\n"
    "Exit codes: 0 done; 1 not done (the answer says why); 2 wrong usage; 3 the running server did not answer; 4 "
    "refused.";

const char* const key_file_help =
    "the key that seals archive and backups: a file outside DIR with 32 bytes as base64url. Else it is looked for in "
    "the "
    "variable DOORSTEP_SERVER_KEY, the systemd credential doorstep.key, and DIR.key, which init makes when there is "
    "none";

bool is_community_code(std::string_view code) {
  return !code.empty() && code.size() <= community_code_max && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::pair<std::string, std::string> community_of(const std::string& text) {
  auto at = text.find('=');
  if (at == std::string::npos || at + 1 == text.size() || !is_community_code(text.substr(0, at)))
    throw CLI::ValidationError("--community", "is CODE=NAME; a code has 1 to 32 of a-z A-Z 0-9 - _");
  return {text.substr(0, at), text.substr(at + 1)};
}

/// CLI11's own words for a number that is none name the bounds of a double.
const CLI::Validator whole_number{[](std::string& text) {
                                    bool digits = text.find_first_not_of("0123456789") == std::string::npos;
                                    bool good = digits && !text.empty() && text.size() < 20;
                                    return good ? std::string{} : std::string{"expected a whole number"};
                                  },
                                  "NUMBER"};

/// The empty word is what a script's unset variable becomes; taken for a path it would be the folder one stands in.
const CLI::Validator some_path{
    [](std::string& text) { return text.empty() ? std::string{"a path is wanted"} : std::string{}; }, "PATH"};

/// A role's file; what it says is checked where it is carried out.
std::string text_of(const std::string& file) {
  constexpr std::size_t bytes_max = 64 * 1024;
  std::ifstream in{file, std::ios::binary};
  std::string text(bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.eof() || text.empty() || text.size() > bytes_max || !is_utf8(text))
    throw CLI::ValidationError("FILE", "'" + file + "' cannot be read as a role of at most 64 KiB");
  return text;
}

/// Declares the commands; `parse` fills one request.
class ServerCommandLine {
 public:
  ServerCommandLine() : app_("Doorstep's server: one archive, the tablets that sync with it", "doorstep-server") {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.footer(footer);
    app_.set_version_flag("--version", "doorstep-server " + std::string{program_version});
    app_.add_option("--data", request_.data, "the server's data folder")->check(some_path);
    app_.add_option("--key-file", request_.key_file, key_file_help)->check(some_path);
    app_.add_flag("--json", request_.json, "answer one JSON object a line");
    folder();
    safety();
    people();
    looking();
    erasures();
    outmail();
    sample();
  }

  ServerWords parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    try {
      app_.parse(words);
      finish();
      return {std::move(request_), {}, 0};
    } catch (const CLI::CallForVersion& version) {
      return {std::nullopt, version.what(), 0};
    } catch (const CLI::CallForHelp&) {
      return {std::nullopt, app_.help(), 0};
    } catch (const CLI::ParseError& wrong) {
      return {std::nullopt, wrong.what(), 2};
    }
  }

 private:
  CLI::App* verb(CLI::App* above, const char* name, const char* help) {
    auto* command = above->add_subcommand(name, help);
    command->fallthrough();
    command->footer(footer);
    return command;
  }
  CLI::App* family(const char* name, const char* help) {
    auto* command = verb(&app_, name, help);
    command->require_subcommand(1);
    return command;
  }
  /// An option whose text goes to the command under that key.
  CLI::Option* put(CLI::App* command, const char* option, const char* key, const char* help) {
    return command->add_option_function<std::string>(
        option, [this, key](const std::string& text) { request_.command[key] = text; }, help);
  }

  void folder() {
    auto* init = verb(&app_, "init", "make a new data folder, its keys, and the first admin (login admin)");
    init->add_option("--community", communities_, "CODE=NAME; may stand several times (main when absent)")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    init->add_option("--template", request_.template_file, "archive template (JSON) instead of the shipped one")
        ->check(some_path);
    auto* serve = verb(&app_, "serve", "serve the archive; SIGTERM ends it properly");
    serve->add_option("--listen", request_.listen, "IP:PORT; port 0 picks one")->required();
    serve
        ->add_option("--lease", request_.lease_hours,
                     "hours for which a tablet may be used without calling (72 when absent; at most 336)")
        ->check(whole_number)
        ->check(CLI::Range(std::uint64_t{1}, static_cast<std::uint64_t>(lease_max / std::chrono::hours{1})));
  }

  void safety() {
    auto* backup = verb(&app_, "backup", "write a sealed, checked copy of everything, also while the server runs");
    backup
        ->add_option_function<std::string>(
            "--to",
            [this](const std::string& file) {
              std::error_code failed;  // then it stays as it is, and the command says that it is no path
              request_.command["to"] = std::filesystem::absolute(file, failed).lexically_normal().string();
            },
            "a new file outside DIR")
        ->required()
        ->check(some_path);
    backup
        ->add_option_function<std::uint64_t>(
            "--keep", [this](std::uint64_t kept) { request_.command["keep"] = kept; },
            "how many backups are kept (7 when absent): what the oldest of them has, tablets may forget")
        ->check(CLI::Range(1, 10'000));
    auto* restore = verb(&app_, "restore", "make a server's folder from a backup; DIR is new or empty");
    restore->add_option("--from", request_.from, "the backup")->required()->check(some_path);
    verb(&app_, "seal",
         "seal an archive that an earlier version left in the clear: only when you know that it is yours");
    verb(family("fence", "what a restore must not undo: enrolments, revocations, used codes"), "open",
         "serve again after a restore without its fence: tablets revoked since the backup are then to be revoked anew");
    restore->add_option("--fence", request_.fence, "the fence of the folder that was lost, if it is still there")
        ->check(some_path);
  }

  void people() {
    auto* person = family("person", "people who may enrol tablets");
    auto* add = verb(person, "add", "add a person");
    put(add, "--login", "login", "the name that codes are made for")->required();
    put(add, "--name", "name", "as colleagues read it")->required();
    put(add, "--role", "role",
        "manager (when absent), field, front_desk, office, conflict_admin, system_admin, security_officer, auditor, or "
        "one that was set");
    put(add, "--community", "communities", "codes, separated by commas; all when absent");
    put(add, "--buildings", "buildings",
        "for instance 3,5; all when absent: what is in others is neither seen nor changed");

    auto* set = verb(person, "set", "another role or place for a person; tablets follow at their next contact");
    put(set, "--login", "login", "whose")->required();
    put(set, "--role", "role", "the new role");
    put(set, "--community", "communities", "codes, separated by commas; '' is all");
    put(set, "--buildings", "buildings", "for instance 3,5; '' is all");

    auto* role = family("role", "what people may see and do");
    verb(role, "list", "all roles");
    put(verb(role, "show", "one role as it is now"), "ROLE", "name", "its name")->required();
    auto* write = verb(role, "set", "a new version of a role; tablets follow at their next contact");
    put(write, "ROLE", "name", "its name")->required();
    write
        ->add_option_function<std::string>(
            "FILE", [this](const std::string& file) { request_.command["text"] = text_of(file); },
            "the role as JSON, as `role show` answers it under `role`")
        ->required()
        ->check(some_path);

    auto* device = family("device", "the tablets that speak for people");
    auto* code = verb(device, "code", "a one-time code by which one tablet enrols; valid for ten minutes");
    put(code, "--login", "login", "whose tablet it will be")->required();
    auto* server = code->add_option("--server", request_.server, "wss://HOST:PORT as tablets reach it, for --qr");
    server->check([](const std::string& text) {
      return is_server_address(text) ? std::string{} : std::string{"an address is wss://HOST:PORT"};
    });
    code->add_option("--qr", request_.qr, "a new PNG: address, pin and code as a QR code, for the tablet to read")
        ->check(some_path)
        ->needs(server);
    server->needs("--qr");
    verb(device, "list", "all enrolled tablets");
    auto* revoke = verb(device, "revoke", "refuse a person's tablets from now on");
    put(revoke, "--login", "login", "whose")->required();
    put(revoke, "--device", "device", "only this one; all of the person's when absent");
  }

  void looking() {
    verb(&app_, "status", "connections, epoch, how far each community has come");
    auto* archive_template = family("template", "what the archive holds: types, fields, words, rules");
    verb(archive_template, "show", "the present one, since when it holds, and its text");
    auto* set = verb(archive_template, "set",
                     "put another in its place: a higher version of it, which may add and widen but take nothing away");
    auto* file =
        set->add_option("FILE", request_.template_file, "the template (JSON, docs/template.md)")->check(some_path);
    set->add_flag("--shipped", shipped_template_, "the one that came with this program")->excludes(file);
    auto* audit = verb(&app_, "audit", "who read what is sensitive, who was refused, what admins did");
    put(audit, "--person", "login", "only this login");
    put(audit, "--from", "from", "a day, for instance 2026-11-22 (UTC)");
    put(audit, "--to", "to", "the last day");
    verb(&app_, "verify", "check everything on disk: database, journal, commitments, signatures, records, hashes");
    auto* quarantine = family("quarantine", "edits that could not be applied");
    auto* list = verb(quarantine, "list", "those that wait for an admin");
    list->add_flag_callback(
        "--all", [this] { request_.command["all"] = true; }, "discarded ones too");
    put(list, "--office-key", "office_key", "for sealed parcels, which come with a later version")->check(some_path);
    auto* apply =
        verb(quarantine, "apply", "apply one after all, as the archive stands now; others see that the office did");
    put(apply, "ID", "edit", "the edit's id")->required();
    put(apply, "--office-key", "office_key", "for sealed parcels, which come with a later version")->check(some_path);
    auto* discard = verb(quarantine, "discard", "decide that one is not to be applied; it stays in the archive");
    put(discard, "ID", "edit", "the edit's id")->required();
    put(discard, "--reason", "reason", "kept with it")->required();
  }

  void erasures() {
    auto* erasure = family("erasure", "records that are destroyed by law, for good");
    auto* ask = verb(erasure, "ask", "ask that records are destroyed, with all that belongs to them");
    put(ask, "--by", "login", "who asks: a person who may delete them")->required();
    put(ask, "--reason", "reason",
        "retention (its time is over), request (the person's own), consent (withdrawn), order")
        ->required();
    ask->add_option_function<std::vector<std::string>>(
           "ID", [this](const std::vector<std::string>& ids) { request_.command["records"] = ids; },
           "the records' ids; with one person's contacts, papers and consents belong to it")
        ->required();
    verb(erasure, "list", "all that were asked for, and what became of them");
    put(verb(erasure, "show", "one of them: what it covers, what names that, which tablets have heard"), "ERASURE",
        "erasure", "its name")
        ->required();
    auto* approve = verb(erasure, "approve", "destroy them now: nobody can take it back, and no restore undoes it");
    put(approve, "ERASURE", "erasure", "its name")->required();
    put(approve, "--by", "login", "who agrees: another person, who may approve and delete")->required();
    auto* refuse = verb(erasure, "refuse", "nothing is destroyed; who asked may take it back so");
    put(refuse, "ERASURE", "erasure", "its name")->required();
    put(refuse, "--by", "login", "who says so")->required();
    put(verb(erasure, "certificate", "that it was done, signed by the server; it names nobody"), "ERASURE", "erasure",
        "its name")
        ->required();
  }

  void outmail() {
    auto* outmail = verb(&app_, "outmail", "what a tablet had not sent yet: opens the outmail file of its store");
    outmail->add_option("FILE", request_.file, "the file `outmail` from the tablet's store folder")
        ->required()
        ->check(some_path);
    outmail->add_option("--office-key", request_.office_key, "file with the office's private key")
        ->required()
        ->check(some_path);
    outmail->add_flag("--apply", request_.apply, "take it into the archive of --data, as if the tablet had sent it");
  }

  void sample() {
    auto* sample = verb(&app_, "sample", "write the registers of an invented community: same seed, same bytes");
    sample->add_option("--seed", request_.seed, "any number (1)")->check(whole_number);
    sample->add_option("--households", request_.households, "how many homes (100)")->check(whole_number);
    sample->add_option("--day", request_.day, "visits are planned around this day (" + std::string{sample_day} + ")");
    sample->add_option("--out", request_.out, "folder for the CSV files and their maps")->required()->check(some_path);
  }

  void finish() {
    for (const auto* at = app_.get_subcommands().front(); at != nullptr;) {
      request_.verb += (request_.verb.empty() ? "" : " ") + at->get_name();
      auto below = at->get_subcommands();
      at = below.empty() ? nullptr : below.front();
    }
    if (request_.data.empty() && request_.verb != "sample" && request_.verb != "outmail")
      throw CLI::RequiredError("--data");
    for (const auto& text : communities_) {
      auto community = community_of(text);
      for (const auto& [code, name] : request_.communities)
        if (code == community.first) throw CLI::ValidationError("--community", "names '" + code + "' twice");
      request_.communities.push_back(std::move(community));
    }
    if (request_.verb == "template set" && !shipped_template_ && !request_.template_file)
      throw CLI::RequiredError("FILE or --shipped");
    if (shipped_template_) request_.command["template"] = json::parse(Template::shipped().text());
    request_.command["verb"] = request_.verb;
    if (request_.verb == "template show") request_.command["whole"] = request_.json;  // nobody reads it off a screen
  }

  ServerRequest request_;
  std::vector<std::string> communities_;
  bool shipped_template_ = false;
  CLI::App app_;
};

}  // namespace

ServerWords read_server_words(std::vector<std::string> words) {
  for (const auto& word : words)
    if (!is_utf8(word)) return {std::nullopt, "The command line is not UTF-8", 2};
  return ServerCommandLine{}.parse(std::move(words));
}

}  // namespace doorstep
