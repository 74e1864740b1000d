#include "engine/request.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "engine/search.h"
#include "shared/record.h"

namespace doorstep {
namespace {

/// A wrong argument by its place: its words may be a resident's.
std::string in_place(std::size_t position) { return "the one in place " + std::to_string(position + 1); }

struct Assignments {
  std::vector<std::string> texts;

  // The first '=' separates; a value may hold more of them.
  std::vector<std::pair<std::string, std::string>> split() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& text : texts) {
      auto at = text.find('=');
      if (at == std::string::npos || !is_field_name(std::string_view{text}.substr(0, at)))
        throw CLI::ValidationError("field=value", in_place(out.size()) + " is not of the form field=value");
      out.emplace_back(text.substr(0, at), text.substr(at + 1));
    }
    return out;
  }

  // What would be written last would win, and the other words be lost without a trace.
  static void expect_each_once(const std::vector<std::pair<std::string, std::string>>& fields) {
    for (auto one = fields.begin(); one != fields.end(); ++one)
      if (std::any_of(fields.begin(), one, [&](const auto& before) { return before.first == one->first; }))
        throw CLI::ValidationError("field=value", "'" + one->first.substr(0, 40) + "' stands twice");
  }
};

/// CLI11's own words for a number that is none name the bounds of a double.
const CLI::Validator whole_number{[](std::string& text) {
                                    bool digits = text.find_first_not_of("0123456789") == std::string::npos;
                                    bool good = digits && !text.empty() && text.size() < 20;
                                    return good ? std::string{} : std::string{"expected a whole number"};
                                  },
                                  "NUMBER"};

/// More than `find` will ever answer is not cut down in silence.
const CLI::Validator up_to_limit{[](std::string& text) {
                                   constexpr std::size_t digits_safe = 18;
                                   if (text.empty() || text.find_first_not_of("0123456789") != text.npos)
                                     return std::string{"expected a whole number"};
                                   const bool good = text.size() <= digits_safe && std::stoull(text) <= find_limit_max;
                                   return good ? std::string{} : "is at most " + std::to_string(find_limit_max);
                                 },
                                 "NUMBER"};

Comparison comparison(const std::string& text, std::size_t position) {
  auto at = text.find_first_of("<=>");
  if (at == std::string::npos || !is_field_name(std::string_view{text}.substr(0, at)))
    throw CLI::ValidationError("--where", in_place(position) + " is not of the form field=value");
  std::size_t size = text[at] != '=' && at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1;
  return {text.substr(0, at), text.substr(at, size), text.substr(at + size)};
}

const char* const sources = "how one knows it: form (as told), phone, or document (a paper was seen)";
const char* const footer =
    "Passphrase: from DOORSTEP_PASSPHRASE, else asked for. After five wrong ones in a row each try has to wait.\n"
    "Exit codes: 0 done; 1 not done (the answer says why); 2 wrong usage; 3 server not reached; 4 refused (passphrase, "
    "code, device, server).";

class CommandLine {
 public:
  explicit CommandLine(bool in_batch) {
    app_.footer(footer);
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.add_flag("--json", request_.json, "answer one JSON object a line");
    auto* store = app_.add_option("--store", request_.store, "folder of this tablet's store");
    if (!in_batch) store->required();
    records();
    visits();
    conflicts();
    exchange();
    if (!in_batch) whole_process();
  }

