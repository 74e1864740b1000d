#include "shared/lineage.h"

#include <algorithm>

namespace doorstep {
namespace {

constexpr std::size_t short_name_bytes_max = 64;

std::size_t place_of(const Lineage& lineage, const Epoch& epoch) {
  auto found = std::find_if(lineage.begin(), lineage.end(), [&](const EpochStart& one) { return one.epoch == epoch; });
  return static_cast<std::size_t>(found - lineage.begin());
}

}  // namespace

Seq Parting::common(const CommunityId& community, Seq seq) const {
  if (!related) return {};
  if (!at) return seq;
  auto found = at->find(community);
  return found == at->end() ? Seq{} : std::min(found->second, seq);
}

Parting parting_of(const Lineage& one, const Lineage& other) {
  Parting out;
  for (std::size_t i = one.size(); i-- > 0;) {
    auto j = place_of(other, one[i].epoch);
    if (j == other.size()) continue;
    out.related = true;
    // Both went on from here, or one of them did: what the shorter way has behind it is shared.
    const EpochStart* left[] = {i + 1 < one.size() ? &one[i + 1] : nullptr,
                                j + 1 < other.size() ? &other[j + 1] : nullptr};
    for (const auto* start : left) {
      if (start == nullptr) continue;
      if (!out.at) {
        out.at = start->from;
        continue;
      }
      for (auto& [community, seq] : *out.at) {
        auto found = start->from.find(community);
        seq = found == start->from.end() ? Seq{} : std::min(seq, found->second);
      }
    }
    return out;
  }
  return out;
}

json seqs_json(const std::map<CommunityId, Seq>& seqs) {
  json out = json::object();
  for (const auto& [community, seq] : seqs) out[community.value] = seq.value;
  return out;
}

Result<std::map<CommunityId, Seq>> seqs_from(const json& object, const std::string& path) {
  if (!object.is_object()) return Error{Fault::bad_frame, path + ": is no object"};
  std::map<CommunityId, Seq> out;
  for (const auto& [community, seq] : object.items()) {
    if (community.empty() || community.size() > short_name_bytes_max)
      return Error{Fault::bad_frame, path + ": no community"};
    // An error names the place, never the key: it is the other side's text.
    const json one{{"seq", seq}};
    Reader in{one, path};
    out[CommunityId{community}] = Seq{in.count("seq")};
    if (in.error()) return *in.error();
  }
  return out;
}

json lineage_json(const Lineage& lineage) {
  json out = json::array();
  for (const auto& one : lineage) out.push_back({{"epoch", one.epoch.value}, {"from", seqs_json(one.from)}});
  return out;
}

Result<Lineage> lineage_from(const json& list, const std::string& path) {
  if (!list.is_array() || list.size() > epochs_max) return Error{Fault::bad_frame, path + ": is no list of epochs"};
  Lineage out;
  for (const auto& one : list) {
    const auto where = path + "[" + std::to_string(out.size()) + "]";
    if (!one.is_object()) return Error{Fault::bad_frame, where + ": is no object"};
    Reader in{one, where};
    EpochStart start{Epoch{in.text("epoch", short_name_bytes_max)}, {}};
    const auto& from = in.object("from");
    if (in.error()) return *in.error();
    auto seqs = seqs_from(from, where + ".from");
    if (!seqs) return seqs.error();
    start.from = std::move(*seqs);
    out.push_back(std::move(start));
  }
  return out;
}

}  // namespace doorstep
