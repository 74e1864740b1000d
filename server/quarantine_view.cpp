#include "server/quarantine_view.h"

#include <charconv>

#include "shared/projection.h"
#include "shared/rights.h"

namespace doorstep {
namespace {

// No faults: it comes by itself when the bundles before it do; nobody could read it.
constexpr const char *waiting_bar = "waiting", *unreadable_bar = "unreadable";

// A record's own community, or the one that its author's bundle named.
constexpr const char* quarantine_columns = R"sql(
  SELECT q.n, q.edit, c.person, c.device, p.name, c.label, p.communities, q.code, q.held_by, q.state, q.body,
         r.community, r.place, q.community, (SELECT COUNT(*) FROM communities)
  FROM quarantine q JOIN chains c ON c.n = q.chain JOIN people p ON p.id = c.person
  LEFT JOIN records r ON r.id = q.record )sql";
constexpr const char* undecided = "q.state IN ('open', 'refused', 'waiting')";

struct Row {
  std::int64_t n = 0;
  AdminEdit edit;
  std::string label, authors_communities;
  std::optional<std::string> community, place, named;
  bool only_community = false;
};

Row row_of(const Statement& from) {
  Row out;
  out.n = from.integer(0);
  out.edit.edit = from.id<EditId>(1);
  out.edit.person.value = from.text(2);
  out.edit.device.value = from.text(3);
  out.edit.name = from.text(4);
  out.label = from.text(5);
  out.authors_communities = from.text(6);
  out.edit.code = from.null(8) ? std::string{from.text(7)} : "held";
  out.edit.state = from.text(9);
  out.community = from.text_if(11);
  out.place = from.text_if(12);
  out.named = from.text_if(13);
  out.only_community = from.integer(14) == 1;
  return out;
}

/// Does this admin look where the edit belongs? Of one whose place nobody can tell, only who looks everywhere.
bool in_reach(const Doer& doer, const Row& row) {
  const auto& looks = doer.person.communities;
  auto community = row.community;
  if (!community && row.named && names_community(row.authors_communities, CommunityId{*row.named}))
    community = row.named;
  const bool there = community ? names_community(looks, CommunityId{*community}) : looks.empty() || row.only_community;
  return there && (row.place ? doer.scope().shows(*row.place) : doer.scope().everywhere());
}

// Everything that it says is of classes which the role reads.
bool is_whole(ClassMask reads, const json& body, const json& shown) {
  if (!shown.is_object()) return false;
  if (reads == every_class) return true;
  const auto op = body.value("op", "");
  const auto as_many = [&](const char* key) {
    return body.value(key, json::object()).size() == shown.value(key, json::object()).size();
  };
  return (op == "change" || op == "create") && !body.contains("resolves") && as_many("set") && as_many("base");
}

// What stands in the way of deciding, and as much of the edit as is shown.
void look_into(const Doer& doer, const Template& archive_template, json body, Row& row) {
  auto& edit = row.edit;
  if (!body.is_object()) {  // a parcel that nobody could read
    edit.bar = unreadable_bar;
    return;
  }
  const auto type = body.value("type", "");
  if (const auto made = body.value("made", json::object()); made.is_object() && made.contains("wall"))
    edit.at = from_ms(made.value("wall", std::int64_t{0}));
  const auto reads = doer.role->reads(type);
  auto shown = projected_edit(archive_template.type(type), body, reads);
  const bool whole = is_whole(reads, body, shown);
  if (edit.person.value == doer.person.id)
    edit.bar = code(Fault::own_doing);
  else if (!whole)
    edit.bar = code(Fault::beyond_own);
  else if (edit.state == "waiting")
    edit.bar = waiting_bar;
  // Of an edit of which no value is shown not even its record is named.
  if (whole || (shown.is_object() && !shown.value("set", json::object()).empty())) edit.body = std::move(shown);
}

json body_of(const Statement& row) {
  auto body = parse_json(row.text(10));
  if (!body) throw SqliteFailure{{Fault::store_damaged, "quarantine: " + body.error().detail}};
  return std::move(*body);
}

Result<Row> row_with(const Acting& acting, const Template& archive_template, const Doer& doer, const EditId& id,
                     json& body) {
  if (auto may = need(doer, Right::quarantine); !may) return may.error();
  auto query = acting.database.prepare(std::string{quarantine_columns} + "WHERE q.edit = ?");
  OneRow found{query.with(id)};
  if (!found) return Error{Fault::not_found, "edit"};
  auto row = row_of(*found);
  // Of what is where they do not look they hear what they hear of nothing.
  if (!in_reach(doer, row)) return Error{Fault::not_found, "edit"};
  if (row.edit.state == "erased") return Error{Fault::erased, {}};
  if (row.edit.state == "applied" || row.edit.state == "discarded") return Error{Fault::already_exists, row.edit.state};
  body = body_of(*found);
  look_into(doer, archive_template, body, row);
  if (row.edit.bar == code(Fault::own_doing)) return Error{Fault::own_doing, {}};
  if (row.edit.bar == waiting_bar) return Error{Fault::already_exists, "it waits for the bundles before it"};
  if (!row.edit.bar.empty()) return Error{Fault::beyond_own, {}};
  return row;
}

// Whoever applies an edit answers for it as if they had made it: at once, not as a proposal.
Result<void> could_make(Database& database, const Template& archive_template, const Doer& doer, const Edit& edit) {
  const Error beyond{Fault::beyond_own, {}};
  if (!check_rights(*doer.role, archive_template, edit)) return beyond;
  const auto* type = archive_template.type(edit.type);
  const auto& rights = doer.role->of(edit.type);
  for (const auto& [name, value] : edit.set.items()) {
    const auto* field = type == nullptr ? nullptr : type->field(name);
    if (field == nullptr) continue;
    const auto writing = rights.writes[static_cast<std::size_t>(field->klass)];
    if (writing != Writing::yes || rights.proposes.contains(name)) return beyond;
  }
  const auto scope = doer.scope();
  if (scope.everywhere()) return {};
  if (!check_place(scope, archive_template, edit)) return beyond;
  auto place = database.prepare("SELECT place FROM records WHERE id = ?");
  for (const auto& named : records_named(archive_template, edit)) {
    OneRow row{place.with(named)};
    if (!row || !scope.shows(row->text(0))) return beyond;
  }
  return {};
}

std::int64_t number_behind(const std::string& after) {
  std::int64_t out = 0;
  const auto read = std::from_chars(after.data(), after.data() + after.size(), out);
  return read.ec == std::errc{} ? out : 0;
}

}  // namespace

