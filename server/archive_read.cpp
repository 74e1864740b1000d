#include <algorithm>

#include "server/archive_parts.h"
#include "server/audit.h"
#include "server/incarnation.h"

namespace doorstep {
namespace {

std::uint64_t unsigned_at(const Statement& row, int column) { return static_cast<std::uint64_t>(row.integer(column)); }

/// Fills a page with rows up to its limits; one record is always taken. Answers the first one that did not fit.
SharedEntry fill(Statement& rows, ArchivePage& page, const std::vector<Leaf>& leaves = {}) {
  SharedEntry left_out;
  std::size_t bytes = 0;
  while (!left_out && rows.step()) {
    if (!leaves.empty() && !std::binary_search(leaves.begin(), leaves.end(), leaf_of(rows.id<RecordId>(0)))) continue;
    auto entry =
        std::make_shared<const Entry>(Entry{record_text(rows, 0), Seq{unsigned_at(rows, 6)}, std::string{rows.text(7)},
                                            std::string{rows.text(8)}, former_in(rows.text_if(9))});
    bytes += bytes_in(entry->text);
    bool fits = page.entries.empty() || (page.entries.size() < page_records_max && bytes <= page_bytes_max);
    (fits ? page.entries.emplace_back() : left_out) = std::move(entry);
  }
  rows.rewind();
  return left_out;
}

void go_on_behind_last(ArchivePage& page) {
  const auto& last = *page.entries.back();
  page.goes_on = BundlePlace{last.seq, last.text.id};
}

std::string grant_of(ArchiveReader& reader, const ChainId& chain) {
  OneRow row{reader.grant.with(person_of(chain))};
  return row ? std::string{row->text(0)} : std::string{};
}

Error rights_changed() { return {Fault::server_busy, "this person's rights were changed"}; }

// Cut at a bundle's end, unless the first bundle alone is more than a page holds: that one comes in parts.
void read_tail(Statement& rows, ArchivePage& page) {
  page.to = page.read;
  if (auto next = fill(rows, page)) {
    auto& entries = page.entries;
    page.to = entries.back()->seq;
    if (next->seq == page.to && entries.front()->seq == page.to) {
      go_on_behind_last(page);
    } else if (next->seq == page.to) {
      std::erase_if(entries, [&](const SharedEntry& entry) { return entry->seq == next->seq; });
      page.to = entries.back()->seq;
    }
  }
  page.done = page.to == page.read && !page.goes_on;
}

void read_rest_of_bundle(Statement& rows, ArchivePage& page, Seq bundle) {
  page.to = bundle;
  if (fill(rows, page)) go_on_behind_last(page);
  page.done = page.to == page.read && !page.goes_on;
}

json parcel_json(const Statement& row) {
  if (row.null(6)) return nullptr;
  auto raw = parse_json(row.text(6));
  return raw ? json{{"bundle", std::move(*raw)}} : json{{"raw", base64(bytes_of(row.text(6)))}};
}

}  // namespace

Result<ArchivePage> ArchiveSqlite::page(const PageRequest& request) {
  return guarded([&]() -> Result<ArchivePage> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    ArchivePage page;
    {
      OneRow row{reader->community.with(request.community)};
      if (!row) return Error{Fault::not_found, "community"};
      page.read.value = unsigned_at(*row, 0);
    }
    if (OneRow row{reader->chain_last.with(request.chain)}; row)
      page.last_own = {BundleNumber{unsigned_at(*row, 0)}, row->bytes<32>(1)};
    if (request.grant && *request.grant != grant_of(*reader, request.chain)) return rights_changed();
    if (request.kind != PageKind::tail) {
      auto& rows = reader->state.with(request.community, request.after.value_or(RecordId{}));
      page.done = fill(rows, page, request.leaves) == nullptr;
    } else if (page.from = request.cursor; request.inside) {
      const auto& [seq, after] = *request.inside;
      read_rest_of_bundle(reader->bundle.with(request.community, seq, after), page, seq);
    } else {
      read_tail(reader->tail.with(request.community, request.cursor), page);
    }
    if (page.done) page.sums = read_sums(reader->sums.with(request.community));
    return page;
  });
}

Result<Sums> ArchiveSqlite::sums(const SumsRequest& request) {
  return guarded([&]() -> Result<Sums> {
    const auto& community = request.asked.community;
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    if (request.grant != grant_of(*reader, request.chain)) return rights_changed();
    Bytes<32> key{};
    {
      OneRow row{reader->set_key.with(community)};
      if (!row) return Error{Fault::not_found, "community"};
      key = row->bytes<32>(0);
    }
    const auto scope = Scope::of(*request.role);
    SumTree tree{request.asked.branches};
    auto& rows = reader->state.with(community, RecordId{});
    while (rows.step()) {
      if (!tree.wants(rows.id<RecordId>(0)) || !scope.shows(rows.text(8))) continue;
      auto text = record_text(rows, 0);
      const auto reads = request.role->reads(rows.text(7));
      if (!shows(text, reads)) continue;
      text = projected(std::move(text), reads);
      tree.count(text.id, elements(key, parts_->epoch, text));
    }
    return Sums{community, request.asked.branches, tree.sums()};
  });
}

