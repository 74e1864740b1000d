// What the two programs print, export and log: nothing that the role of who asks does not read, and in the log of
// neither anything of a resident at all.
#include "shared/role.h"
#include "tests/wire/backups.h"
#include "tests/wire/raw_client.h"

namespace doorstep::test {
namespace {

struct Marked {
  std::string type;
  Class klass;
  std::string word;
};

class SilentPrograms : public Backups {
 protected:
  SilentPrograms() {
    estate.start_server();
    for (const char* tablet : {"admin", "li"}) estate.enroll(tablet);
    using enum Class;
    const auto unit = makes("unit", "building=3 room_no=101", {{"layout", basic}});
    next_door = makes("unit", "building=5 room_no=501", {{"layout", basic}});
    const auto resident = makes("resident", "name=张三", {{"vip_reason", basic}, {"employer", detail}});
    const auto of_unit = "unit=" + unit, of_resident = "resident=" + resident;
    makes("contact", of_resident + " kind=mobile value=13800138000", {{"invalid_reason", basic}});
    makes("request", "text=漏水", {{"place_text", basic}, {"feedback", detail}});
    makes("complaint", of_resident, {{"assignee", basic}, {"text", detail}});
    makes("occupancy", of_unit + " " + of_resident + " role=owner", {{"rent_agent", detail}});
    marked.push_back({"id_document", sensitive, "E98712345"});
    makes("id_document", of_resident + " doc_type=passport number=E98712345", {{"seen_by", detail}});
    need = makes("special_need", of_resident + " kind=allergy", {{"text", sensitive}});
    makes("consent", of_resident + " event=grant purposes=service", {{"notice_version", detail}});
    makes("pet", of_unit + " kind=dog", {{"licence", detail}});
    makes("vehicle", of_unit + " plate=粤B12345", {{"space", detail}});
    makes("visit", of_unit, {{"plan_id", basic}});
    for (const char* tablet : {"admin", "li"}) estate.done(tablet, {"sync"});
    for (const char* tablet : {"admin", "li"}) {  // two who do not agree
      marked.push_back({"special_need", sensitive, next_word()});
      estate.done(tablet, {"edit", need, "text=" + marked.back().word});
    }
    for (const char* tablet : {"admin", "li", "admin"}) estate.done(tablet, {"sync"});
  }
  std::string next_word() { return "QZ" + std::to_string(70'000 + ++lot) + "ZQ"; }
  std::string makes(const std::string& type, const std::string& given,
                    const std::vector<std::pair<std::string, Class>>& fields) {
    Words command{"new", type};
    for (std::size_t from = 0; from < given.size();) {
      const auto to = std::min(given.find(' ', from), given.size());
      command.push_back(given.substr(from, to - from));
      from = to + 1;
    }
    for (const auto& [field, klass] : fields) {
      marked.push_back({type, klass, next_word()});
      command.push_back(field + "=" + marked.back().word);
    }
    auto id = estate.done("admin", command).at("record").at("id").get<std::string>();
    ids.push_back(id);
    return id;
  }

  /// Every question that its person can put, answers and standard error together.
  std::string asks_everything(const std::string& tablet) {
    const auto exported = scratch().path(tablet + ".csv");
    std::string out;
    auto batch = estate.batch(tablet);
    const auto ask = [&](const std::string& command) {
      batch->say(command);
      out += batch->next_line() + "\n";
      out += bytes_in(exported);
      fs::remove(exported);
    };
    ask("sync");
    for (const auto& one : marked) ask("find " + one.word);
    for (const auto& id : ids) {
      ask("show " + id);
      ask("history " + id);
      ask("edit " + id + " photo=x");
    }
    for (const auto& type : Template::shipped().types()) {
      ask("find --type " + type.name);
      ask("export --type " + type.name + " " + exported);
    }
    for (const char* command : {"conflicts", "refusals", "rule list", "status", "verify", "sync", "status"})
      ask(command);
    return out + batch->wait().err;
  }
  static bool holds(const std::string& bytes, const Marked& one) { return bytes.find(one.word) != bytes.npos; }

  std::vector<Marked> marked;
  std::vector<std::string> ids;
  std::string need, next_door;
  int lot = 0;
};

TEST_F(SilentPrograms, no_answer_export_or_log_has_what_the_role_does_not_read) {
  for (const auto& role : Role::shipped()) {
    estate.enroll(role.name());
    estate.server({"person", "set", "--login", role.name(), "--role", role.name(), "--buildings", "3"});
    const auto said = asks_everything(role.name());
    for (const auto& one : marked) {
      const bool elsewhere = &one == &marked[1];  // the home in building 5
      // The command asked with the word; an answer that has it would have found it.
      if (!role.reads(one.type, one.klass) || elsewhere) {
        EXPECT_FALSE(holds(said, one)) << one.type << "." << name_of(one.klass) << " told to " << role.name();
      } else {
        EXPECT_TRUE(holds(said, one)) << one.type << "." << name_of(one.klass) << " kept from " << role.name();
      }
    }
  }
  std::string told;
  for (const Words& words : std::vector<Words>{{"status"}, {"device", "list"}, {"role", "list"}, {"verify"}})
    told += estate.server(words).dump();
  auto client =
      RawClient::connect(static_cast<std::uint16_t>(std::stoi(estate.url().substr(estate.url().rfind(':') + 1))));
  ASSERT_TRUE(client);
  const auto health = client->get("/healthz");
  EXPECT_NE(health.find("ok"), std::string::npos);
  const auto log = estate.stop_server().err;
  EXPECT_NE(log.find("serving"), std::string::npos);
  for (const auto& one : marked) EXPECT_FALSE(holds(told + health + log, one)) << one.type << "." << name_of(one.klass);
  for (const char* name : {"张三", "13800138000", "粤B12345"}) EXPECT_EQ(log.find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace doorstep::test
