#include "server/outmail_reader.h"

#include <algorithm>
#include <map>

#include "shared/answer.h"
#include "shared/edit.h"
#include "shared/files.h"
#include "shared/sealed_parcel.h"

namespace doorstep {
namespace {

constexpr std::size_t key_file_bytes_max = 128;

Result<BoxKeys> office_keys(const std::string& path) {
  auto text = read_file(path, key_file_bytes_max);
  if (!text) return text.error();
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  auto raw = unbase64(*text);
  std::fill(text->begin(), text->end(), '\0');
  if (!raw || raw->size() != 32) return Error{Fault::bad_file, path + " holds no key (32 bytes as base64url)"};
  auto keys = box_of(bytes_of(*raw));
  std::fill(raw->begin(), raw->end(), '\0');
  return keys;
}

std::string_view word_for(Op op) {
  switch (op) {
    case Op::create:
      return "create";
    case Op::change:
      return "change";
    case Op::remove:
      return "remove";
    case Op::archive:
      return "archive";
    case Op::keep:
      return "keep";
  }
  return "";
}

json told(const Bundle& bundle, const Edit& edit) {
  return {{"edit", text(edit.id)},
          {"person", person_of(bundle.chain).value},
          {"device", device_of(bundle.chain).value},
          {"bundle", bundle.number.value},
          {"record", text(edit.record)},
          {"type", edit.type},
          {"op", word_for(edit.op)},
          {"base", edit.base},
          {"set", edit.set},
          {"at", iso_time(edit.made.wall)}};
}

}  // namespace

Result<json> read_outmail(const std::string& file, const std::string& office_key_file) {
  auto office = office_keys(office_key_file);
  if (!office) return office.error();
  auto content = read_file(file, outmail_file_bytes_max);
  if (!content) return content.error();
  auto scan = scan_outmail(*content);
  if (!scan.office && scan.parcels.empty()) return Error{Fault::bad_file, file + " is no outmail"};
  std::uint64_t unopened = 0;
  std::map<std::pair<ChainId, BundleNumber>, Bundle> bundles;
  for (const auto& parcel : scan.parcels) {
    auto plain = open_parcel(parcel, *office);
    auto wire = plain ? parse_json(view(plain->bytes())) : Result<json>{Error{Fault::bad_file, ""}};
    auto bundle = wire ? open_bundle(*wire) : Result<Bundle>{wire.error()};
    if (bundle)
      bundles.emplace(std::pair{bundle->chain, bundle->number}, std::move(*bundle));
    else
      ++unopened;
  }
  if (bundles.empty() && unopened > 0)
    return Error{Fault::not_allowed, "no parcel opens with this key: it is another office's"};
  json listed = json::array(), edits = json::array();
  for (const auto& [place, bundle] : bundles) {
    listed.push_back({{"person", person_of(bundle.chain).value},
                      {"device", device_of(bundle.chain).value},
                      {"bundle", bundle.number.value},
                      {"community", bundle.community.value},
                      {"edits", bundle.edits.size()}});
    for (const auto& edit : bundle.edits) edits.push_back(told(bundle, edit));
  }
  return value_result({{"ok", true},
                       {"count", edits.size()},
                       {"parcels", scan.parcels.size()},
                       {"bundles", std::move(listed)},
                       {"edits", std::move(edits)},
                       {"unopened", unopened},
                       {"spoiled_bytes", scan.spoiled_bytes}});
}

}  // namespace doorstep
