#pragma once
#include <future>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/request.h"
#include "shared/json.h"

namespace doorstep {

/// The command-line tablet's verbs (docs/operations.md), each an answer: {"ok":true,…} or why not. The engine does the
/// work on its own thread; a verb waits for it.
class Commands {
 public:
  Commands(Engine& engine, std::string language) : engine_(engine), language_(std::move(language)) {}

  /// Every verb but enroll, watch and batch, which are the process's own.
  Result<json> run(const Request& request);

 private:
  Result<json> create(const Request& request);
  Result<json> show(const Request& request);
  Result<json> edit(const Request& request);
  Result<json> remove(const Request& request);
  Result<json> keep(const Request& request);
  Result<json> find(const Request& request);
  Result<json> history(const Request& request);
  Result<HistoryView> whole_history(const RecordId& id);
  Result<json> restore(const Request& request);
  Result<json> conflicts(const Request& request);
  Result<json> resolve(const Request& request);
  Result<json> withdraw(const Request& request);
  Result<json> merge(const Request& request);
  Result<json> unmerge(const Request& request);
  Result<json> talk(const Request& request);
  Result<json> resolve_all(const Request& request);
  Result<json> rule(const Request& request);
  Result<json> refusals(const Request& request);
  Result<json> refused_edits(const std::set<EditId>& known);  ///< a list, without those that are known
  Result<json> sync(const Request& request);
  Result<json> status(const Request& request);
  Result<json> verify(const Request& request);
  Result<json> visit(const Request& request);

  Result<json> record_after(const RecordId& id);
  Result<json> conflict_after(const RecordId& id);
  Result<json> resolve_duplicate(const Conflict& conflict, const Request& request);
  Result<json> resolve_values(const ConflictView& view, const Request& request);
  Result<DecisionPlan> plan_of(const Request& request);
  Result<json> take_back(const Request& request);
  Result<json> merge_into(const RecordId& winner, std::vector<RecordId> losers, std::optional<Naming> resolves);

  Engine& engine_;
  std::string language_;
};

/// Waits for what an engine's verb answers.
template <class T, class Call>
Result<T> wait_for(Call call) {
  std::promise<Result<T>> answer;
  auto future = answer.get_future();
  call([&](Result<T> result) { answer.set_value(std::move(result)); });
  return future.get();
}

Result<json> answered(const char* key, json value);  ///< {"ok":true,key:value}
Result<RecordId> id_of(const std::string& text);
std::string one_to(std::size_t last);  ///< what --take may be

/// Why a value was refused, in the user's words: the field and what it takes.
Error refused(const Field& field, Fault fault, std::string_view language);

/// Typed field=value words in their stored form.
Result<json> parse_fields(const Type& type, const std::vector<std::pair<std::string, std::string>>& fields,
                          std::string_view language);

}  // namespace doorstep
