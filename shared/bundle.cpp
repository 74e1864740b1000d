#include <algorithm>
#include <set>

#include "shared/edit.h"
#include "shared/record.h"

namespace doorstep {
namespace {

constexpr std::uint64_t bundle_version = 1;
constexpr std::string_view sign_context = "doorstep bundle 1";

/// What a class's commitment covers; the salt goes before it, so that a guessed value cannot be confirmed by hashing.
std::string commitment_of(const Body& body) {
  std::string committed{view(body.salt)};
  committed += R"({"base":)";
  committed += canonical(body.base);
  committed += R"(,"set":)";
  committed += canonical(body.set);
  committed += '}';
  return base64(hash(committed));
}

std::string bodies_of_edit(const std::map<Class, Body>& bodies) {
  std::string out = "{";
  for (const auto& [klass, body] : bodies) {
    if (out.size() > 1) out += ',';
    out += '"';
    out += name_of(klass);
    out += R"(":{"base":)";
    out += canonical(body.base);
    out += R"(,"salt":")";
    out += base64(body.salt);
    out += R"(","set":)";
    out += canonical(body.set);
    out += '}';
  }
  out += '}';
  return out;
}

std::map<Class, Body> split(const Edit& edit, const Type* type, Dice& dice) {
  std::map<Class, Body> bodies;
  auto body_for = [&](const std::string& name) -> Body& {
    const auto* field = type == nullptr ? nullptr : type->field(name);
    auto [slot, fresh] = bodies.try_emplace(field == nullptr ? Class::basic : field->klass);
    if (fresh) {
      slot->second.base = slot->second.set = json::object();
      dice.fill(slot->second.salt);
    }
    return slot->second;
  };
  for (const auto& [name, value] : edit.base.get_ref<const json::object_t&>()) body_for(name).base[name] = value;
  for (const auto& [name, value] : edit.set.get_ref<const json::object_t&>()) body_for(name).set[name] = value;
  return bodies;
}

bool ids_differ(const std::vector<Edit>& edits) {
  std::set<EditId> ids;
  return std::all_of(edits.begin(), edits.end(), [&](const Edit& edit) { return ids.insert(edit.id).second; });
}

Result<Bundle> read_header(const json& header) {
  Reader reader{header, "header"};
  auto version = reader.count("v");
  if (!reader.error() && version != bundle_version) return Error{Fault::wrong_version, "header.v"};
  Bundle bundle;
  bundle.community = CommunityId{reader.text("community", name_bytes_max)};
  bundle.chain = ChainId{reader.text("chain", name_bytes_max)};
  bundle.number = BundleNumber{reader.count("number")};
  auto previous = reader.bytes("previous", bundle.previous.size());
  std::copy(previous.begin(), previous.end(), bundle.previous.begin());
  bundle.template_digest = reader.text("template", name_bytes_max);
  if (bundle.community.value.empty()) reader.wrong("community", "is empty");
  if (bundle.chain.value.empty()) reader.wrong("chain", "is empty");
  if (bundle.template_digest.empty()) reader.wrong("template", "is empty");
  if (bundle.number.value == 0) reader.wrong("number", "counts from 1");
  const auto& edits = reader.array("edits", bundle_edits_max);
  if (edits.empty()) reader.wrong("edits", "is empty");
  if (reader.error()) return *reader.error();

  bundle.edits.reserve(edits.size());
  for (const auto& object : edits) {
    auto edit = edit_head_from(object, "header.edits[" + std::to_string(bundle.edits.size()) + "]");
    if (!edit) return edit.error();
    bundle.edits.push_back(std::move(*edit));
  }
  if (!ids_differ(bundle.edits)) return Error{Fault::bad_frame, "header.edits: one id stands twice"};
  bundle.header = canonical(header);
  return bundle;
}

Result<Body> read_body(const json& object, const std::string& path) {
  Reader reader{object, path};
  Body body;
  auto salt = reader.bytes("salt", body.salt.size());
  if (reader.error()) return *reader.error();
  std::copy(salt.begin(), salt.end(), body.salt.begin());
  auto base = field_values_from(object, "base", path);
  if (!base) return base.error();
  auto set = field_values_from(object, "set", path);
  if (!set) return set.error();
  body.base = std::move(*base);
  body.set = std::move(*set);
  return body;
}

/// Adds a class's fields to its edit. A field belongs to one class: were it in two, which value counts would depend on
/// the reader.
Result<void> join(Edit& edit, const Body& body, const std::string& path) {
  for (const auto* part : {&body.base, &body.set}) {
    for (const auto& [name, value] : part->get_ref<const json::object_t&>()) {
      if (edit.base.contains(name) || edit.set.contains(name)) {
        return Error{Fault::bad_frame, path + ": a field stands in two classes"};
      }
    }
  }
  edit.base.update(body.base);
  edit.set.update(body.set);
  if (edit.base.size() > fields_max || edit.set.size() > fields_max) {
    return Error{Fault::bad_frame, path + ": the edit has too many fields"};
  }
  return {};
}

