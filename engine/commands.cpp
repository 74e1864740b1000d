#include "engine/commands.h"

#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/answers.h"
#include "engine/index_text.h"
#include "engine/register.h"
#include "shared/answer.h"
#include "shared/crypto.h"
#include "shared/dates.h"
#include "shared/value.h"

namespace doorstep {
namespace {

// First sync may take a while: say how far it is, but only to a person at a terminal.
void show_sync_progress(Engine& engine) {
  if (isatty(STDERR_FILENO) == 0) return;
  engine.on_sync([](const SyncState& state) {
    if (state.stage == SyncState::Stage::syncing && state.received > 0)
      std::fprintf(stderr, "\r%llu …", static_cast<unsigned long long>(state.received));
    if (state.stage == SyncState::Stage::caught_up) std::fprintf(stderr, "\r\x1b[K");
  });
}

// 2017 or 2017-12; there is no 2017-13.
bool begins_a_date(std::string_view text) {
  constexpr std::string_view rest_of_a_date = "2017-01-01";
  if (text.size() != 4 && text.size() != 7) return false;
  return is_date(std::string{text} + std::string{rest_of_a_date.substr(text.size())});
}

// Of a date a year or a month is enough, of a time a day as well.
Result<Filter> read_filter(const Field& field, const Comparison& comparison) {
  using Test = Filter::Test;
  static const std::map<std::string, Test> tests{
      {"=", Test::equal}, {">=", Test::at_least}, {"<=", Test::at_most}, {">", Test::above}, {"<", Test::below}};
  Filter filter{field.name, tests.at(comparison.sign), {}};
  if (filter.test != Test::equal && !is_ordered(field))
    return Error{Fault::usage, field.name + " has no order: only " + field.name + "=value can be asked"};
  auto part = field.kind == Kind::time ? date_from(comparison.value) : std::nullopt;
  if ((field.kind == Kind::time || field.kind == Kind::date) && begins_a_date(comparison.value))
    part = comparison.value;
  if (part) {
    filter.value = *part;
    if (filter.test == Test::equal) filter.test = Test::within;
    return filter;
  }
  auto value = parse_value(field, comparison.value);
  if (!value) return value.error();
  if (filter.test != Test::equal && value->is_null()) return Error{Fault::invalid_value, {}};
  filter.value = value->is_array() && !value->empty() ? value->front() : *value;
  return filter;
}

}  // namespace

Result<json> answered(const char* key, json value) {
  json out = json::object();
  out["ok"] = true;
  out[key] = std::move(value);
  return value_result(std::move(out));
}

Result<RecordId> id_of(const std::string& text) {
  auto id = parse_id<RecordId>(text);
  if (!id)
    return Error{
        Fault::usage,
        "编号形如 01890a5d-ac96-774b-bcce-b302099a8057 / an id looks like 01890a5d-ac96-774b-bcce-b302099a8057"};
  return *id;
}

std::string one_to(std::size_t last) {
  const auto number = std::to_string(last);
  return "--take 是 1 到 " + number + " / --take is 1 to " + number;
}

Error refused(const Field& field, Fault fault, std::string_view language) {
  auto what = expectation(field);
  return {fault, language.starts_with("zh") ? field.name + "（" + field.label.zh + "）：需要" + what.zh
                                            : field.name + ": expected " + what.en};
}

// Words typed now are said now, though somebody said the same before; only a register's are known by what they say.
void say_now(json& entries) {
  for (auto& entry : entries) {
    std::array<std::uint8_t, 16> id{};
    random_bytes(id);
    entry["id"] = base64(id);
  }
}

Result<json> parse_fields(const Type& type, const std::vector<std::pair<std::string, std::string>>& fields,
                          std::string_view language) {
  json set = json::object();
  for (const auto& [name, text] : fields) {
    const auto* field = type.field(name);
    if (field == nullptr) return Error{Fault::unknown_field, type.name + "." + name};
    if (field->policy == Policy::derived) return Error{Fault::read_only, type.name + "." + name};
    auto value = parse_value(*field, text);
    if (!value) return refused(*field, value.error().fault, language);
    const bool listed = text.starts_with("[{");  // as `show` wrote them, ids and all
    if (field->kind == Kind::entries && !listed) say_now(*value);
    set[name] = std::move(*value);
  }
  return value_result(std::move(set));
}

Result<json> Commands::run(const Request& request) {
  using Verb = Result<json> (Commands::*)(const Request&);
  static const std::map<std::string, Verb> verbs{
      {"new", &Commands::create},          {"show", &Commands::show},
      {"edit", &Commands::edit},           {"delete", &Commands::remove},
      {"find", &Commands::find},           {"history", &Commands::history},
      {"conflicts", &Commands::conflicts}, {"resolve", &Commands::resolve},
      {"withdraw", &Commands::withdraw},   {"refusals", &Commands::refusals},
      {"sync", &Commands::sync},           {"status", &Commands::status},
      {"verify", &Commands::verify},       {"visit", &Commands::visit},
      {"merge", &Commands::merge},         {"unmerge", &Commands::unmerge},
      {"comment", &Commands::talk},        {"assign", &Commands::talk},
      {"reopen", &Commands::talk},         {"resolve-all", &Commands::resolve_all},
      {"rule", &Commands::rule},           {"restore", &Commands::restore},
      {"keep", &Commands::keep},
  };
  if (request.verb == "import") return import_command(engine_, request, language_);
  if (request.verb == "export") return export_command(engine_, request);
  auto verb = verbs.find(request.verb);
  if (verb == verbs.end()) return Error{Fault::usage, request.verb + " does not work here"};
  return (this->*verb->second)(request);
}

Result<json> Commands::record_after(const RecordId& id) {
  auto view = wait_for<RecordView>([&](auto then) { engine_.show(id, then); });
  if (!view) return view.error();
  return answered("record", record_answer(*engine_.archive_template(), *view));
}

Result<json> Commands::visit(const Request& request) {
  if (request.action == "begin") {
    auto unit = id_of(request.id);
    if (!unit) return unit.error();
    auto begun = wait_for<OpenVisit>([&](auto then) { engine_.begin_visit(*unit, then); });
    if (!begun) return begun.error();
  } else if (request.action == "finish" || request.action == "note") {
    auto archive_template = engine_.archive_template();
    const auto* type = archive_template->type("visit");
    if (type == nullptr) return Error{Fault::unknown_type, "visit"};
    auto set = parse_fields(*type, request.fields, language_);
    if (!set) return set;
    const bool ends = request.action == "finish";
    auto written = wait_for<RecordId>(
        [&](auto then) { ends ? engine_.finish_visit(*set, then) : engine_.note_in_visit(*set, then); });
    if (!written) return written.error();
    return record_after(*written);
  }
  auto open = wait_for<std::optional<OpenVisit>>([&](auto then) { engine_.open_visit(then); });
  if (!open) return open.error();
  if (!*open) return answered("visit", nullptr);
  json out = json::object();
  out["id"] = text((*open)->visit);
  out["unit"] = text((*open)->unit);
  out["started_at"] = (*open)->started_at;
  out["edits"] = (*open)->edits;
  out["records"] = (*open)->records;
  return answered("visit", std::move(out));
}

Result<json> Commands::create(const Request& request) {
  auto archive_template = engine_.archive_template();
  const auto* type = archive_template->type(request.type);
  if (type == nullptr) return Error{Fault::unknown_type, request.type};
  auto set = parse_fields(*type, request.fields, language_);
  if (!set) return set;
  std::erase_if(set->get_ref<json::object_t&>(), [](const auto& field) { return field.second.is_null(); });
  Intent intent{Op::create, std::nullopt, type->name, std::move(*set), std::nullopt};
  if (!request.source.empty()) intent.source = request.source;
  auto saved = wait_for<std::vector<RecordId>>([&](auto then) { engine_.edit({intent}, then); });
  if (!saved) return saved.error();
  auto answer = record_after(saved->front());
  // It is saved, whoever it may be: what cannot be looked up now is only not hinted at.
  auto likely = wait_for<std::vector<Likely>>([&](auto then) { engine_.likely_same(saved->front(), then); });
  if (answer && likely) (*answer)["similar"] = likely_answer(*archive_template, *likely);
  return answer;
}

Result<json> Commands::show(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  return record_after(*id);
}

Result<json> Commands::edit(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  auto view = wait_for<RecordView>([&](auto then) { engine_.show(*id, then); });
  if (!view) return view.error();
  auto archive_template = engine_.archive_template();
  const auto* type = archive_template->type(view->type);
  if (type == nullptr) return Error{Fault::unknown_type, view->type};
  auto set = parse_fields(*type, request.fields, language_);
  if (!set) return set;
  Intent intent{Op::change, *id, {}, std::move(*set), std::nullopt};
  if (!request.source.empty()) intent.source = request.source;
  auto saved = wait_for<std::vector<RecordId>>([&](auto then) { engine_.edit({intent}, then); });
  if (!saved) return saved.error();
  return record_after(*id);
}

Result<json> Commands::remove(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  auto view = wait_for<RecordView>([&](auto then) { engine_.show(*id, then); });
  if (!view) return view.error();
  Intent intent{Op::remove, *id, {}, json::object(), std::nullopt};
  auto saved = wait_for<std::vector<RecordId>>([&](auto then) { engine_.edit({intent}, then); });
  if (!saved) return saved.error();
  return answered("record", record_answer(*engine_.archive_template(), *view));
}

Result<json> Commands::keep(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  auto kept = wait_for<std::vector<RecordId>>([&](auto then) { engine_.bring_back(*id, then); });
  if (!kept) return kept.error();
  return record_after(*id);
}

Result<json> Commands::find(const Request& request) {
  auto archive_template = engine_.archive_template();
  Query query;
  for (const auto& word : request.words) query.words += (query.words.empty() ? "" : " ") + word;
  query.type = request.type;
  if (!query.type.empty() && archive_template->type(query.type) == nullptr)
    return Error{Fault::unknown_type, query.type};
  if (request.limit) query.limit = *request.limit;
  for (const auto& comparison : request.where) {
    const Field* field = nullptr;
    for (const auto& type : archive_template->types())
      if ((query.type.empty() || type.name == query.type) && field == nullptr) field = type.field(comparison.field);
    if (field == nullptr) return Error{Fault::unknown_field, comparison.field};
    auto filter = read_filter(*field, comparison);
    if (!filter)
      return filter.error().fault == Fault::usage ? filter.error() : refused(*field, filter.error().fault, language_);
    query.where.push_back(std::move(*filter));
  }
  auto found = wait_for<std::vector<RecordView>>([&](auto then) { engine_.find(query, then); });
  if (!found) return found.error();
  json records = json::array();
  for (const auto& view : *found) records.push_back(found_answer(*archive_template, view));
  return answered("records", std::move(records));
}

Result<json> Commands::refusals(const Request&) {
  auto list = refused_edits({});
  if (!list) return list;
  return answered("refusals", std::move(*list));
}

Result<json> Commands::refused_edits(const std::set<EditId>& known) {
  auto list = wait_for<std::vector<Refusal>>([&](auto then) { engine_.refusals(then); });
  if (!list) return list.error();
  json out = json::array();
  for (const auto& refusal : *list) {
    if (known.contains(refusal.edit)) continue;
    json one = json::object();
    one["edit"] = text(refusal.edit);
    one["record"] = text(refusal.record);
    one["code"] = refusal.code;
    one["op"] = refusal.body.value("op", "change");
    one["message"] = sentence(refusal.held_by ? Fault::poison : fault_of(refusal.code), language_);
    if (refusal.held_by) one["held_by"] = text(*refusal.held_by);
    one["set"] = refusal.body.value("set", json::object());
    out.push_back(std::move(one));
  }
  return value_result(std::move(out));
}

Result<json> Commands::sync(const Request&) {
  show_sync_progress(engine_);
  auto refused_before = wait_for<std::vector<Refusal>>([&](auto then) { engine_.refusals(then); });
  auto before = wait_for<StoreStatus>([&](auto then) { engine_.status(then); });
  auto report = wait_for<SyncReport>([&](auto then) { engine_.sync(then); });
  if (!report) return report.error();
  json out = json::object();
  out["ok"] = true;
  out["sent"] = report->sent;
  out["merged"] = report->merged;
  out["conflicts"] = report->conflicts;
  out["refused"] = report->refused;
  out["pending"] = report->pending;
  out["agrees"] = report->agrees;
  // What needs somebody's eyes is told at once, not only to who asks for it.
  std::set<EditId> known;
  if (refused_before)
    for (const auto& one : *refused_before) known.insert(one.edit);
  if (auto fresh = refused_edits(known); fresh && !fresh->empty()) out["refusals"] = std::move(*fresh);
  auto now = wait_for<StoreStatus>([&](auto then) { engine_.status(then); });
  if (before && now && now->healed > before->healed) out["healed"] = now->healed - before->healed;
  return value_result(std::move(out));
}

Result<json> Commands::status(const Request&) {
  auto now = wait_for<StoreStatus>([&](auto then) { engine_.status(then); });
  if (!now) return now.error();
  json out = json::object();
  out["ok"] = true;
  out["pending"] = now->pending;
  out["cursor"] = now->cursor ? json(now->cursor->value) : json{};
  out["agrees"] = now->agrees;
  out["records"] = now->records;
  out["refusals"] = now->refusals;
  out["last_contact"] = now->last_contact ? json(iso_time(*now->last_contact)) : json{};
  if (now->healed > 0) out["healed"] = now->healed;
  out["numbers"] = now->numbers;
  out["lease"] = {{"state", name_of(now->lease.kind)},
                  {"until", now->lease.until ? json(iso_time(*now->lease.until)) : json{}}};
  return value_result(std::move(out));
}

Result<json> Commands::verify(const Request&) {
  auto check = wait_for<StoreCheck>([&](auto then) { engine_.verify(then); });
  if (!check) return check.error();
  json out = json::object();
  out["ok"] = true;
  out["records"] = check->records;
  out["pages"] = check->pages;
  return value_result(std::move(out));
}

}  // namespace doorstep
