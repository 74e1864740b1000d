#include "shared/admin_frame.h"

#include <algorithm>

#include "shared/frame.h"

namespace doorstep {
namespace {

constexpr std::array<std::string_view, admin_verbs> verb_names{"people",     "roles",      "tablets",    "parcels",
                                                               "quarantine", "add_person", "set_person", "invite",
                                                               "revoke",     "apply",      "discard"};

std::optional<AdminVerb> verb_in(Reader& in) {
  const auto word = in.text("ask", frame_id_bytes_max);
  auto found = std::find(verb_names.begin(), verb_names.end(), word);
  if (found == verb_names.end()) in.wrong("ask", "is nothing that an admin asks");
  if (in.error()) return std::nullopt;
  return static_cast<AdminVerb>(found - verb_names.begin());
}

// What is absent is left out, so that a person who reads along sees what was said and nothing else.
void put(json& out, const char* key, const std::string& text) {
  if (!text.empty()) out[key] = text;
}
template <class Value>
void put(json& out, const char* key, const std::optional<Value>& value) {
  if (value) out[key] = *value;
}
template <class Tag>
void put(json& out, const char* key, const std::optional<Strong<Tag, std::string>>& value) {
  if (value) out[key] = value->value;
}
void put(json& out, const char* key, const std::optional<Instant>& at) {
  if (at) out[key] = to_ms(*at);
}

std::string id_in(Reader& in, const char* key) {
  auto value = in.text(key, frame_id_bytes_max);
  if (value.empty()) in.wrong(key, "is empty");
  return value;
}
std::string name_in(Reader& in, const char* key) { return in.text(key, frame_name_bytes_max); }
std::string given_in(Reader& in, const char* key) { return in.text_or(key, {}, admin_given_bytes_max); }
std::string bar_in(Reader& in) { return in.text_or("bar", {}, frame_id_bytes_max); }
std::optional<Instant> at_in(Reader& in, const char* key) {
  auto ms = in.integer_if(key);
  return ms ? std::optional{from_ms(*ms)} : std::nullopt;
}
std::optional<std::uint64_t> count_in(Reader& in, const char* key) {
  return in.has(key) ? std::optional{in.count(key)} : std::nullopt;
}
std::optional<std::string> text_in(Reader& in, const char* key) {
  return in.has(key) ? std::optional{in.text(key, admin_given_bytes_max)} : std::nullopt;
}

json written(const AdminPerson& one) {
  json out{
      {"id", one.id.value}, {"login", one.login}, {"name", one.name}, {"role", one.role}, {"tablets", one.tablets}};
  put(out, "communities", one.communities);
  put(out, "buildings", one.buildings);
  put(out, "bar", one.bar);
  put(out, "invite_bar", one.invite_bar);
  return out;
}
AdminPerson read(Reader& in, AdminPerson out) {
  out.id.value = id_in(in, "id");
  out.login = name_in(in, "login");
  out.name = name_in(in, "name");
  out.role = id_in(in, "role");
  out.communities = given_in(in, "communities");
  out.buildings = given_in(in, "buildings");
  out.tablets = in.count("tablets");
  out.bar = bar_in(in);
  out.invite_bar = in.text_or("invite_bar", {}, frame_id_bytes_max);
  return out;
}

json written(const AdminRole& one) {
  json out{{"name", one.name}, {"version", one.version}, {"role", one.role}};
  out["label"] = {{"zh", one.label.zh}, {"en", one.label.en}};
  put(out, "bar", one.bar);
  return out;
}
AdminRole read(Reader& in, AdminRole out) {
  out.name = id_in(in, "name");
  out.version = in.count("version");
  out.role = in.object("role");
  Reader label{in.object("label"), in.path() + ".label"};
  out.label = {label.text("zh"), label.text("en")};
  if (label.error()) in.wrong("label", "is no label");
  out.bar = bar_in(in);
  return out;
}

json written(const AdminTablet& one) {
  json out{{"person", one.person.value}, {"device", one.device.value}, {"login", one.login},
           {"name", one.name},           {"label", one.label},         {"enrolled", to_ms(one.enrolled)}};
  put(out, "revoked", one.revoked);
  put(out, "contact", one.contact);
  put(out, "version", one.version);
  put(out, "pending", one.pending);
  put(out, "stored", one.stored);
  put(out, "shredded", one.shredded);
  if (one.shredded) out["handed_over"] = one.handed_over;
  put(out, "bar", one.bar);
  return out;
}
AdminTablet read(Reader& in, AdminTablet out) {
  out.person.value = id_in(in, "person");
  out.device.value = id_in(in, "device");
  out.login = name_in(in, "login");
  out.name = name_in(in, "name");
  out.label = name_in(in, "label");
  out.enrolled = from_ms(in.integer("enrolled"));
  out.revoked = at_in(in, "revoked");
  out.contact = at_in(in, "contact");
  out.version = in.text_or("version", {}, frame_id_bytes_max);
  out.pending = count_in(in, "pending");
  out.stored = count_in(in, "stored");
  out.shredded = at_in(in, "shredded");
  if (out.shredded) out.handed_over = in.count("handed_over");
  out.bar = bar_in(in);
  return out;
}

json written(const AdminParcel& one) {
  return {{"person", one.person.value},
          {"device", one.device.value},
          {"name", one.name},
          {"label", one.label},
          {"edits", one.edits}};
}
AdminParcel read(Reader& in, AdminParcel out) {
  out.person.value = id_in(in, "person");
  out.device.value = id_in(in, "device");
  out.name = name_in(in, "name");
  out.label = name_in(in, "label");
  out.edits = in.count("edits");
  return out;
}

json written(const AdminEdit& one) {
  json out{{"edit", text(one.edit)}, {"person", one.person.value}, {"device", one.device.value},
           {"name", one.name},       {"code", one.code},           {"state", one.state}};
  put(out, "at", one.at);
  if (!one.body.is_null()) out["body"] = one.body;
  put(out, "bar", one.bar);
  return out;
}
AdminEdit read(Reader& in, AdminEdit out) {
  out.edit = in.id<EditId>("edit");
  out.person.value = id_in(in, "person");
  out.device.value = id_in(in, "device");
  out.name = name_in(in, "name");
  out.code = id_in(in, "code");
  out.state = id_in(in, "state");
  out.at = at_in(in, "at");
  if (const auto* body = in.object_if("body")) out.body = *body;
  out.bar = bar_in(in);
  return out;
}

json written(const AdminOutcome& one) { return {{"edit", text(one.edit)}, {"outcome", one.outcome}}; }
AdminOutcome read(Reader& in, AdminOutcome out) {
  out.edit = in.id<EditId>("edit");
  out.outcome = id_in(in, "outcome");
  return out;
}

template <class Item>
constexpr const char* list_key = nullptr;
template <>
constexpr const char* list_key<AdminPerson> = "people";
template <>
constexpr const char* list_key<AdminRole> = "roles";
template <>
constexpr const char* list_key<AdminTablet> = "tablets";
template <>
constexpr const char* list_key<AdminParcel> = "parcels";
template <>
constexpr const char* list_key<AdminEdit> = "edits";
template <>
constexpr const char* list_key<AdminOutcome> = "outcomes";

template <class Item>
void write_list(json& out, const std::vector<Item>& items) {
  auto& list = out[list_key<Item>] = json::array();
  for (const auto& one : items) list.push_back(written(one));
}
void write_found(json&, std::monostate) {}
void write_found(json& out, const Error& error) {
  out["error"] = {{"code", code(error.fault)}, {"detail", error.detail}};
}
void write_found(json& out, const AdminInvitation& one) {
  out["invitation"] = {{"code", one.code}, {"expires", to_ms(one.expires)}};
}
template <class Item>
void write_found(json& out, const std::vector<Item>& items) {
  write_list(out, items);
}

template <class Item>
std::vector<Item> read_list(Reader& in) {
  std::vector<Item> out;
  const auto& list = in.array(list_key<Item>, admin_items_max);
  for (std::size_t i = 0; i < list.size(); ++i) {
    Reader one{list[i], std::string{list_key<Item>} + "[" + std::to_string(i) + "]"};
    out.push_back(read(one, Item{}));
    if (!one.error()) continue;
    const auto& found = one.error()->detail;  // "people[0].login: is empty"
    const auto colon = found.find(": ");
    in.wrong(found.substr(0, colon), found.substr(std::min(colon + 2, found.size())));
  }
  return out;
}

std::vector<EditId> edits_in(Reader& in) {
  std::vector<EditId> out;
  if (!in.has("edits")) return out;
  for (const auto& one : in.array("edits", admin_edits_max)) {
    const auto* word = one.get_ptr<const std::string*>();
    auto id = word == nullptr ? std::nullopt : parse_id<EditId>(*word);
    if (!id) in.wrong("edits", "an entry is no id");
    out.push_back(id.value_or(EditId{}));
  }
  return out;
}

// What an act cannot do without; the rest of its words may be there or not.
void check_needs(Reader& in, const AdminAsk& ask) {
  const bool of_person = ask.ask == AdminVerb::add_person || ask.ask == AdminVerb::set_person ||
                         ask.ask == AdminVerb::invite || ask.ask == AdminVerb::revoke;
  if (of_person && ask.login.empty()) in.wrong("login", "is missing or empty");
  if (ask.ask == AdminVerb::add_person && ask.name.empty()) in.wrong("name", "is missing or empty");
  if (ask.ask == AdminVerb::revoke && !ask.device) in.wrong("device", "is missing");
  if ((ask.ask == AdminVerb::apply || ask.ask == AdminVerb::discard) && ask.edits.empty())
    in.wrong("edits", "are missing");
  if (ask.ask == AdminVerb::discard && ask.reason.empty()) in.wrong("reason", "is missing or empty");
}

}  // namespace

std::string_view name_of(AdminVerb verb) { return verb_names.at(static_cast<std::size_t>(verb)); }

json admin_json(const AdminAsk& ask) {
  json out{{"ask", name_of(ask.ask)}};
  put(out, "after", ask.after);
  put(out, "login", ask.login);
  put(out, "name", ask.name);
  put(out, "role", ask.role);
  put(out, "communities", ask.communities);
  put(out, "buildings", ask.buildings);
  put(out, "person", ask.person);
  put(out, "device", ask.device);
  put(out, "reason", ask.reason);
  for (const auto& edit : ask.edits) out["edits"].push_back(text(edit));
  return out;
}

Result<AdminAsk> admin_ask_from(const json& frame) {
  Reader in{frame, ""};
  AdminAsk out;
  out.ask = verb_in(in).value_or(AdminVerb::people);
  out.after = in.text_or("after", {}, frame_name_bytes_max);
  out.login = in.text_or("login", {}, frame_name_bytes_max);
  out.name = in.text_or("name", {}, frame_name_bytes_max);
  if (in.has("role")) out.role = id_in(in, "role");
  out.communities = text_in(in, "communities");
  out.buildings = text_in(in, "buildings");
  if (in.has("person")) out.person = PersonId{id_in(in, "person")};
  if (in.has("device")) out.device = DeviceId{id_in(in, "device")};
  out.edits = edits_in(in);
  out.reason = in.text_or("reason", {}, admin_reason_bytes_max);
  check_needs(in, out);
  if (in.error()) return *in.error();
  return out;
}

json admin_json(const AdminAnswer& answer) {
  json out{{"ask", name_of(answer.ask)}};
  std::visit([&](const auto& found) { write_found(out, found); }, answer.found);
  put(out, "next", answer.next);
  return out;
}

Result<AdminAnswer> admin_answer_from(const json& frame) {
  Reader in{frame, ""};
  AdminAnswer out;
  out.ask = verb_in(in).value_or(AdminVerb::people);
  out.next = in.text_or("next", {}, frame_name_bytes_max);
  if (in.error()) return *in.error();
  if (const auto* error = in.object_if("error")) {
    Reader words{*error, "error"};
    out.found = Error{fault_of(words.text("code", frame_id_bytes_max)), words.text("detail", error_detail_bytes_max)};
    if (words.error()) return *words.error();
    return out;
  }
  switch (out.ask) {
    case AdminVerb::people:
      out.found = read_list<AdminPerson>(in);
      break;
    case AdminVerb::roles:
      out.found = read_list<AdminRole>(in);
      break;
    case AdminVerb::tablets:
      out.found = read_list<AdminTablet>(in);
      break;
    case AdminVerb::parcels:
      out.found = read_list<AdminParcel>(in);
      break;
    case AdminVerb::quarantine:
      out.found = read_list<AdminEdit>(in);
      break;
    case AdminVerb::invite: {
      Reader one{in.object("invitation"), "invitation"};
      out.found = AdminInvitation{id_in(one, "code"), from_ms(one.integer("expires"))};
      if (one.error()) return *one.error();
      break;
    }
    case AdminVerb::apply:
    case AdminVerb::discard:
      out.found = read_list<AdminOutcome>(in);
      break;
    case AdminVerb::add_person:
    case AdminVerb::set_person:
    case AdminVerb::revoke:
      break;
  }
  if (in.error()) return *in.error();
  return out;
}

}  // namespace doorstep
