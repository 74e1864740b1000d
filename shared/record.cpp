#include "shared/record.h"

#include <algorithm>

namespace doorstep {
namespace {

std::optional<RecordId> referred_to(const Record& record, const std::string& field) {
  const auto* value = field.empty() ? nullptr : record.value(field);
  const auto* reference = value == nullptr ? nullptr : value->get_ptr<const std::string*>();
  return reference == nullptr ? std::nullopt : parse_id<RecordId>(*reference);
}

}  // namespace

bool is_field_name(std::string_view name) {
  if (name.empty() || name.size() > name_bytes_max || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

const json* Record::value(const std::string& field) const {
  for (const auto& held : parts) {
    if (!held) continue;
    if (auto found = held->values.find(field); found != held->values.end()) return &found->second;
  }
  return nullptr;
}

const Stamp* Record::stamp(const std::string& field) const {
  for (const auto& held : parts) {
    if (!held) continue;
    if (auto found = held->stamps.find(field); found != held->stamps.end()) return &found->second;
  }
  return nullptr;
}

void Record::put(const std::string& field, Class klass, json value, Stamp stamp) {
  auto& held = part(klass);
  if (!held) held.emplace();
  held->values.insert_or_assign(field, std::move(value));
  held->stamps.insert_or_assign(field, std::move(stamp));
}

void Record::erase(const std::string& field) {
  for (auto& held : parts) {
    if (!held) continue;
    held->values.erase(field);
    held->stamps.erase(field);
  }
}

Seq Record::version() const {
  Seq highest = header.seq;
  for (const auto& held : parts) {
    if (held) highest = std::max(highest, held->seq);
  }
  return highest;
}

std::uint64_t Record::revision() const {
  // A class that the server has not counted yet (0, a tablet's own unsent work) is not one step back.
  auto changes = [](std::uint64_t count) { return count == 0 ? 0 : count - 1; };
  auto revision = 1 + changes(header.count);
  for (const auto& held : parts) {
    if (held) revision += changes(held->count);
  }
  return revision;
}

std::string natural_key(const Type& type, const Record& record) {
  json key = json::array();
  for (const auto& field : type.keys.empty() ? std::vector<std::string>{} : type.keys.front()) {
    const auto* value = record.value(field);
    key.push_back(value == nullptr ? json(nullptr) : *value);
  }
  // The last part is the one that tells records apart: requests that came by phone, without a number of another
  // register, have only "phone" in common.
  if (!key.empty() && !key.back().is_null()) return canonical(key);
  for (const auto& field : type.fields)
    if (const auto* number = field.series.empty() ? nullptr : record.value(field.name); number && !number->is_null())
      return canonical(json::array({*number}));
  return {};
}

std::optional<RecordId> parent_of(const Type& type, const Record& record) { return referred_to(record, type.parent); }

std::optional<RecordId> beside_of(const Type& type, const Record& record) {
  return referred_to(record, type.files.empty() ? type.place : type.files);
}

}  // namespace doorstep
