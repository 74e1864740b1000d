// What a record was: who set what when, as it was known on a day, and a value of before put back.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "engine/answers.h"
#include "engine/commands.h"
#include "engine/past.h"
#include "shared/answer.h"

namespace doorstep {
namespace {

json past_answer(const Template& archive_template, const HistoryView& view, const std::string& field,
                 std::size_t number, const PastValue& one) {
  json out = json::object();
  out["n"] = number;
  out["value"] = shown_value(archive_template, view.type, field, one.value);
  out["base"] = shown_value(archive_template, view.type, field, one.base);
  out["by"] = one.by;
  out["device"] = one.device;
  out["source"] = one.source;
  if (one.visit) out["visit"] = said_in_answer(archive_template, *one.visit, view.visits);
  out["at"] = one.at ? json(iso_time(*one.at)) : json{};
  out["delivered"] = one.delivered;
  return out;
}

}  // namespace

// A long one comes in pages: say how many, but only to a person at a terminal.
Result<HistoryView> Commands::whole_history(const RecordId& id) {
  const bool watched = isatty(STDERR_FILENO) != 0;
  auto pages = std::make_shared<std::atomic<int>>(0);  // the engine's thread may look at it a moment longer
  if (watched)
    engine_.on_change([pages](const std::vector<Change>&) {
      if (++*pages > 1) std::fprintf(stderr, "\r%d …", pages->load());
    });
  auto view = wait_for<HistoryView>([&](auto then) { engine_.history(id, Engine::Reach::all, then); });
  if (watched) engine_.on_change({});
  if (*pages > 1) std::fprintf(stderr, "\r\x1b[K");
  return view;
}

Result<json> Commands::history(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  auto view = whole_history(*id);
  if (!view) return view.error();
  auto archive_template = engine_.archive_template();
  if (!request.at.empty()) {
    auto at = moment_of(request.at);
    if (!at) return at.error();
    auto then = as_of(*archive_template, *id, *view, *at);
    auto answer = answered("record", then ? record_answer(*archive_template, *then) : json{});
    (*answer)["complete"] = view->complete;
    return answer;
  }
  if (!request.field.empty()) {
    auto values = values_of(*archive_template, *view, request.field);
    if (!values) return values.error();
    json list = json::array();
    auto now = wait_for<RecordView>([&](auto then) { engine_.show(*id, then); });
    for (const auto& one : *values) {
      list.push_back(past_answer(*archive_template, *view, request.field, list.size() + 1, one));
      if (!now) continue;
      auto may = restorable(*archive_template, *now, request.field, one.value);
      list.back()["restorable"] = may.has_value();
      if (!may) list.back()["reason"] = failure_answer(may.error(), language_).at("error").at("message");
    }
    auto answer = answered("values", std::move(list));
    (*answer)["complete"] = view->complete;
    return answer;
  }
  auto answer = history_answer(*archive_template, view->type, *view);
  answer["ok"] = true;
  return value_result(std::move(answer));
}

Result<json> Commands::restore(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  auto view = whole_history(*id);
  if (!view) return view.error();
  auto archive_template = engine_.archive_template();
  auto values = values_of(*archive_template, *view, request.field);
  if (!values) return values.error();
  if (!request.take || *request.take < 1 || *request.take > values->size())
    return Error{Fault::usage, one_to(values->size())};
  auto now = wait_for<RecordView>([&](auto then) { engine_.show(*id, then); });
  if (!now) return now.error();
  const auto& value = (*values)[*request.take - 1].value;
  if (auto may = restorable(*archive_template, *now, request.field, value); !may) return may.error();
  auto intent = doorstep::restore(*archive_template, *id, view->type, request.field, value);
  if (!intent) return intent.error();
  auto saved = wait_for<std::vector<RecordId>>([&](auto then) { engine_.edit({*intent}, then); });
  if (!saved) return saved.error();
  return record_after(*id);
}

}  // namespace doorstep