Result<Device> ArchiveSqlite::device(const ChainId& chain) {
  if (parts_->collecting) return Error{Fault::server_collecting, "restored, and not yet opened"};
  return guarded([&]() -> Result<Device> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    Device device;
    std::string given;
    {
      OneRow row{reader->device.with(chain)};
      const auto before = row ? std::nullopt : incarnation_before(reader->database, chain);
      if (!row && !before) return Error{Fault::device_refused, "this chain is not known"};
      device.person = person_of(chain);
      device.device = device_of(chain);
      device.chain = chain;
      device.name = row ? std::string{row->text(2)} : before->name;
      device.key = row ? row->bytes<32>(3) : before->key;
      device.revoked = row ? !row->null(4) : before->revoked;
      device.role =
          row ? parts_->roles.find(row->text(7), row->text(9)) : parts_->roles.find(before->role, before->buildings);
      given = row ? std::string{row->text(8)} : before->communities;
      if (row) {
        device.last.value = unsigned_at(*row, 5);
        device.last_hash = row->bytes<32>(6);
      }
    }
    device.grant = grant_of(*reader, chain);
    device.epoch = parts_->epoch;
    auto& communities = reader->communities.with();
    while (communities.step()) {
      const CommunityId code{std::string{communities.text(0)}};
      if (!names_community(given, code)) continue;
      device.communities.push_back({code, std::string{communities.text(1)}, Seq{unsigned_at(communities, 2)},
                                    communities.bytes<32>(3), Seq{unsigned_at(communities, 4)}});
    }
    auto lineage = read_lineage(reader->epochs);
    if (!lineage) return lineage.error();
    device.lineage = std::move(*lineage);
    auto& people = reader->people.with(people_max);
    while (people.step()) device.people.push_back({PersonId{std::string{people.text(0)}}, std::string{people.text(1)}});
    return device;
  });
}

Result<json> ArchiveSqlite::devices() {
  return guarded([&]() -> Result<json> {
    ReaderPool::Loan reader{parts_->readers};
    auto rows = reader->database.prepare(
        "SELECT c.device, c.chain, p.login, p.name, c.label, c.enrolled, c.revoked, "
        "c.last, p.role, r.at, r.edits, k.at, k.program, k.protocol, k.storage, "
        "MAX(0, k.tip - COALESCE((SELECT last FROM chains WHERE chain = k.chain), 0)) "
        "FROM chains c JOIN people p ON p.id = c.person LEFT JOIN receipts r ON r.chain = c.n "
        "LEFT JOIN contacts k ON k.device = c.device ORDER BY c.n");
    const auto number_if = [&](int column) { return rows.null(column) ? json(nullptr) : json(rows.integer(column)); };
    json devices = json::array();
    while (rows.step()) {
      devices.push_back({{"device", rows.text(0)},
                         {"chain", rows.text(1)},
                         {"login", rows.text(2)},
                         {"name", rows.text(3)},
                         {"label", rows.text(4)},
                         {"enrolled", rows.integer(5)},
                         {"revoked", !rows.null(6)},
                         {"bundles", rows.integer(7)},
                         {"role", rows.text(8)},
                         {"shredded", number_if(9)},
                         {"handed_over", number_if(10)},
                         {"last_contact", number_if(11)},
                         {"version", rows.null(12) || rows.text(12).empty() ? json(nullptr) : json(rows.text(12))},
                         {"protocol", number_if(13)},
                         {"storage", number_if(14)},
                         {"pending", number_if(15)}});
    }
    return value_result(std::move(devices));
  });
}

Result<std::vector<QuarantineItem>> ArchiveSqlite::quarantine() {
  using Items = std::vector<QuarantineItem>;
  return guarded([&]() -> Result<Items> {
    ReaderPool::Loan reader{parts_->readers};
    auto rows = reader->database.prepare(
        "SELECT q.edit, c.chain, q.record, q.code, q.state, q.body, p.raw, q.held_by FROM quarantine q "
        "JOIN chains c ON c.n = q.chain LEFT JOIN parked p ON p.chain = q.chain AND p.number = q.number AND "
        "q.position = 0 ORDER BY q.n");
    Items items;
    while (rows.step()) {
      auto body = parse_json(rows.text(5));
      if (!body) return Error{Fault::store_damaged, "quarantine: " + body.error().detail};
      // A parcel's first item shows the whole of it.
      if (body->is_null()) *body = parcel_json(rows);
      auto code = rows.null(7) ? std::string{rows.text(3)} : "held";
      items.push_back({rows.id<EditId>(0), ChainId{std::string{rows.text(1)}}, rows.id<RecordId>(2), std::move(code),
                       std::string{rows.text(4)}, std::move(*body)});
    }
    return items;
  });
}

Result<ArchiveStatus> ArchiveSqlite::status() {
  return guarded([&]() -> Result<ArchiveStatus> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    ArchiveStatus status{parts_->epoch, {}};
    auto& communities = reader->communities.with();
    while (communities.step()) {
      const CommunityId code{std::string{communities.text(0)}};
      status.heads[code] = Seq{unsigned_at(communities, 2)};
      status.kept[code] = Seq{unsigned_at(communities, 4)};
    }
    auto lineage = read_lineage(reader->epochs);
    if (!lineage) return lineage.error();
    status.lineage = std::move(*lineage);
    auto fence = reader->database.prepare("SELECT COUNT(*) FROM fence");
    if (fence.step()) status.fence = unsigned_at(fence, 0);
    status.collecting = parts_->collecting;
    auto last = reader->database.prepare("SELECT MAX(at) FROM backups");
    if (last.step() && !last.null(0)) status.backed_up = from_ms(last.integer(0));
    return status;
  });
}

Result<ArchiveCheck> ArchiveSqlite::verify(std::stop_token stop) {
  return guarded([&]() -> Result<ArchiveCheck> {
    ReaderPool::Loan reader{parts_->readers};
    auto found = doorstep::audit(reader->database, parts_->archive_template(), parts_->epoch, stop);
    if (!found || !parts_->options.check_pages) return found;
    // Also those that no query of the audit reads.
    auto pages = parts_->options.check_pages(parts_->options.path);
    if (!pages) return pages.error();
    found->pages = *pages;
    return found;
  });
}

}  // namespace doorstep
