#include "server/outmail_command.h"

#include "server/admin.h"
#include "server/outmail_reader.h"
#include "server/server_folder.h"

namespace doorstep {
namespace {

std::string set_aside_note(std::string_view language) {
  return language.starts_with("zh")
             ? "它前面的修改包缺失，已整包放入隔离区；缺的包到了以后会自动并入"
             : "Bundles before it are missing: it was put into quarantine whole, and is taken in "
               "when they come";
}

/// Null: the archive could not say whose it is.
json verified_by(const json& met) {
  if (met.value("ok", false)) return true;
  const auto code_met = met.at("error").value("code", "");
  if (code_met == code(Fault::broken_signature)) return false;
  for (auto later : {Fault::broken_chain, Fault::forked})
    if (code_met == code(later)) return true;
  return nullptr;
}

/// What became of the bundles, one after another.
struct Tally {
  std::uint64_t applied = 0, set_aside = 0, failed = 0;
  json first_error;

  void count(const json& met) {
    if (!met.value("ok", false)) {
      ++failed;
      if (first_error.is_null()) first_error = met.at("error");
    } else {
      ++(met.value("set_aside", false) ? set_aside : applied);
    }
  }
};

}  // namespace

Result<json> outmail_command(const OutmailChoices& choices, const std::string& language, Clock& clock, Dice& dice) {
  const bool asks = choices.apply || !choices.data.empty();
  auto folder = asks ? ServerFolder::named(choices.data) : Result<ServerFolder>{ServerFolder{}};
  if (!folder) return folder.error();
  if (asks && !folder->has_archive())
    return Error{Fault::not_found, "no archive in " + folder->path + "; init makes one"};
  auto opened = open_outmail(choices.file, choices.office_key);
  if (!opened) return opened.error();
  auto answer = outmail_answer(*opened);
  if (!asks) return value_result(std::move(answer));

  Tally tally;
  std::size_t line = 0, first_edit = 0;
  for (const auto& bundle : opened->bundles) {
    auto wire = parse_json(wire_text(bundle));
    if (!wire) return wire.error();
    const json command{{"verb", choices.apply ? "outmail apply" : "outmail check"}, {"bundle", std::move(*wire)}};
    const auto met = administer(*folder, command, choices.key_file, language, clock, dice);
    auto& told = answer["bundles"][line++];
    told["verified"] = verified_by(met);
    for (std::size_t i = 0; i < bundle.edits.size(); ++i) answer["edits"][first_edit++]["verified"] = told["verified"];
    for (const char* key : {"outcomes", "error"})
      if (met.contains(key)) told[key] = met[key];
    if (met.value("set_aside", false)) told["note"] = set_aside_note(language);
    if (choices.apply) tally.count(met);
  }
  if (!choices.apply) return value_result(std::move(answer));
  answer["applied"] = tally.applied;
  answer["set_aside"] = tally.set_aside;
  answer["failed"] = tally.failed;
  if (tally.failed > 0 && tally.applied + tally.set_aside == 0) {
    answer["ok"] = false;
    answer["error"] = tally.first_error;
  }
  return value_result(std::move(answer));
}

}  // namespace doorstep