Result<AdminAnswer> quarantine_page(Database& database, const Template& archive_template, const Doer& doer,
                                    const AdminAsk& ask) {
  if (auto may = need(doer, Right::quarantine); !may) return may.error();
  auto rows = database.prepare(std::string{quarantine_columns} + "WHERE q.n > ?1 AND " + undecided +
                               " AND (?2 IS NULL OR c.person = ?2) AND (?3 IS NULL OR c.device = ?3) ORDER BY q.n");
  rows.with(number_behind(ask.after), ask.person, ask.device);
  std::vector<AdminEdit> edits;
  AdminAnswer out{ask.ask};
  std::size_t bytes = 0;
  std::int64_t last = 0;
  while (rows.step()) {
    auto row = row_of(rows);
    if (!in_reach(doer, row)) continue;
    look_into(doer, archive_template, body_of(rows), row);
    bytes += canonical(row.edit.body).size();
    if (edits.size() == admin_items_max || (bytes > admin_answer_bytes_max && !edits.empty())) {
      out.next = std::to_string(last);
      break;
    }
    last = row.n;
    edits.push_back(std::move(row.edit));
  }
  out.found = std::move(edits);
  return out;
}

Result<AdminAnswer> quarantine_parcels(Database& database, const Doer& doer, const AdminAsk& ask) {
  if (auto may = need(doer, Right::quarantine); !may) return may.error();
  auto rows = database.prepare(std::string{quarantine_columns} + "WHERE " + undecided);
  std::map<std::string, AdminParcel> parcels;  // by person and device, as `next` names them
  while (rows.step()) {
    auto row = row_of(rows);
    if (!in_reach(doer, row)) continue;
    const auto key = row.edit.person.value + "/" + row.edit.device.value;
    if (key <= ask.after) continue;
    auto& parcel = parcels[key];
    parcel = {row.edit.person, row.edit.device, row.edit.name, row.label, parcel.edits + 1};
  }
  std::vector<AdminParcel> page;
  AdminAnswer out{ask.ask};
  for (auto& [key, parcel] : parcels) {
    if (page.size() == admin_items_max) {
      out.next = page.back().person.value + "/" + page.back().device.value;
      break;
    }
    page.push_back(std::move(parcel));
  }
  out.found = std::move(page);
  return out;
}

namespace {

// Who asks, when they may see that edit and decide it; `body` becomes its words.
Result<Doer> who_decides(const Acting& acting, const Template& archive_template, const EditId& edit, json& body) {
  require(acting.by.has_value(), "only an admin in the app is asked");
  auto doer = doer_in(acting.database, acting.roles, *acting.by);
  if (!doer) return doer;
  if (auto row = row_with(acting, archive_template, *doer, edit, body); !row) return row.error();
  return doer;
}

}  // namespace

Result<void> may_discard(const Acting& acting, const Template& archive_template, const EditId& edit) {
  json body;
  auto doer = who_decides(acting, archive_template, edit, body);
  return doer ? Result<void>{} : doer.error();
}

Result<void> may_apply(const Acting& acting, const Template& archive_template, const EditId& edit) {
  json body;
  auto doer = who_decides(acting, archive_template, edit, body);
  if (!doer) return doer.error();
  auto read = edit_from(body, "quarantine");
  if (!read) return Error{Fault::store_damaged, read.error().detail};
  return could_make(acting.database, archive_template, *doer, *read);
}

}  // namespace doorstep
