#include "engine/tablet.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <mutex>

#include "engine/answers.h"
#include "engine/ask_passphrase.h"
#include "engine/commands.h"
#include "engine/engine.h"
#include "engine/request.h"
#include "engine/vault.h"
#include "shared/answer.h"
#include "shared/inside.h"

namespace doorstep {
namespace {

constexpr std::size_t batch_line_bytes_max = std::size_t{1} << 20;

/// Answers, one at a time whichever thread gives them.
class Output {
 public:
  Output(bool as_json, std::string language) : json_(as_json), language_(std::move(language)) {}

  int answer(const Result<json>& result, const Template& archive_template) {
    auto object = result ? *result : failure_answer(result.error(), language_);
    std::lock_guard lock{mutex_};
    auto text = json_ ? canonical(object) + "\n" : in_words(archive_template, object, language_);
    if (!put_out(text, result || json_ ? stdout : stderr)) return 1;
    return result ? 0 : exit_code(result.error().fault);
  }

 private:
  bool json_;
  std::string language_;
  std::mutex mutex_;
};

Result<Secret> ask_for_passphrase(std::string_view language) {
  return ask_passphrase("DOORSTEP_PASSPHRASE", language.starts_with("zh") ? "口令：" : "Passphrase: ");
}

Result<Secret> ask_for_first_passphrase(std::string_view language) {
  const bool chinese = language.starts_with("zh");
  return ask_new_passphrase("DOORSTEP_PASSPHRASE", chinese ? "新口令：" : "New passphrase: ",
                            chinese ? "再输入一次新口令：" : "The new passphrase again: ");
}

Result<json> rekey(const Request& request, const Secret& secret) {
  auto pages = Engine::rekey(request.store, view(secret.bytes()));
  if (!pages) return pages.error();
  json out = json::object();
  out["ok"] = true;
  out["pages"] = *pages;
  return value_result(std::move(out));
}

Result<json> leave(const Request& request, const Secret& secret) {
  auto handed = Engine::leave(request.store, view(secret.bytes()), request.hand_over);
  if (!handed) return handed.error();
  json out = json::object();
  out["ok"] = true;
  out["handed_over"] = *handed;
  if (request.hand_over && *handed > 0) out["file"] = *request.hand_over;
  return value_result(std::move(out));
}

Result<json> change_passphrase(const Request& request, const Secret& old, std::string_view language) {
  const bool chinese = language.starts_with("zh");
  auto fresh = ask_new_passphrase("DOORSTEP_NEW_PASSPHRASE", chinese ? "新口令：" : "New passphrase: ",
                                  chinese ? "再输入一次新口令：" : "The new passphrase again: ");
  if (!fresh) return fresh.error();
  auto changed = Engine::change_passphrase(request.store, view(old.bytes()), view(fresh->bytes()));
  if (!changed) return changed.error();
  return value_result({{"ok", true}});
}

Result<json> enroll(const Request& request, const Secret& secret) {
  auto identity = Engine::enroll(
      {request.store, view(secret.bytes()), request.server, request.pin, request.code, request.label, std::nullopt});
  if (!identity) return identity.error();
  json out = json::object();
  out["ok"] = true;
  out["device"] = identity->device.value;
  out["person"] = identity->person.value;
  return value_result(std::move(out));
}

// Until SIGINT or SIGTERM; both are blocked in every thread from the start, so that they are taken here.
int watch(Engine& engine, Output& output) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  auto archive_template = engine.archive_template();
  engine.on_change([&output, archive_template](const std::vector<Change>& changes) {
    for (const auto& change : changes) {
      if (change.type.empty()) continue;
      json line = json::object();
      line["ok"] = true;
      line["change"] = {{"id", text(change.id)}, {"type", change.type}, {"version", change.version.value}};
      output.answer(value_result(std::move(line)), *archive_template);
    }
  });
  int refused = 0;
  engine.on_sync([&](const SyncState& state) {
    if (state.stage != SyncState::Stage::paused || !state.why) return;
    refused = output.answer(*state.why, *archive_template);
    kill(getpid(), SIGTERM);
  });
  engine.stay_connected(true);
  int signal = 0;
  sigwait(&stop, &signal);
  engine.stay_connected(false);
  return refused;
}

/// The files that a command writes stand elsewhere than the store and what it reads.
Result<void> spares_files(const Request& request, const std::string& store) {
  const auto written = request.verb == "export" ? std::optional{request.file} : request.errors;
  if (!written) return {};
  if (lies_in(*written, store)) return Error{Fault::usage, "what lies in the store's folder is the store's own"};
  std::error_code none_yet;
  if (request.map && std::filesystem::equivalent(*request.map, *written, none_yet))
    return Error{Fault::usage, "the error file and the map are one and the same"};
  return {};
}

int batch(Engine& engine, const std::string& store, Output& output, const std::string& language) {
  Commands commands{engine, language};
  int code = 0;
  std::string line;
  while (std::getline(std::cin, line)) {
    auto archive_template = engine.archive_template();
    auto failed = [&](Error error) {
      code = std::max(code, output.answer(std::move(error), *archive_template) != 0 ? 1 : 0);
    };
    if (line.size() > batch_line_bytes_max) {
      failed({Fault::usage, "the line is too long"});
      continue;
    }
    auto words = split_words(line);
    if (!words) {
      failed(words.error());
      continue;
    }
    if (words->empty()) continue;
    auto parsed = parse_request(std::move(*words), true);
    if (!parsed.request) {
      failed({Fault::usage, parsed.exit == 0 ? "help is not for a batch" : parsed.text});
      continue;
    }
    const auto& request = *parsed.request;
    if (!request.store.empty() && request.store != store) {
      failed({Fault::usage, "a batch works on its own store only"});
      continue;
    }
    auto spared = spares_files(request, store);
    auto result = spared ? commands.run(request) : Result<json>{spared.error()};
    if (output.answer(result, *archive_template) != 0) code = 1;
  }
  return code;
}

int with_store(const Request& request, Output& output, const std::string& language) {
  const auto& shipped = Template::shipped();
  // A typing error in a new store's passphrase would shut it for ever.
  const bool fresh = request.verb == "enroll" && !Vault::stands_in(request.store);
  if (auto spared = spares_files(request, request.store); !spared) return output.answer(spared.error(), shipped);
  auto secret = fresh ? ask_for_first_passphrase(language) : ask_for_passphrase(language);
  if (!secret) return output.answer(secret.error(), shipped);
  if (request.verb == "enroll") return output.answer(enroll(request, *secret), shipped);
  if (request.verb == "leave") return output.answer(leave(request, *secret), shipped);
  if (request.verb == "rekey") return output.answer(rekey(request, *secret), shipped);
  if (request.verb == "passphrase") return output.answer(change_passphrase(request, *secret, language), shipped);
  auto engine = Engine::open(request.store, view(secret->bytes()));
  *secret = Secret{0};  // it has done its work
  if (!engine) return output.answer(engine.error(), shipped);
  if (request.verb == "watch") return watch(**engine, output);
  if (request.verb == "batch") return batch(**engine, request.store, output, language);
  return output.answer(Commands{**engine, language}.run(request), *(*engine)->archive_template());
}

}  // namespace

int run_tablet(std::vector<std::string> words) {
  ::umask(077);  // whatever comes to lie in the store's folder is for its owner only
  auto language = user_language();
  const bool as_json = std::find(words.begin(), words.end(), "--json") != words.end();
  auto parsed = parse_request(std::move(words), false);
  if (!parsed.request && parsed.exit != 0 && as_json)
    return Output{true, language}.answer(Error{Fault::usage, parsed.text}, Template::shipped());
  if (!parsed.request && as_json)
    return Output{true, language}.answer(value_result({{"ok", true}, {"text", parsed.text}}), Template::shipped());
  if (!parsed.request) {
    std::fputs((parsed.text + "\n").c_str(), parsed.exit == 0 ? stdout : stderr);
    return parsed.exit;
  }
  if (parsed.request->verb == "watch") {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  }
  Output output{parsed.request->json, language};
  return with_store(*parsed.request, output, language);
}

}  // namespace doorstep
