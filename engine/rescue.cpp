#include "engine/rescue.h"

#include <algorithm>

#include "engine/store.h"

namespace doorstep {
namespace {

CommunityId community_of(const RecordText& text) {
  return CommunityId{stored(parse_json(text.header)).at("community").get<std::string>()};
}

bool by_others(const Stamp& stamp, Seq common, const ChainId& chain) {
  return stamp.seq > common && stamp.chain != chain;
}

bool by_others(const RecordText& text, Seq common, const ChainId& chain) {
  if (text.type == conflict_type) {
    auto conflict = stored(decode_conflict(text));
    bool one = conflict.resolution && by_others(conflict.resolution->stamp, common, chain);
    return one || std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                              [&](const Candidate& candidate) { return by_others(candidate.stamp, common, chain); });
  }
  auto record = stored(decode(text));
  if (record.header.moved && by_others(*record.header.moved, common, chain)) return true;
  for (const auto& part : record.parts) {
    if (!part) continue;
    for (const auto& [field, stamp] : part->stamps)
      if (by_others(stamp, common, chain)) return true;
  }
  return false;
}

json whole(const RecordText& text) {
  json out = {{"id", doorstep::text(text.id)}, {"header", stored(parse_json(text.header))}};
  for (auto klass : all_classes) {
    const auto& part = text.classes[static_cast<std::size_t>(klass)];
    if (part) out[std::string{name_of(klass)}] = stored(parse_json(*part));
  }
  return out;
}

}  // namespace

void each_confirmed(Statements& sql, Rebase& rebase,
                    const std::function<void(const CommunityId&, const RecordText&)>& each) {
  std::vector<RecordId> rebasing;
  auto& row = sql(R"sql(
    SELECT records.n, id, type, records.header, records.basic, records.detail, records.sensitive, rebase.n IS NOT NULL,
           EXISTS (SELECT 1 FROM records AS root JOIN rebase AS under ON under.n = root.n
                   WHERE root.id = records.parent AND records.type = 'conflict'), community
    FROM records LEFT JOIN rebase ON rebase.n = records.n)sql");
  row.with();
  while (row.step()) {
    RecordText text{row.id<RecordId>(1), std::string{row.text(2)}, std::string{row.text(3)}, {}};
    for (int i = 0; i < 3; ++i) text.classes[static_cast<std::size_t>(i)] = row.text_if(4 + i);
    if (row.integer(7) != 0)
      rebasing.push_back(text.id);
    else if (row.integer(8) == 0)
      each(CommunityId{std::string{row.text(9)}}, text);
  }
  for (const auto& id : rebasing) {
    auto pending = rebase.find(id);
    if (!pending) continue;
    if (pending->confirmed) each(community_of(*pending->confirmed), *pending->confirmed);
    for (const auto& conflict : pending->conflicts) each(community_of(conflict), conflict);
  }
}

void RescueShelf::put_aside(const RecordText& text, Seq common) {
  if (!by_others(text, common, chain_)) return;
  sql_("INSERT INTO rescues (epoch, record, body) VALUES (?, ?, ?)")
      .with(meta_text(sql_, "epoch").value_or(""), text.id, canonical(whole(text)))
      .run();
}

}  // namespace doorstep
