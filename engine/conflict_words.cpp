#include "engine/conflict_words.h"

#include <cstdlib>
#include <map>

#include "engine/readable.h"

namespace doorstep {
namespace {

using Words = std::map<std::string, Label>;

const Words kinds{{"field", {"内容不一致", "values that differ"}},
                  {"group", {"内容不一致", "values that differ"}},
                  {"write_once", {"首填内容不一致", "a second first value"}},
                  {"state", {"状态走不通", "states without a step between them"}},
                  {"delete_edit", {"移除与修改冲突", "removed while somebody worked in it"}},
                  {"duplicate", {"疑似重复", "taken for one"}},
                  {"combination", {"不能同时成立", "values that cannot stand together"}},
                  {"invalid", {"现行模板不允许", "not taken by the present template"}},
                  {"approval", {"待审核", "waits for approval"}}};
const Words states{{"live", {"保留", "stays"}}, {"removed", {"删除", "goes"}}, {"archived", {"归档", "is archived"}}};
const Words signs{{"signature", {"签名", "signature"}},
                  {"document", {"见到证件", "document seen"}},
                  {"visit", {"上门走访", "home visit"}},
                  {"phone", {"电话", "by phone"}}};

std::string said_as(const Words& words, const std::string& word, std::string_view language) {
  const auto found = words.find(word);
  return found == words.end() ? word : found->second.in(language);
}

/// One conflict in one language.
class ConflictWords {
 public:
  ConflictWords(const Template& archive_template, const json& conflict, std::string_view language)
      : conflict_(conflict),
        kind_(conflict.at("kind").get<std::string>()),
        field_(conflict.at("field").is_string() ? conflict.at("field").get<std::string>() : std::string{}),
        type_(archive_template.type(conflict.value("type", ""))),
        language_(language),
        zh_(language.starts_with("zh")) {}

  std::string all() const {
    auto out = conflict_.at("id").get<std::string>() + "  " + said_as(kinds, kind_, language_);
    if (!field_.empty()) out += "  " + unit_label(type_, field_, language_);
    out += (zh_ ? "  档案 " : "  record ") + conflict_.at("record").get<std::string>() + "\n";
    if (!field_.empty()) out += (zh_ ? "    原值: " : "    before: ") + value(conflict_.at("base")) + "\n";
    std::size_t number = 0;
    for (const auto& candidate : conflict_.at("candidates"))
      out += "    " + std::to_string(++number) + ") " + line(candidate) + "\n";
    if (conflict_.contains("resolution")) {
      const auto& decided = conflict_.at("resolution");
      out += (zh_ ? "    已定: " : "    decided: ") + value(decided.at("value")) + "  — " +
             decided.at("by").get<std::string>() + "\n";
    }
    if (conflict_.contains("assignee"))
      out += (zh_ ? "    交给: " : "    given to: ") + conflict_.at("assignee").get<std::string>() + "\n";
    for (const auto& remark : conflict_.value("remarks", json::array()))
      out += "    " + remark.at("by").get<std::string>() + (zh_ ? "：" : ": ") + remark.at("text").get<std::string>() +
             "\n";
    return out;
  }

 private:
  std::string value(const json& one) const {
    if (kind_ == "delete_edit" && one.is_string()) return said_as(states, one.get<std::string>(), language_);
    if (kind_ == "duplicate" && one.is_null()) return zh_ ? "不是同一份" : "they are two";
    return readable_unit(type_, field_, one, language_);
  }

  std::string line(const json& candidate) const {
    auto out = value(candidate.at("value")) + "  — " + candidate.at("by").get<std::string>();
    if (const auto device = candidate.at("device").get<std::string>(); !device.empty())
      out += (zh_ ? "  平板 " : "  tablet ") + device;
    if (candidate.at("at").is_string()) out += "  " + candidate.at("at").get<std::string>();
    if (candidate.contains("visit")) out += visit(candidate.at("visit"));
    out += evidence(candidate.at("evidence"));
    if (candidate.contains("outdated"))
      out += zh_ ? "  现行模板已不允许" : "  the present template does not take it";
    else if (candidate.contains("proposed"))
      out += zh_ ? "  待另一人审核" : "  waits for another person's approval";
    if (const auto& missed = candidate.at("missed"); !missed.empty())
      out += (zh_ ? "  依据 v" : "  based on v") + std::to_string(candidate.at("based_on").get<std::uint64_t>()) +
             (zh_ ? "，未见 v" : ", missed v") + std::to_string(missed.back().get<std::uint64_t>());
    return out + skew(candidate.at("skew_ms").get<std::int64_t>());
  }

  // "said in the visit of 2026-11-26T02:12:00Z, home 3-2-1502"; of a visit that is not here, nothing.
  std::string visit(const json& said) const {
    const auto at = said.value("started_at", ""), home = said.value("home", "");
    if (at.empty() && home.empty()) return {};
    if (zh_) return "  走访时所说" + (at.empty() ? "" : " " + at) + (home.empty() ? "" : " " + home);
    return (at.empty() ? "  said in a visit" : "  said in the visit of " + at) + (home.empty() ? "" : ", home " + home);
  }

  std::string evidence(const json& words) const {
    std::string out;
    for (const auto& word : words)
      out += (out.empty() ? "" : zh_ ? "、" : ", ") + said_as(signs, word.get<std::string>(), language_);
    return out.empty() ? out : (zh_ ? "  凭据: " : "  evidence: ") + out;
  }

  std::string skew(std::int64_t ms) const {
    constexpr std::int64_t second = 1'000;
    if (std::abs(ms) < second) return {};
    const auto seconds = std::to_string(std::abs(ms) / second);
    if (zh_) return std::string{ms > 0 ? "  时钟快 " : "  时钟慢 "} + seconds + " 秒";
    return "  clock " + seconds + (ms > 0 ? " s ahead" : " s behind");
  }

  const json& conflict_;
  std::string kind_, field_;
  const Type* type_;
  std::string_view language_;
  bool zh_;
};

}  // namespace

std::string conflict_in_words(const Template& archive_template, const json& conflict, std::string_view language) {
  return ConflictWords{archive_template, conflict, language}.all();
}

}  // namespace doorstep
