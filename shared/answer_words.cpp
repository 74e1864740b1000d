#include "shared/answer_words.h"

#include <algorithm>
#include <array>

namespace doorstep {
namespace {

struct Word {
  std::string_view key, en, zh;
};

// In the order in which they are shown; a key without a word comes last, under its own name.
constexpr std::array words{
    Word{"person", "person", "人员"},
    Word{"name", "name", "姓名"},
    Word{"login", "login", "登录名"},
    Word{"code", "code", "登记码"},
    Word{"expires", "valid until", "有效期至"},
    Word{"invitation", "invitation", "邀请信息"},
    Word{"qr", "QR code", "二维码"},
    Word{"pin", "server identity (pin)", "服务器身份码"},
    Word{"key_file", "key file", "密钥文件"},
    Word{"key_file_made", "key file made now", "密钥文件为新建"},
    Word{"office_key_file", "office key file", "办公室密钥文件"},
    Word{"device", "device", "设备"},
    Word{"label", "label", "设备名称"},
    Word{"chain", "chain", "修改链"},
    Word{"enrolled", "enrolled", "登记时间"},
    Word{"revoked", "revoked", "已停用"},
    Word{"bundles", "bundles", "修改包"},
    Word{"contact", "last contact", "上次联系"},
    Word{"stored", "bytes stored", "占用字节"},
    Word{"free", "bytes free", "剩余字节"},
    Word{"running", "running", "正在运行"},
    Word{"connections", "connections", "连接数"},
    Word{"epoch", "epoch", "纪元"},
    Word{"heads", "last seq", "最新序号"},
    Word{"records", "records", "档案"},
    Word{"count", "edits in all", "修改合计"},
    Word{"applied", "bundles taken in", "已并入的修改包"},
    Word{"set_aside", "bundles in quarantine", "放入隔离区的修改包"},
    Word{"failed", "bundles not taken in", "未能并入的修改包"},
    Word{"bundle", "bundle", "修改包"},
    Word{"verified", "signature is the tablet's", "签名属实"},
    Word{"outcomes", "outcomes", "结果"},
    Word{"error", "error", "错误"},
    Word{"unopened", "parcels of another key", "打不开的密封件"},
    Word{"spoiled_bytes", "spoiled bytes", "损坏的字节"},
    Word{"community", "community", "小区"},
    Word{"edit", "edit", "修改"},
    Word{"edits", "edits", "修改"},
    Word{"parcels", "sealed parcels", "密封件"},
    Word{"record", "record", "档案"},
    Word{"events", "done and said", "操作与讨论"},
    Word{"op", "does", "操作"},
    Word{"into", "into", "并入"},
    Word{"said", "said", "内容"},
    Word{"state", "state", "状态"},
    Word{"body", "content", "内容"},
    Word{"head", "journal head", "日志尾哈希"},
    Word{"devices", "devices", "设备"},
    Word{"files", "files", "文件"},
    Word{"type", "type", "类别"},
    Word{"rows", "rows", "行数"},
    Word{"csv", "register", "登记表"},
    Word{"map", "map", "对应表"},
    Word{"reason", "reason", "原因"},
    Word{"numbers", "numbers to give", "可发编号"},
    Word{"version", "version", "版本"},
    Word{"digest", "digest", "摘要"},
    Word{"since", "holds since", "启用时间"},
    Word{"types", "types", "类别"},
    Word{"sent", "edits sent", "已发送"},
    Word{"merged", "merged with others'", "与他人合并"},
    Word{"conflicts", "in conflict", "有冲突"},
    Word{"refused", "refused", "被拒绝"},
    Word{"created", "created", "新建"},
    Word{"changed", "changed", "已更改"},
    Word{"unchanged", "unchanged", "无变化"},
    Word{"pending", "waiting here", "待交"},
    Word{"cursor", "received up to", "已收到序号"},
    Word{"agrees", "server and store agree", "与服务器一致"},
    Word{"last_contact", "last contact", "上次联系"},
    Word{"refusals", "refused edits", "被拒绝的修改"},
    Word{"pages", "pages", "页数"},
    Word{"message", "why", "原因"},
    Word{"held_by", "held by", "被其暂扣"},
    Word{"set", "values", "内容"},
    Word{"complete", "complete", "完整"},
    Word{"values", "values", "历次内容"},
    Word{"n", "no.", "序号"},
    Word{"field", "field", "字段"},
    Word{"base", "before", "原值"},
    Word{"value", "value", "新值"},
    Word{"by", "by", "修改人"},
    Word{"source", "source", "来源"},
    Word{"at", "at", "时间"},
    Word{"delivered", "at the office", "已送达"},
    Word{"restorable", "can be put back", "可改回"},
    Word{"healed", "put right", "已修复的档案"},
    Word{"change", "change", "变化"},
    Word{"id", "id", "编号"},
    Word{"file", "file", "文件"},
    Word{"bytes", "bytes", "字节"},
    Word{"epochs", "epochs", "纪元数"},
    Word{"backed_up", "last backup", "上次备份"},
    Word{"kept", "in every kept backup", "保留的备份都含有"},
    Word{"fence", "lines of the fence", "围栏条数"},
    Word{"fence_spoiled", "the fence's end was spoiled", "围栏末尾已损坏"},
    Word{"collecting", "waits for fence open", "等待 fence open"},
    Word{"missing", "edits missing", "缺少的修改"},
    Word{"note", "note", "提示"},
    Word{"batch", "batch", "批次"},
    Word{"decided", "decided", "已裁决"},
    Word{"kept_open", "kept open", "仍待裁决"},
    Word{"settled", "settled meanwhile", "已另行处理"},
    Word{"left", "left alone", "未处理"},
    Word{"reopened", "asked again", "重新提出"},
    Word{"rule", "rule", "规则"},
    Word{"rules", "rules", "规则"},
    Word{"removed", "ended", "已停用"},
    Word{"about", "record type", "适用类别"},
    Word{"better", "prevails", "为准的来源"},
    Word{"over", "yields", "让位的来源"},
    Word{"fits", "would decide", "可裁决"},
    Word{"ended", "holds no longer", "已停用"},
    Word{"lease", "may be used", "离线使用期限"},
    Word{"until", "until", "截止"},
    Word{"handed_over", "edits handed over", "已交出的修改"},
    Word{"day", "day", "日期"},
    Word{"access", "sensitive reads and refusals", "敏感访问与拒绝"},
    Word{"acts", "what admins did", "管理操作"},
    Word{"first", "first", "首次"},
    Word{"last", "last", "末次"},
    Word{"times", "times", "次数"},
    Word{"kind", "kind", "种类"},
    Word{"what", "of", "对象"},
    Word{"protocol", "protocol", "协议版本"},
    Word{"storage", "bytes on the tablet", "平板占用字节"},
};

// A key that stood twice would be shown twice.
static_assert([] {
  for (const auto& one : words)
    if (std::ranges::count(words, one.key, &Word::key) != 1) return false;
  return true;
}());

bool chinese(std::string_view language) { return language.starts_with("zh"); }

std::string label(const std::string& key, std::string_view language) {
  for (const auto& word : words)
    if (word.key == key) return std::string{chinese(language) ? word.zh : word.en};
  return key;
}

std::vector<std::string> keys_in_order(const json& object) {
  std::vector<std::string> out;
  for (const auto& word : words)
    if (object.contains(word.key)) out.emplace_back(word.key);
  for (const auto& [key, value] : object.items())
    if (key != "ok" && std::find(out.begin(), out.end(), key) == out.end()) out.push_back(key);
  return out;
}

std::string plain(const json& value, std::string_view language) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return chinese(language) ? "无" : "none";
  if (value.is_boolean())
    return value.get<bool>() ? (chinese(language) ? "是" : "yes") : (chinese(language) ? "否" : "no");
  // An error within an answer: its words, not its form.
  if (value.is_object() && value.contains("message") && value.at("message").is_string())
    return value.at("message").get<std::string>();
  return canonical(value);
}

std::string one_line(const json& object, std::string_view language) {
  std::string out;
  for (const auto& key : keys_in_order(object)) {
    const auto& value = object.at(key);
    // An edit's code is a fault's: why it was refused.
    const auto shown = key == "code" ? label("reason", language) : label(key, language);
    if (value.is_string() && value.get_ref<const std::string&>().empty()) continue;
    out += (out.empty() ? "" : "  ") + shown + ": " + plain(value, language);
  }
  return out;
}

}  // namespace

std::string answer_in_words(const json& answer, std::string_view language) {
  if (!answer.value("ok", false)) return answer.at("error").at("message").get<std::string>() + "\n";
  std::string out;
  for (const auto& key : keys_in_order(answer)) {
    const auto& value = answer.at(key);
    out += label(key, language) + ":";
    if (!value.is_array()) {
      out += " " + (value.is_object() ? one_line(value, language) : plain(value, language)) + "\n";
    } else if (value.empty()) {
      out += chinese(language) ? " 无\n" : " none\n";
    } else {
      out += "\n";
      for (const auto& line : value)
        out += "  " + (line.is_object() ? one_line(line, language) : canonical(line)) + "\n";
    }
  }
  return out.empty() ? (chinese(language) ? "完成\n" : "done\n") : out;
}

}  // namespace doorstep
