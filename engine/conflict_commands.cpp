// The verbs of the conflict desk: what people decide where the machine must not.
#include <algorithm>

#include "engine/answers.h"
#include "engine/commands.h"
#include "engine/merge_plan.h"
#include "shared/discussion.h"
#include "shared/value.h"

namespace doorstep {
namespace {

// A value that is typed for several fields says all of them: what it left out would be cleared.
Result<void> names_all(const json& value, const json& set) {
  if (!value.is_object()) return {};
  std::string names;
  bool whole = value.size() == set.size();
  for (const auto& [field, member] : set.items()) {
    whole = whole && value.contains(field);
    names += (names.empty() ? "" : ", ") + field;
  }
  if (whole) return {};
  return Error{Fault::invalid_value,
               "须写全这些字段，空的写 null / all of these fields are given, null where one is empty: " + names};
}

// A candidate is taken as it is stored; what a person typed is read like any other input.
Result<void> read_typed(const Type& type, json& set, std::string_view language) {
  for (auto& [name, value] : set.items()) {
    const auto& field = *type.field(name);
    if (value.is_string()) {
      auto parsed = parse_value(field, value.get_ref<const std::string&>());
      if (!parsed) return refused(field, parsed.error().fault, language);
      value = std::move(*parsed);
    }
    if (auto good = check_value(field, value); !good) return refused(field, good.error().fault, language);
  }
  return {};
}

// What took something away is taken back by an edit of its own: asking again would bring nothing back.
Result<void> may_ask_again(const Conflict& conflict) {
  if (conflict.state == ConflictState::moved)
    return Error{Fault::invalid_value, "这份档案已并入另一份 / its record was merged into another, which asks instead"};
  if (conflict.state == ConflictState::closed)
    return Error{Fault::invalid_value, "没有人裁决过，只剩下一个值 / nobody decided it: one value was left"};
  if (conflict.state != ConflictState::resolved || !conflict.resolution) return {};
  if (conflict.kind == ConflictKind::delete_edit && conflict.resolution->value != "live")
    return Error{Fault::invalid_value, "档案已移除，请用 keep " + text(conflict.record) +
                                           " 恢复 / the record is away: keep " + text(conflict.record) +
                                           " brings it back"};
  if (conflict.kind == ConflictKind::duplicate && !conflict.resolution->value.is_null())
    return Error{Fault::invalid_value, "档案已合并，请用 unmerge 拆开 / they were merged: unmerge parts them"};
  return {};
}

Result<void> may_decide(const ConflictView& view) {
  const auto& conflict = view.conflict;
  if (view.asks_now)
    return Error{Fault::not_found, "这份档案已并入另一份，现在请看冲突 " + text(*view.asks_now) +
                                       " / its record was merged into another: conflict " + text(*view.asks_now) +
                                       " asks instead"};
  if (conflict.state != ConflictState::open)
    return Error{Fault::not_found, "这个冲突已有结果 / this conflict is decided already"};
  if (view.away && !conflict.field.empty())
    return Error{Fault::not_found, "档案已移除或归档，请先用 keep " + text(conflict.record) +
                                       " 恢复 / the record is away: keep " + text(conflict.record) + " brings it back"};
  return {};
}

Result<std::size_t> taken(const Conflict& conflict, std::size_t number) {
  if (number < 1 || number > conflict.candidates.size()) return Error{Fault::usage, one_to(conflict.candidates.size())};
  return number - 1;
}

}  // namespace

Result<json> Commands::conflicts(const Request& request) {
  const DeskQuery query{request.decided, request.mine, request.assigned};
  auto found = wait_for<std::vector<ConflictView>>([&](auto then) { engine_.conflicts(query, then); });
  if (!found) return found.error();
  json list = json::array();
  auto archive_template = engine_.archive_template();
  for (const auto& view : *found) list.push_back(conflict_answer(*archive_template, view));
  return answered("conflicts", std::move(list));
}

Result<json> Commands::conflict_after(const RecordId& id) {
  auto view = wait_for<ConflictView>([&](auto then) { engine_.conflict(id, then); });
  if (!view) return view.error();
  return answered("conflict", conflict_answer(*engine_.archive_template(), *view));
}

// What is said about a conflict, whose it is, that it is asked again.
Result<json> Commands::talk(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  json words = json::object();
  if (request.verb == "comment") {
    std::string remark;
    for (const auto& word : request.words) remark += (remark.empty() ? "" : " ") + word;
    words[remark_word] = std::move(remark);
  } else if (request.verb == "reopen") {
    auto view = wait_for<ConflictView>([&](auto then) { engine_.conflict(*id, then); });
    if (!view) return view.error();
    if (auto may = may_ask_again(view->conflict); !may) return may.error();
    words[reopen_word] = true;
  } else if (request.person.empty()) {
    words[assignee_word] = nullptr;
  } else {
    auto person = wait_for<PersonId>([&](auto then) { engine_.person_named(request.person, then); });
    if (!person) return person.error();
    words[assignee_word] = person->value;
  }
  auto said = wait_for<std::vector<RecordId>>([&](auto then) { engine_.talk_about(*id, words, then); });
  if (!said) return said.error();
  auto after = conflict_after(*id);
  if (after && words.contains(reopen_word) && after->at("conflict").at("state") != "open")
    return Error{
        Fault::invalid_value,
        "同一问题已在另一个冲突中，或者已无可选的值 / the same is asked about already, or there is nothing to choose"};
  return after;
}

Result<json> Commands::resolve(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  if (!request.take && !request.value && !request.split)
    return Error{Fault::usage,
                 "请给出 --take N、--value JSON 或 --split / resolve wants --take N, --value JSON or --split"};
  auto view = wait_for<ConflictView>([&](auto then) { engine_.conflict(*id, then); });
  if (!view) return view.error();
  if (auto may = may_decide(*view); !may) return may.error();
  if (view->conflict.kind == ConflictKind::duplicate) return resolve_duplicate(view->conflict, request);
  if (request.split)
    return Error{
        Fault::usage,
        "--split 只用来回答两份档案是不是同一份 / --split answers whether two records are one, and nothing else"};
  return resolve_values(*view, request);
}

Result<json> Commands::withdraw(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  auto view = wait_for<ConflictView>([&](auto then) { engine_.conflict(*id, then); });
  if (!view) return view.error();
  if (auto may = may_decide(*view); !may) return may.error();
  auto intent = withdrawal(*engine_.archive_template(), *view);
  if (!intent) return intent.error();
  auto saved = wait_for<std::vector<RecordId>>([&](auto then) { engine_.edit({*intent}, then); });
  if (!saved) return saved.error();
  return record_after(view->conflict.record);
}

Result<json> Commands::resolve_duplicate(const Conflict& conflict, const Request& request) {
  if (request.value && *request.value != "null")
    return Error{Fault::usage,
                 "疑似重复：--take N 是保留的那份，--split 表示不是同一份 / of records taken for one: --take N is the "
                 "one that stays, --split says they are two"};
  if (!request.take) {
    auto saved = wait_for<std::vector<RecordId>>([&](auto then) { engine_.split(conflict.id, then); });
    if (!saved) return saved.error();
    return record_after(conflict.record);
  }
  auto number = taken(conflict, *request.take);
  if (!number) return number.error();
  std::optional<RecordId> winner;
  std::vector<RecordId> losers;
  for (std::size_t i = 0; i < conflict.candidates.size(); ++i) {
    const auto* named = conflict.candidates[i].value.get_ptr<const std::string*>();
    auto id = named == nullptr ? std::nullopt : parse_id<RecordId>(*named);
    if (!id) return Error{Fault::not_found, "a record of this conflict"};
    if (i == *number)
      winner = *id;
    else
      losers.push_back(*id);
  }
  return merge_into(*winner, std::move(losers), naming_of(conflict));
}

Result<json> Commands::resolve_values(const ConflictView& view, const Request& request) {
  const auto& conflict = view.conflict;
  json value;
  if (request.take) {
    auto number = taken(conflict, *request.take);
    if (!number) return number.error();
    const auto& candidate = conflict.candidates[*number];
    const auto archive_template = engine_.archive_template();
    const auto* type = archive_template->type(view.type);
    value = type == nullptr ? candidate.value : taken_value(*type, view, candidate);
  } else {
    auto parsed = parse_json(*request.value);
    if (!parsed)
      return Error{Fault::usage, "--value 是 JSON，文字要加双引号 / --value is JSON: a text stands in double quotes"};
    value = std::move(*parsed);
  }
  Intent intent{Op::change, conflict.record, {}, json::object(), naming_of(conflict)};
  if (conflict.kind == ConflictKind::delete_edit) {
    if (value != "live" && value != "removed" && value != "archived")
      return Error{Fault::usage,
                   "可选 live（保留）、removed（删除）、archived（归档） / the value is live, removed or archived"};
    intent.op = value == "live" ? Op::keep : value == "removed" ? Op::remove : Op::archive;
  } else {
    auto archive_template = engine_.archive_template();
    const auto* type = archive_template->type(view.type);
    if (type == nullptr) return Error{Fault::unknown_type, view.type};
    auto set = set_of(*type, conflict.field, value);
    if (!set) return set;
    if (auto whole = names_all(value, *set); request.value && !whole) return whole.error();
    if (request.value)
      if (auto read = read_typed(*type, *set, language_); !read) return read.error();
    intent.set = std::move(*set);
  }
  auto saved = wait_for<std::vector<RecordId>>([&](auto then) { engine_.edit({intent}, then); });
  if (!saved) return saved.error();
  auto record = record_after(conflict.record);
  if (!record && intent.op != Op::change) return answered("record", nullptr);  // removed, as decided
  return record;
}

// What stays behind with a loser is told at once: it is in nobody's way, and nobody should have to look for it.
Result<json> Commands::merge_into(const RecordId& winner, std::vector<RecordId> losers,
                                  std::optional<Naming> resolves) {
  auto merged = wait_for<Merger>([&](auto then) { engine_.merge(winner, losers, resolves, then); });
  if (!merged) return merged.error();
  auto answer = record_after(merged->winner);
  if (!answer) return answer;
  auto archive_template = engine_.archive_template();
  const auto type = answer->at("record").at("type").get<std::string>();
  (*answer)["merged"] = merged->records;
  (*answer)["left_behind"] = json::array();
  for (const auto& one : merged->left_behind)
    (*answer)["left_behind"].push_back(left_behind_answer(*archive_template, type, one));
  return answer;
}

Result<json> Commands::merge(const Request& request) {
  auto winner = id_of(request.id);
  if (!winner) return winner.error();
  std::vector<RecordId> losers;
  for (const auto& text : request.ids) {
    auto id = id_of(text);
    if (!id) return id.error();
    losers.push_back(*id);
  }
  return merge_into(*winner, std::move(losers), std::nullopt);
}

Result<json> Commands::unmerge(const Request& request) {
  auto id = id_of(request.id);
  if (!id) return id.error();
  auto parted = wait_for<std::vector<RecordId>>([&](auto then) { engine_.unmerge(*id, then); });
  if (!parted) return parted.error();
  return record_after(*id);
}

}  // namespace doorstep
