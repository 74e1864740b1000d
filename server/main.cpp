#include <sys/stat.h>

#include <algorithm>
#include <cstdio>

#include "server/admin.h"
#include "server/init.h"
#include "server/invitation.h"
#include "server/outmail_command.h"
#include "server/restore.h"
#include "server/sample.h"
#include "server/serve.h"
#include "server/server_request.h"
#include "server/template_file.h"
#include "shared/answer.h"
#include "shared/answer_words.h"
#include "shared/crypto.h"
#include "shared/process.h"

using namespace doorstep;

namespace {

int print(const json& answer, bool as_json, const std::string& language) {
  auto text = as_json ? canonical(answer) + "\n" : answer_in_words(answer, language);
  return put_out(text, as_json || answer.value("ok", false) ? stdout : stderr) ? exit_code(answer) : 1;
}

Result<json> sample(const ServerRequest& request) {
  auto files = write_sample(request.seed, request.households, request.out, request.day);
  if (!files) return files.error();
  json answer{{"ok", true}, {"files", json::array()}};
  for (const auto& file : *files)
    answer["files"].push_back({{"type", file.type}, {"csv", file.csv}, {"map", file.map}, {"rows", file.rows}});
  return value_result(std::move(answer));
}

// Empty: nothing more is to be said.
Result<json> carry_out(const ServerRequest& request, const std::string& language) {
  if (request.verb == "sample") return sample(request);
  SystemClock clock;
  SystemDice dice;
  if (request.verb == "outmail")
    return outmail_command({request.file, request.office_key, request.data, request.key_file, request.apply}, language,
                           clock, dice);
  auto folder = ServerFolder::named(request.data);
  if (!folder) return folder.error();
  ::umask(077);  // whatever comes to lie in the folder is for its owner only
  if (request.verb == "init")
    return init_folder(*folder, {request.communities, request.key_file, request.template_file}, language, clock, dice);
  if (request.verb == "restore")
    return restore_folder(*folder, {request.from, request.key_file, request.fence}, clock, dice);
  if (request.verb != "serve") {
    auto command = with_template(request.command, request.template_file);
    if (!command) return command.error();
    auto answer = administer(*folder, std::move(*command), request.key_file, language, clock, dice);
    if (request.qr && answer.value("ok", false)) return with_invitation(std::move(answer), request.server, *request.qr);
    return value_result(std::move(answer));
  }
  auto say = [](const std::string& address) {
    std::printf("listening on %s\n", address.c_str());
    std::fflush(stdout);
  };
  const Serving as{request.listen, request.key_file, std::chrono::hours{request.lease_hours}};
  if (auto served = serve(*folder, as, say, clock, dice); !served) return served.error();
  return value_result(nullptr);
}

}  // namespace

int main(int count, char** arguments) {
  hold_standard_streams();
  keep_memory_private();
  start_crypto();
  const std::vector<std::string> words(arguments + 1, arguments + count);
  const auto language = user_language();
  auto parsed = read_server_words(words);
  if (!parsed.request) {
    const bool as_json = std::find(words.begin(), words.end(), "--json") != words.end();
    if (parsed.exit != 0) return print(failure_answer({Fault::usage, parsed.text}, language), as_json, language);
    if (as_json) return print({{"ok", true}, {"text", parsed.text}}, true, language);
    std::printf("%s\n", parsed.text.c_str());
    return 0;
  }
  auto answer = carry_out(*parsed.request, language);
  if (!answer) return print(failure_answer(answer.error(), language), parsed.request->json, language);
  return answer->is_null() ? 0 : print(*answer, parsed.request->json, language);
}