  Parsed parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    try {
      app_.parse(words);
      auto* chosen = app_.get_subcommands().front();
      request_.verb = chosen->get_name();
      if (!chosen->get_subcommands().empty()) request_.action = chosen->get_subcommands().front()->get_name();
      request_.fields = assignments_.split();
      if (request_.verb == "new" || request_.verb == "edit" || request_.verb == "visit")
        Assignments::expect_each_once(request_.fields);
      for (const auto& text : where_) request_.where.push_back(comparison(text, request_.where.size()));
      if (!request_.type.empty() && !is_field_name(request_.type))
        throw CLI::ValidationError("type", "is a name of small letters, digits and _");
      return {std::move(request_), {}, 0};
    } catch (const CLI::CallForHelp&) {
      return {std::nullopt, app_.get_subcommands().empty() ? app_.help() : app_.get_subcommands().front()->help(), 0};
    } catch (const CLI::ExtrasError&) {
      return {std::nullopt, "there are more words than this command takes", 2};
    } catch (const CLI::ParseError& wrong) {
      const bool unknown = app_.get_subcommands().empty() && app_.remaining_size() > 0;
      return {std::nullopt, unknown ? "no such command: --help lists them" : wrong.what(), 2};
    }
  }

 private:
  CLI::App* verb(const char* name, const char* help) {
    auto* command = app_.add_subcommand(name, help);
    command->fallthrough();
    return command;
  }

  void records() {
    auto* create = verb("new", "create a record: new TYPE field=value…");
    create->add_option("type", request_.type, "record type, for instance resident")->required();
    create->add_option("fields", assignments_.texts, "field=value");
    create->add_option("--source", request_.source, sources)->check(CLI::IsMember({"form", "phone", "document"}));
    auto* show = verb("show", "show a record");
    show->add_option("id", request_.id, "record id")->required();
    auto* edit = verb("edit", "change fields: edit ID field=value…; an empty value clears");
    edit->add_option("id", request_.id, "record id")->required();
    edit->add_option("fields", assignments_.texts, "field=value")->required();
    edit->add_option("--source", request_.source, sources)->check(CLI::IsMember({"form", "phone", "document"}));
    auto* remove = verb("delete", "delete a record");
    remove->add_option("id", request_.id, "record id")->required();
    auto* keep = verb("keep", "bring a removed or archived record back");
    keep->add_option("id", request_.id, "record id")->required();
    auto* find = verb("find", "search: find WORDS… [--type T] [--where field=value]… [--limit N]; best first");
    find->add_option("words", request_.words, "all must be found");
    find->add_option("--type", request_.type, "only this record type");
    find->add_option("--where", where_, "field=value; numbers, dates and times also >= <= > <; may stand several times")
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    find->add_option("--limit", request_.limit, "at most so many (50)")->check(up_to_limit);
    auto* history = verb("history", "who set which field when; asks the server what is not cached");
    history->add_option("id", request_.id, "record id")->required();
    auto* field = history->add_option("--field", request_.field, "every value that this field ever had");
    history->add_option("--at", request_.at, "the record as it was known on that day or at that time")->excludes(field);
    auto* restore =
        verb("restore", "make a field what it was: restore ID FIELD --take N, as history --field lists them");
    restore->add_option("id", request_.id, "record id")->required();
    restore->add_option("field", request_.field, "field or group")->required();
    restore->add_option("--take", request_.take, "the N-th value, from 1")->check(whole_number)->required();
  }

  void visits() {
    auto* visit = verb("visit", "a call at a home: what is edited in it goes as one bundle");
    visit->require_subcommand(1);
    auto* begin = visit->add_subcommand("begin", "begin one: visit begin UNIT");
    begin->add_option("unit", request_.id, "the home's record id")->required();
    auto* finish =
        visit->add_subcommand("finish", "end it: visit finish [status=no_answer] [field=value…]; done unless said");
    finish->add_option("fields", assignments_.texts, "field=value");
    auto* note = visit->add_subcommand("note", "write down what is seen or promised: visit note field=value…");
    note->add_option("fields", assignments_.texts, "field=value")->required();
    auto* show = visit->add_subcommand("show", "the open one, if one is");
    for (auto* each : {begin, finish, note, show}) each->fallthrough();
  }

  void conflicts() {
    auto* list = verb("conflicts", "list open conflicts, what is grave and old first");
    list->add_flag("--decided", request_.decided, "those that are over instead, newest first");
    list->add_flag("--mine", request_.mine, "only those in which a value is yours");
    list->add_flag("--assigned", request_.assigned, "only those given to you");
    auto* withdraw = verb("withdraw", "take back what you proposed: withdraw CONFLICT");
    withdraw->add_option("id", request_.id, "conflict id")->required();
    auto* comment = verb("comment", "say something about a conflict: comment CONFLICT WORDS…");
    comment->add_option("id", request_.id, "conflict id")->required();
    comment->add_option("words", request_.words, "what is said")->required();
    auto* assign = verb("assign", "give a conflict to somebody: assign CONFLICT [PERSON]; without one it is nobody's");
    assign->add_option("id", request_.id, "conflict id")->required();
    assign->add_option("person", request_.person, "name or id; me");
    auto* reopen =
        verb("reopen", "a conflict was decided wrongly: ask again, with all that was asked; of a removal: keep ID");
    reopen->add_option("id", request_.id, "conflict id")->required();
    decisions();
    auto* resolve = verb("resolve", "decide a conflict: resolve CONFLICT --take N, --value JSON or --split");
    resolve->add_option("id", request_.id, "conflict id")->required();
    auto* take = resolve->add_option("--take", request_.take, "the N-th candidate, from 1")->check(whole_number);
    auto* value = resolve->add_option("--value", request_.value, "another value, as JSON");
    take->excludes(value);
    resolve->add_flag("--split", request_.split, "of records taken for one: they are two")
        ->excludes(take)
        ->excludes(value);
    auto* merge = verb("merge", "records that are one: merge WINNER LOSER…; the losers' ids lead to the winner");
    merge->add_option("id", request_.id, "record that stays")->required();
    merge->add_option("losers", request_.ids, "records that are the same")->required();
    auto* unmerge = verb("unmerge", "two after all: gives back what was addressed to each");
    unmerge->add_option("id", request_.id, "record that was merged into another")->required();
    verb("refusals", "list edits that the server refused, and why");
  }

  void decisions() {
    auto* all = verb("resolve-all", "decide many: one field between two people for one of them, or what a rule knows");
    all->add_option("--field", request_.field, "field or group");
    all->add_option("--type", request_.type, "only of this record type");
    all->add_option("--take", request_.person, "whose values stand: name or id");
    all->add_option("--against", request_.other, "whose do not");
    auto* rule = all->add_option("--rule", request_.rule, "what this rule decides");
    all->add_flag("--preview", request_.preview, "only list what would be decided, and keep it as batch_…");
    auto* shown =
        all->add_option("--as-shown", request_.batch, "batch_… of the last preview: exactly that")->excludes(rule);
    all->add_option("--undo", request_.undo, "batch_… or a rule's id: ask all that it decided again")
        ->excludes(rule)
        ->excludes(shown);
    auto* rules = verb("rule", "the desk's saved rules: what one prefers, applied only by resolve-all --rule");
    rules->require_subcommand(1);
    auto* add =
        rules->add_subcommand("add", "rule add --type T [--field F] --better SOURCE [--over SOURCE] or --later");
    add->add_option("--type", request_.type, "of this record type")->required();
    add->add_option("--field", request_.field, "of this field or group; else of every one");
    add->add_option("--better", request_.better, "document, visit, phone, form or import: prevails");
    add->add_option("--over", request_.over, "the source that yields; else every other one");
    add->add_flag("--later", request_.later, "the later value prevails (with --better: among values of that source)");
    auto* list = rules->add_subcommand(
        "list", "each with how many open conflicts it would decide; ended ones as long as something stands by them");
    auto* remove =
        rules->add_subcommand("remove", "it holds no longer; what it decided stands, until resolve-all --undo ID");
    remove->add_option("id", request_.id, "rule's id")->required();
    for (auto* each : {add, list, remove}) each->fallthrough();
  }

  void exchange() {
    verb("sync", "send what waits, receive what is new, then answer");
    verb("status", "what waits, how far the feed came, whether server and store agree");
    verb("verify", "check everything in the store");
    auto* import = verb("import", "bring in a register (CSV)");
    import->add_option("file", request_.file, "CSV file: UTF-8 or GB18030")->required();
    import->add_option("--type", request_.type, "record type of the rows")->required();
    import->add_option("--map", request_.map, "JSON file: column → field (docs/import.md)");
    import->add_option("--errors", request_.errors, "file for the rows that are refused, with reasons");
    auto* write = verb("export", "write all records of a type as CSV");
    write->add_option("file", request_.file, "file to write")->required();
    write->add_option("--type", request_.type, "record type")->required();
  }

  void whole_process() {
    auto* enroll = verb("enroll", "enrol this tablet; the passphrase given becomes the store's");
    enroll->add_option("--server", request_.server, "wss://HOST:PORT")->required();
    enroll->add_option("--pin", request_.pin, "the server's identity, as doorstep-server init printed it")->required();
    enroll->add_option("--code", request_.code, "one-time code")->required();
    enroll->add_option("--label", request_.label, "what to call this tablet in lists");
    verb("passphrase", "change the passphrase: the new one from DOORSTEP_NEW_PASSPHRASE, else asked for twice");
    verb("rekey", "another master key: writes the whole store anew; nothing else may have it open");
    auto* leave =
        verb("leave", "this person's store goes from this tablet, keys first; refused while anything is unsent");
    leave->add_option("--hand-over", request_.hand_over,
                      "a new file for what is unsent, sealed to the office (doorstep-server outmail opens it)");
    verb("watch", "stay connected; one line for each change");
    verb("batch", "read commands from standard input, one a line; one answer a line");
  }

  CLI::App app_{"doorstep: the tablet on the command line", "doorstep"};
  Request request_;
  Assignments assignments_;
  std::vector<std::string> where_;
};

}  // namespace

Parsed parse_request(std::vector<std::string> words, bool in_batch) {
  return CommandLine{in_batch}.parse(std::move(words));
}

Result<std::vector<std::string>> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;  // a word has begun, even if it is still empty
  char quote = '\0';
  for (std::size_t at = 0; at < line.size(); ++at) {
    char c = line[at];
    bool escapes = c == '\\' && quote != '\'';
    if (escapes && at + 1 < line.size() && (quote == '\0' || line[at + 1] == '"' || line[at + 1] == '\\')) {
      word += line[++at];
      inside = true;
    } else if (quote != '\0') {
      if (c == quote)
        quote = '\0';
      else
        word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      inside = true;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      if (inside) words.push_back(std::exchange(word, {}));
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (quote != '\0') return Error{Fault::usage, "a quote is not closed"};
  if (inside) words.push_back(std::move(word));
  return words;
}

}  // namespace doorstep
