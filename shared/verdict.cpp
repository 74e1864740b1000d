#include <algorithm>

#include "shared/frame.h"

namespace doorstep {
namespace {

using Outcome = EditVerdict::Outcome;
constexpr std::array<std::string_view, 5> outcome_names{"applied", "merged", "conflict", "rejected", "held"};

json edit_verdict_json(const EditVerdict& verdict) {
  json out = {{"edit", text(verdict.edit)}, {"outcome", outcome_names[static_cast<std::size_t>(verdict.outcome)]}};
  if (verdict.outcome == Outcome::rejected) out["code"] = verdict.code;
  if (verdict.by) out["by"] = text(*verdict.by);
  if (!verdict.conflicts.empty()) {
    auto& ids = out["conflicts"] = json::array();
    for (const auto& id : verdict.conflicts) ids.push_back(text(id));
  }
  if (!verdict.proposed.empty()) out["proposed"] = verdict.proposed;
  return out;
}

void read_conflicts(Reader& in, std::vector<RecordId>& conflicts) {
  const auto& ids = in.array("conflicts", verdict_conflicts_max);
  if (ids.empty()) in.wrong("conflicts", "is empty");
  conflicts.reserve(ids.size());
  for (const auto& entry : ids) {
    const auto* text = entry.get_ptr<const std::string*>();
    auto id = text == nullptr ? std::nullopt : parse_id<RecordId>(*text);
    if (!id) return in.wrong("conflicts", "an entry is no id");
    conflicts.push_back(*id);
  }
}

void read_proposed(Reader& in, std::vector<std::string>& proposed) {
  if (!in.has("proposed")) return;
  for (const auto& entry : in.array("proposed", fields_max)) {
    const auto* name = entry.get_ptr<const std::string*>();
    if (name == nullptr || !is_field_name(*name)) return in.wrong("proposed", "an entry is no field");
    proposed.push_back(*name);
  }
}

Result<EditVerdict> edit_verdict_from(const json& object, const std::string& path) {
  Reader in{object, path};
  EditVerdict out;
  out.edit = in.id<EditId>("edit");
  auto name = in.text("outcome", 16);
  auto found = std::find(outcome_names.begin(), outcome_names.end(), name);
  if (found == outcome_names.end()) {
    in.wrong("outcome", "is no outcome");
  } else {
    out.outcome = static_cast<Outcome>(found - outcome_names.begin());
  }
  if (out.outcome == Outcome::rejected) out.code = in.text("code", frame_id_bytes_max);
  if (out.outcome == Outcome::held) out.by = in.id<EditId>("by");
  if (out.outcome == Outcome::conflict) read_conflicts(in, out.conflicts);
  read_proposed(in, out.proposed);
  if (in.error()) return *in.error();
  return out;
}

}  // namespace

json verdict_json(const Verdict& verdict) {
  json out = {{"number", verdict.number.value}};
  if (verdict.retry) {
    out["retry"] = true;
    return out;
  }
  if (verdict.seq) out["seq"] = verdict.seq->value;
  auto& edits = out["edits"] = json::array();
  for (const auto& edit : verdict.edits) edits.push_back(edit_verdict_json(edit));
  return out;
}

Result<Verdict> verdict_from(const json& object, const std::string& path) {
  Reader in{object, path};
  Verdict out;
  out.number = BundleNumber{in.count("number")};
  if (out.number.value == 0) in.wrong("number", "is out of range");
  out.retry = in.flag_or("retry", false);
  if (!out.retry) {
    if (in.has("seq")) out.seq = Seq{in.count("seq")};
    const auto& edits = in.array("edits", bundle_edits_max);
    out.edits.reserve(edits.size());
    for (std::size_t i = 0; i < edits.size(); ++i) {
      auto edit = edit_verdict_from(edits[i], in.path() + ".edits[" + std::to_string(i) + "]");
      if (!edit) return edit.error();
      out.edits.push_back(std::move(*edit));
    }
  }
  if (in.error()) return *in.error();
  return out;
}

}  // namespace doorstep
