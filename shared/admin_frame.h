#pragma once
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/clock.h"
#include "shared/ids.h"
#include "shared/json.h"
#include "shared/template.h"

namespace doorstep {

/// What an admin asks of the server in the app, and does there (docs/protocol.md §Admins; who may what:
/// docs/security.md §Admins in the app). Lists come a page at a time; acts answer what became of them. Pure.
enum class AdminVerb {
  people,
  roles,
  tablets,
  parcels,
  quarantine,
  add_person,
  set_person,
  invite,
  revoke,
  apply,
  discard
};
inline constexpr std::size_t admin_verbs = 11;
inline constexpr std::size_t admin_items_max = 200;                          ///< of one answer
inline constexpr std::size_t admin_answer_bytes_max = std::size_t{1} << 20;  ///< of its items; one alone may be larger
inline constexpr std::size_t admin_edits_max = 64;                           ///< applied or discarded by one ask
inline constexpr std::size_t admin_asks_in_flight_max = 4;
inline constexpr std::size_t admin_given_bytes_max = 4096;  ///< communities, buildings: as a person types them
inline constexpr std::size_t admin_reason_bytes_max = 2000;

struct AdminAsk {
  AdminVerb ask{};
  std::string after = {};                                                  ///< a list: `next` of the page before
  std::string login = {}, name = {};                                       ///< whose; add_person: the new one's
  std::optional<std::string> role = {}, communities = {}, buildings = {};  ///< what is empty stays as it is
  std::optional<PersonId> person = {};                                     ///< quarantine: only this one's,
  std::optional<DeviceId> device = {};                                     ///< and only from here; revoke: this one
  std::vector<EditId> edits = {};                                          ///< apply, discard
  std::string reason = {};                                                 ///< discard
};

struct AdminPerson {
  PersonId id;
  std::string login, name, role, communities, buildings;
  std::uint64_t tablets = 0;    ///< that are not revoked
  std::string bar = {};         ///< why this admin changes nothing of them: a fault's code; empty: they may
  std::string invite_bar = {};  ///< and why they invite no tablet for them
};
struct AdminRole {
  std::string name;
  std::uint64_t version = 0;
  Label label;
  json role = {};        ///< the whole of it, as `role show` has it
  std::string bar = {};  ///< why this admin cannot give it
};
struct AdminTablet {
  PersonId person;
  DeviceId device;
  std::string login, name, label;  ///< name: the person's
  Instant enrolled{};
  std::optional<Instant> revoked = {};
  std::optional<Instant> contact = {};                                ///< the last one that was noted,
  std::string version = {};                                           ///< and what the tablet said of itself then
  std::optional<std::uint64_t> pending = {}, stored = {};  ///< bundles; bytes
  std::optional<Instant> shredded = {};                               ///< by a receipt,
  std::uint64_t handed_over = 0;                                      ///< which names so many edits
  std::string bar = {};                                               ///< why this admin cannot revoke it
};
/// What one tablet has in quarantine.
struct AdminParcel {
  PersonId person;
  DeviceId device;
  std::string name, label;
  std::uint64_t edits = 0;
};
struct AdminEdit {
  EditId edit;
  PersonId person;
  DeviceId device;
  std::string name;
  std::optional<Instant> at = {};  ///< by its tablet's clock
  std::string code, state;         ///< why it is here: a fault's code, or "held"; open, refused or waiting
  json body = {};                  ///< as much of the edit as this admin reads; null: nothing
  std::string bar = {};            ///< why this admin cannot decide: a fault's code, `waiting` or `unreadable`
};
struct AdminInvitation {
  std::string code;
  Instant expires{};
};
/// What became of one edit: applied, merged, conflict or discarded, or the code of the fault for which it stays.
struct AdminOutcome {
  EditId edit;
  std::string outcome;
};

struct AdminAnswer {
  AdminVerb ask{};
  std::variant<std::monostate, Error, std::vector<AdminPerson>, std::vector<AdminRole>, std::vector<AdminTablet>,
               std::vector<AdminParcel>, std::vector<AdminEdit>, AdminInvitation, std::vector<AdminOutcome>>
      found = {};         ///< monostate: an act is done that has nothing to tell
  std::string next = {};  ///< a list: goes on behind this; empty: this was the last page
};

std::string_view name_of(AdminVerb verb);
constexpr bool is_list(AdminVerb verb) { return verb <= AdminVerb::quarantine; }
/// The frames' members, and back. Faults name the path.
json admin_json(const AdminAsk& ask);
json admin_json(const AdminAnswer& answer);
Result<AdminAsk> admin_ask_from(const json& frame);
Result<AdminAnswer> admin_answer_from(const json& frame);

}  // namespace doorstep