Result<std::map<Class, Body>> read_bodies(const json& object, const json& commitments, Edit& edit,
                                          const std::string& path) {
  if (!object.is_object()) return Error{Fault::bad_frame, path + ": is no object"};
  edit.erased = object.empty() && !commitments.empty();
  if (edit.erased) return std::map<Class, Body>{};
  if (object.size() != commitments.size()) return Error{Fault::broken_commitment, path};
  std::map<Class, Body> bodies;
  for (const auto& [name, value] : object.get_ref<const json::object_t&>()) {
    auto klass = class_named(name);
    if (!klass) return Error{Fault::bad_frame, path + ": a class is not known"};
    auto place = path + "." + name;
    auto body = read_body(value, place);
    if (!body) return body.error();
    auto promised = commitments.find(name);
    if (promised == commitments.end() || *promised != commitment_of(*body)) {
      return Error{Fault::broken_commitment, place};
    }
    if (auto joined = join(edit, *body, place); !joined) return joined.error();
    bodies.emplace(*klass, std::move(*body));
  }
  return bodies;
}

Result<Bundle> open_parsed(const json& header, const json& bodies, const Signature& signature) {
  auto bundle = read_header(header);
  if (!bundle) return bundle.error();
  if (!bodies.is_array() || bodies.size() != bundle->edits.size()) {
    return Error{Fault::bad_frame, "bodies: not one for each edit"};
  }
  const auto& heads = header.at("edits");
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    auto place = "[" + std::to_string(i) + "]";
    Reader head{heads[i], "header.edits" + place};
    const auto& commitments = head.object("commitments");
    if (head.error()) return *head.error();
    auto read = read_bodies(bodies[i], commitments, bundle->edits[i], "bodies" + place);
    if (!read) return read.error();
    bundle->bodies.push_back(std::move(*read));
  }
  bundle->signature = signature;
  if (auto fits = within_limits(*bundle); !fits) return Error{Fault::bad_frame, fits.error().detail};
  return bundle;
}

}  // namespace

void seal(Bundle& bundle, const Template& archive_template, const SigningKey& key, Dice& dice) {
  require(!bundle.edits.empty() && bundle.edits.size() <= bundle_edits_max && ids_differ(bundle.edits),
          "a bundle has 1 to bundle_edits_max different edits");
  bundle.bodies.clear();
  json edits = json::array();
  for (const auto& edit : bundle.edits) {
    const auto& bodies = bundle.bodies.emplace_back(split(edit, archive_template.type(edit.type), dice));
    auto& head = edits.emplace_back(edit_head_json(edit));
    auto& commitments = head["commitments"] = json::object();
    for (const auto& [klass, body] : bodies) commitments[std::string{name_of(klass)}] = commitment_of(body);
  }
  bundle.header = canonical({{"chain", bundle.chain.value},
                             {"community", bundle.community.value},
                             {"edits", std::move(edits)},
                             {"number", bundle.number.value},
                             {"previous", base64(bundle.previous)},
                             {"template", bundle.template_digest},
                             {"v", bundle_version}});
  bundle.signature = key.sign(sign_context, bundle.header);
}

Result<void> within_limits(const Bundle& bundle) {
  auto bytes = bundle.header.size() + 1;  // bodies_text's brackets and commas: one more than edits
  for (const auto& bodies : bundle.bodies) {
    auto share = bodies_of_edit(bodies).size() + 1;  // and its comma
    if (share > edit_bytes_max) return Error{Fault::out_of_range, "an edit is larger than edit_bytes_max"};
    bytes += share;
  }
  if (bytes > bundle_bytes_max) return Error{Fault::out_of_range, "the bundle is larger than bundle_bytes_max"};
  return {};
}

Hash hash_of(const Bundle& bundle) { return hash(bundle.header); }
Hash leaf_of(const Bundle& bundle) { return sha256('\0' + bundle.header); }

std::string bodies_text(const Bundle& bundle) {
  std::string out = "[";
  for (const auto& bodies : bundle.bodies) {
    if (out.size() > 1) out += ',';
    out += bodies_of_edit(bodies);
  }
  out += ']';
  return out;
}

std::string wire_text(const Bundle& bundle) { return wire_text(bundle.header, bodies_text(bundle), bundle.signature); }

std::string wire_text(std::string_view header, std::string_view bodies, const Signature& signature) {
  std::string out = R"({"bodies":)";
  out.append(bodies).append(R"(,"header":)").append(header);
  out.append(R"(,"signature":")").append(base64(signature)).append(R"("})");
  return out;
}

Result<Bundle> open_bundle(const json& wire) {
  Reader reader{wire, "bundle"};
  const auto& header = reader.object("header");
  const auto& bodies = reader.array("bodies", bundle_edits_max);
  Signature signature;
  auto raw = reader.bytes("signature", signature.size());
  if (reader.error()) return *reader.error();
  std::copy(raw.begin(), raw.end(), signature.begin());
  return open_parsed(header, bodies, signature);
}

Result<Bundle> open_bundle(std::string_view header, std::string_view bodies, const Signature& signature) {
  auto header_json = parse_json(header);
  if (!header_json) return header_json.error();
  auto bodies_json = parse_json(bodies);
  if (!bodies_json) return bodies_json.error();
  return open_parsed(*header_json, *bodies_json, signature);
}

bool verify(const Bundle& bundle, const PublicKey& chain_key) {
  return verify(chain_key, sign_context, bundle.header, bundle.signature);
}

}  // namespace doorstep
