#include "shared/result.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace doorstep {
namespace {

struct FaultWords {
  Fault fault;
  std::string_view code;
  Remedy remedy;
  std::string_view zh, en;
};

constexpr std::array words_of_faults{
    FaultWords{Fault::usage, "usage", Remedy::stop, "命令写法不对，请看 --help",
               "The command is not understood; see --help"},
    FaultWords{Fault::not_found, "not_found", Remedy::hold_lane, "找不到", "Not found"},
    FaultWords{Fault::already_exists, "already_exists", Remedy::hold_lane, "已经存在", "It exists already"},
    FaultWords{Fault::erased, "erased", Remedy::hold_lane, "这份档案已依法销毁，后来写给它的内容也一并销毁",
               "The record was erased by law; what was written to it since is destroyed as well"},
    FaultWords{Fault::invalid_value, "invalid_value", Remedy::hold_lane, "填写的内容不符合要求",
               "The value is not valid"},
    FaultWords{Fault::unknown_type, "unknown_type", Remedy::hold_lane, "档案模板里没有这个类型",
               "The archive template has no such type"},
    FaultWords{Fault::unknown_field, "unknown_field", Remedy::hold_lane, "档案模板里没有这个字段",
               "The archive template has no such field"},
    FaultWords{Fault::read_only, "read_only", Remedy::hold_lane, "这个字段由系统计算，不能填写",
               "This field is computed and cannot be written"},
    FaultWords{Fault::not_allowed, "not_allowed", Remedy::hold_lane, "您的岗位没有这项权限",
               "Your role does not allow this"},
    FaultWords{Fault::own_proposal, "own_proposal", Remedy::hold_lane, "这是您自己提出的修改，须由另一人审核",
               "You proposed this yourself; another person has to approve it"},
    FaultWords{Fault::own_doing, "own_doing", Remedy::stop, "这关系到您自己，须由另一位管理员操作",
               "This is about yourself; another administrator has to do it"},
    FaultWords{Fault::beyond_own, "beyond_own", Remedy::stop, "这超出了您自己的权限，您不能授予或处理",
               "This goes beyond your own rights, so you cannot give it or decide it"},
    FaultWords{Fault::out_of_range, "out_of_range", Remedy::hold_lane, "超出范围：太大、太小或太长",
               "It is out of range: too large, too small or too long"},
    FaultWords{Fault::wrong_passphrase, "wrong_passphrase", Remedy::stop, "口令不对", "The passphrase is wrong"},
    FaultWords{Fault::too_many_tries, "too_many_tries", Remedy::stop, "口令错误次数太多，请等一会儿再试",
               "Too many wrong passphrases; wait before the next try"},
    FaultWords{Fault::weak_passphrase, "weak_passphrase", Remedy::stop, "口令太容易猜到，请换一个",
               "The passphrase is too easy to guess; choose another"},
    FaultWords{Fault::not_enrolled, "not_enrolled", Remedy::stop, "这台平板还没有登记，请先运行 doorstep enroll",
               "This tablet is not enrolled yet; run doorstep enroll first"},
    FaultWords{Fault::already_enrolled, "already_enrolled", Remedy::stop, "这个目录里已经有登记过的档案库",
               "This folder already holds an enrolled store"},
    FaultWords{Fault::store_newer, "store_newer", Remedy::stop, "档案库由更新的版本写成，请升级程序",
               "The store was written by a newer version; update the program"},
    FaultWords{Fault::store_damaged, "store_damaged", Remedy::stop, "档案库文件已损坏，请保留原文件并联系支持人员",
               "The store's file is damaged; keep it and call support"},
    FaultWords{Fault::wrong_key, "wrong_key", Remedy::stop, "密钥打不开这个文件，请用当初创建它的密钥",
               "The key does not open this file; use the key that it was made with"},
    FaultWords{Fault::no_key, "no_key", Remedy::stop, "找不到服务器的密钥，请用 --key-file 等方式给出",
               "The server's key is missing; give it, for instance by --key-file"},
    FaultWords{Fault::lease_expired, "lease_expired", Remedy::stop,
               "这台平板太久没有联系服务器，档案已锁住；未提交的内容都在，联网同步一次即可继续",
               "This tablet has not met its server for too long, so the archive is locked; unsent work is kept. Sync "
               "once and go on"},
    FaultWords{Fault::clock_set_back, "clock_set_back", Remedy::stop,
               "平板的时钟被调回过去，联网同步之前只能查看，不能修改；未提交的内容都在",
               "The tablet's clock was set back: until it has synced again, things can be looked at and not changed; "
               "unsent work is kept"},
    FaultWords{Fault::unsent, "unsent", Remedy::stop, "还有内容没有提交，请先同步，或者密封交给办公室",
               "Something has not been sent yet; sync first, or seal it for the office"},
    FaultWords{Fault::unreachable, "unreachable", Remedy::retry, "连不上服务器，内容已保存在本机，稍后会自动重试",
               "The server cannot be reached; everything is kept here and will be sent later"},
    FaultWords{Fault::timed_out, "timed_out", Remedy::retry, "等待超时，稍后会自动重试",
               "It took too long; it will be tried again"},
    FaultWords{Fault::wrong_server, "wrong_server", Remedy::pause, "服务器身份与登记时不符，已停止同步，请联系管理员",
               "The server is not the one this tablet was enrolled with; nothing was sent. Call your administrator"},
    FaultWords{Fault::device_refused, "device_refused", Remedy::pause,
               "服务器不接受这台设备，内容仍保存在本机，请联系管理员",
               "The server does not accept this device; everything is kept here. Call your administrator"},
    FaultWords{Fault::code_unknown, "code_unknown", Remedy::stop, "登记码不对", "The enrolment code is not known"},
    FaultWords{Fault::code_used, "code_used", Remedy::stop, "登记码已经用过，请向管理员要新的",
               "The enrolment code was used already; ask for a new one"},
    FaultWords{Fault::code_expired, "code_expired", Remedy::stop, "登记码已过期，请向管理员要新的",
               "The enrolment code has expired; ask for a new one"},
    FaultWords{Fault::server_busy, "server_busy", Remedy::retry, "服务器忙，稍后会自动重试",
               "The server is busy; it will be tried again"},
    FaultWords{Fault::forked, "forked", Remedy::retry,
               "服务器记录的进度不在本机的记录上（本机可能是旧备份或副本），将以新的修改链继续，内容保留",
               "The server's record of this tablet is not on this store's own line (an old backup or a copy?); it goes "
               "on under a new chain, everything is kept"},
    FaultWords{Fault::server_behind, "server_behind", Remedy::pause,
               "服务器缺少已经收下的内容（可能恢复过旧备份），已暂停同步，内容保留",
               "The server lacks what it had confirmed (restored from a backup?); sync is paused, everything is kept"},
    FaultWords{Fault::server_closing, "server_closing", Remedy::retry, "服务器正在重启，稍后会自动重连",
               "The server is restarting; it will be tried again"},
    FaultWords{Fault::server_collecting, "server_collecting", Remedy::retry,
               "服务器刚从备份恢复，正等待管理员确认；内容仍保存在本机，稍后会自动重试",
               "The server was restored from a backup and waits for its administrator; everything is kept here"},
    FaultWords{Fault::bad_frame, "bad_frame", Remedy::stop, "收到无法理解的数据",
               "The other side sent something that is not understood"},
    FaultWords{Fault::frame_too_big, "frame_too_big", Remedy::stop, "收到的数据过大",
               "The other side sent too much at once"},
    FaultWords{Fault::frame_too_deep, "frame_too_deep", Remedy::stop, "收到的数据层次过深",
               "The other side sent data nested too deeply"},
    FaultWords{Fault::duplicate_key, "duplicate_key", Remedy::stop, "收到的数据里同一个键出现两次",
               "The other side sent one key twice"},
    FaultWords{Fault::bad_encoding, "bad_encoding", Remedy::stop, "文字编码不对（需要 UTF-8 或 GB18030）",
               "The text's encoding is not valid (UTF-8 or GB18030 is needed)"},
    FaultWords{Fault::wrong_version, "wrong_version", Remedy::stop, "程序版本与服务器不兼容，请升级",
               "This version and the server's do not fit; update the program"},
    FaultWords{Fault::replayed_frame, "replayed_frame", Remedy::retry, "收到重复或缺失的数据帧，已断开重连",
               "A frame came twice or is missing; the connection starts anew"},
    FaultWords{Fault::unexpected_frame, "unexpected_frame", Remedy::stop, "收到不该在此时出现的数据",
               "The other side sent something out of turn"},
    FaultWords{Fault::broken_chain, "broken_chain", Remedy::pause, "修改记录的链条断开，已暂停同步，内容保留",
               "The chain of edits is broken; sync is paused, everything is kept"},
    FaultWords{Fault::broken_commitment, "broken_commitment", Remedy::retry, "修改内容与其承诺不符",
               "An edit's content does not match its commitment"},
    FaultWords{Fault::broken_signature, "broken_signature", Remedy::retry, "签名不对", "The signature is not valid"},
    FaultWords{Fault::poison, "poison", Remedy::hold_lane, "这批修改无法处理，已存入待审区",
               "These edits could not be applied and were put aside for an admin"},
    FaultWords{Fault::bad_template, "bad_template", Remedy::stop, "档案模板有错误",
               "The archive template has an error"},
    FaultWords{Fault::bad_file, "bad_file", Remedy::stop, "文件格式不对", "The file is not in the expected form"},
    FaultWords{Fault::bad_map, "bad_map", Remedy::stop, "列对照表有错误", "The column map has an error"},
    FaultWords{Fault::disk, "disk", Remedy::retry, "读写磁盘出错，请重试；一直这样请联系管理员",
               "The disk failed to read or write; try again, and tell an administrator if it stays so"},
    FaultWords{Fault::disk_full, "disk_full", Remedy::retry, "磁盘已满，请腾出空间；已保存的都在",
               "The disk is full; make room. What was saved is kept"},
    FaultWords{Fault::in_use, "in_use", Remedy::retry, "正被另一个程序使用", "Another program is using it"},
    FaultWords{Fault::internal, "internal", Remedy::retry, "程序内部错误", "Something failed inside the program"},
};

const FaultWords& words_for(Fault fault) {
  for (const auto& entry : words_of_faults)
    if (entry.fault == fault) return entry;
  broken_invariant("every fault has its words");
}

}  // namespace

std::string_view code(Fault fault) { return words_for(fault).code; }
Remedy remedy(Fault fault) { return words_for(fault).remedy; }
std::string_view sentence(Fault fault, std::string_view language) {
  const auto& entry = words_for(fault);
  return language.starts_with("zh") ? entry.zh : entry.en;
}
Fault fault_of(std::string_view code) {
  for (const auto& entry : words_of_faults)
    if (entry.code == code) return entry.fault;
  return Fault::internal;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error{std::string{code(error.fault)} + ": " + error.detail};
}

void broken_invariant(const char* why) {
  std::fprintf(stderr, "doorstep: broken invariant: %s\n", why);
  std::abort();
}

}  // namespace doorstep
