#include "server/outmail_reader.h"

#include <map>
#include <set>
#include <tuple>

#include "server/server_key.h"
#include "shared/answer.h"
#include "shared/edit.h"
#include "shared/files.h"
#include "shared/sealed_parcel.h"

namespace doorstep {
namespace {

json told(const ChainId& chain, json bundle, const Edit& edit) {
  json out{{"edit", text(edit.id)},
           {"person", person_of(chain).value},
           {"device", device_of(chain).value},
           {"bundle", std::move(bundle)},
           {"record", text(edit.record)},
           {"type", edit.type},
           {"op", edit_head_json(edit).at("op")},
           {"base", edit.base},
           {"set", edit.set},
           {"at", iso_time(edit.made.wall)},
           {"verified", nullptr}};
  if (edit.into) out["into"] = text(*edit.into);
  return out;
}

// One save of a visit that had not ended.
bool take_visit_save(const json& plain, OpenedOutmail& out) {
  Reader in{plain, "visit save"};
  const ChainId chain{in.text("chain")};
  const auto& edits = in.array("edits", bundle_edits_max);
  if (in.error()) return false;
  for (const auto& one : edits) {
    auto edit = edit_from(one, "edits");
    if (!edit) return false;
    out.in_visit.emplace(edit->id, std::pair{chain, std::move(*edit)});
  }
  return true;
}

}  // namespace

Result<OpenedOutmail> open_outmail(const std::string& file, const std::string& office_key_file) {
  auto office_key = read_key_file(office_key_file);
  if (!office_key) return office_key.error();
  const auto office = box_of(office_key->bytes());
  auto content = read_file(file, outmail_file_bytes_max);
  if (!content) return content.error();
  auto scan = scan_outmail(*content);
  if (!scan.office && scan.parcels.empty()) return Error{Fault::bad_file, file + " is no outmail"};
  OpenedOutmail out;
  out.parcels = scan.parcels.size();
  out.spoiled_bytes = scan.spoiled_bytes;
  // By the whole text: a forged signature under a true header must not pass for the same bundle.
  std::map<std::tuple<ChainId, BundleNumber, std::uint64_t>, Bundle> places;
  std::set<Hash> seen;
  for (const auto& parcel : scan.parcels) {
    auto plain = open_parcel(parcel, office);
    auto wire = plain ? parse_json(view(plain->bytes())) : Result<json>{Error{Fault::bad_file, ""}};
    if (wire && wire->is_object() && wire->contains("visit")) {
      if (!take_visit_save(*wire, out)) ++out.unopened;
      continue;
    }
    auto bundle = wire ? open_bundle(*wire) : Result<Bundle>{wire.error()};
    if (!bundle)
      ++out.unopened;
    else if (seen.insert(hash(wire_text(*bundle))).second)
      places.emplace(std::tuple{bundle->chain, bundle->number, std::uint64_t{seen.size()}}, std::move(*bundle));
  }
  for (auto& [place, bundle] : places) out.bundles.push_back(std::move(bundle));
  for (const auto& bundle : out.bundles)
    for (const auto& edit : bundle.edits) out.in_visit.erase(edit.id);  // sealed since
  if (out.bundles.empty() && out.in_visit.empty() && out.unopened > 0)
    return Error{Fault::wrong_key,
                 office_key_file + ": no parcel in " + file + " opens with it; it is another office's"};
  return out;
}

json outmail_answer(const OpenedOutmail& outmail) {
  json listed = json::array(), edits = json::array();
  for (const auto& bundle : outmail.bundles) {
    listed.push_back({{"person", person_of(bundle.chain).value},
                      {"device", device_of(bundle.chain).value},
                      {"bundle", bundle.number.value},
                      {"community", bundle.community.value},
                      {"edits", bundle.edits.size()},
                      {"verified", nullptr}});
    for (const auto& edit : bundle.edits) edits.push_back(told(bundle.chain, bundle.number.value, edit));
  }
  for (const auto& [id, one] : outmail.in_visit) edits.push_back(told(one.first, nullptr, one.second));
  return {{"ok", true},
          {"count", edits.size()},
          {"parcels", outmail.parcels},
          {"bundles", std::move(listed)},
          {"edits", std::move(edits)},
          {"unopened", outmail.unopened},
          {"spoiled_bytes", outmail.spoiled_bytes}};
}

namespace {

struct Proven {
  Bundle bundle;
  Device device;
};
Result<Proven> prove(Archive& archive, const json& wire) {
  auto bundle = open_bundle(wire);
  if (!bundle) return bundle.error();
  auto device = archive.device(bundle->chain);
  if (!device) return device.error();
  if (device->revoked) return Error{Fault::device_refused, "the tablet was revoked: its work stays in the file"};
  if (!verify(*bundle, device->key)) return Error{Fault::broken_signature, "bundle"};
  return Proven{std::move(*bundle), std::move(*device)};
}

json outcomes_of(const Verdict& verdict) {
  json outcomes = json::object();
  const auto told_verdict = verdict_json(verdict);
  for (const auto& edit : told_verdict.value("edits", json::array())) {
    auto& count = outcomes[edit.value("outcome", "")];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return outcomes;
}

// Its place in the chain stays free: when what is missing comes after all, it comes in its turn.
Result<Delivery> set_aside(Archive& archive, const Bundle& bundle, std::string raw) {
  std::vector<EditId> edits;
  for (const auto& edit : bundle.edits) edits.push_back(edit.id);
  auto parked = archive.park(bundle.chain, bundle.number, hash_of(bundle), std::move(raw), std::move(edits));
  if (!parked) return parked.error();
  if (const auto& verdict = parked->verdicts.front(); !verdict) return verdict.error();
  return Delivery{{{"ok", true}, {"set_aside", true}}, std::move(parked->publications)};
}

}  // namespace

Result<void> check_bundle(Archive& archive, const json& wire) {
  auto proven = prove(archive, wire);
  return proven ? Result<void>{} : proven.error();
}

Result<Delivery> apply_from_quarantine(Archive& archive, Clock& clock, const EditId& edit) {
  auto accepted = archive.apply_quarantined(edit, clock.wall());
  if (!accepted) return accepted.error();
  const auto told = verdict_json(*accepted->verdicts.front());
  return Delivery{{{"ok", true}, {"count", 1}, {"edit", text(edit)}, {"outcome", told.at("edits").at(0).at("outcome")}},
                  std::move(accepted->publications)};
}

Result<Delivery> deliver_bundle(Archive& archive, Clock& clock, const json& wire) {
  auto proven = prove(archive, wire);
  if (!proven) return proven.error();
  auto* bundle = &proven->bundle;
  if (bundle->number.value > proven->device.last.value + 1) return set_aside(archive, *bundle, canonical(wire));
  const auto now = clock.wall();
  std::vector<Submission> one;
  one.push_back({std::move(*bundle), Clocks{now, Millis{0}, {}, std::nullopt}, now, now});
  auto accepted = archive.accept(std::move(one));
  if (!accepted) return accepted.error();
  const auto& verdict = accepted->verdicts.front();
  if (!verdict) return verdict.error();
  return Delivery{{{"ok", true}, {"outcomes", outcomes_of(*verdict)}}, std::move(accepted->publications)};
}

}  // namespace doorstep
