#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/ids.h"
#include "shared/json.h"
#include "shared/template.h"

namespace doorstep {

/// keep: bring a removed or archived record back · merge: it is the same as the record that `into` names · unmerge: it
/// is another one after all · distinct: two records with one natural key are two (names their duplicate conflict) ·
/// discuss: says something about the conflict that it names, or gives it to somebody; changes no record · erase: the
/// archive's own word that a record was destroyed by law (docs/merge.md §Erasure); nobody else's counts
enum class Op { create, change, remove, archive, keep, merge, unmerge, distinct, discuss, erase };

/// When it happened, as evidence: what the tablet's clocks said and which server time it last knew.
struct Made {
  Instant wall{};
  Millis monotonic{};
  std::string boot;
  std::optional<Instant> server;
};

/// A resolution names the conflict and, for each candidate its author saw, the edit that last set it.
struct Naming {
  RecordId conflict;
  std::vector<EditId> seen;
};

/// One person's change to one record: only the touched fields, each with the value it replaced.
struct Edit {
  EditId id;
  RecordId record;
  std::string type;
  Op op = Op::change;
  Seq version;                 ///< the record's version that its author saw; 0 = none yet from the server
  json base = json::object();  ///< field → value replaced (null = never set); a group's members all together
  json set = json::object();   ///< field → new value
  std::optional<Naming> resolves;
  std::map<std::string, std::string> saw;  ///< remove, archive: class → digest of what the author saw (`seen_digests`)
  Made made;
  std::string source = "form";
  std::optional<RecordId> into{};  ///< merge: the record that stays; unmerge: the one it was seen merged into
  /// Fields and groups of `set` that wait for another person's approval (docs/merge.md §Approvals).
  std::set<std::string> proposes{};
  std::optional<RecordId> visit{};  ///< the visit in which it was said; empty: in none, or none that it may name
  bool erased = false;              ///< opened from a bundle that has its head alone: what it said was destroyed
};

/// One class of an edit as it travels: erasable, because chain and signature cover only its commitment.
struct Body {
  Bytes<16> salt;
  json base, set;
};

/// Edits that apply together: the unit of chaining, signing, atomicity and retry. Numbers along a chain are gap-free.
struct Bundle {
  CommunityId community;
  ChainId chain;
  BundleNumber number;
  Hash previous{};  ///< hash of the bundle before; zeros for the first
  std::string template_digest;
  std::vector<Edit> edits;
  // Sealed form:
  std::string header;     ///< canonical JSON: everything above but base and set, with one salted commitment per class
  Signature signature{};  ///< chain key over context "doorstep bundle 1" ‖ header
  std::vector<std::map<Class, Body>> bodies;  ///< one map per edit
};

inline constexpr std::size_t bundle_edits_max = 500;
inline constexpr std::size_t bundle_bytes_max = std::size_t{1} << 20;  ///< header and bodies_text together
inline constexpr std::size_t edit_bytes_max = std::size_t{256} << 10;  ///< one edit's share of bodies_text

/// Fills `header`, `bodies` (fresh salts) and `signature` from the rest. A field that the template does not know counts
/// as basic. Wants 1 to `bundle_edits_max` edits with different ids; whether the bytes fit, `within_limits` tells.
void seal(Bundle& bundle, const Template& archive_template, const SigningKey& key, Dice& dice);
/// A sealed bundle that does not fit (out_of_range) must be cut before it enters a line: every peer would refuse it.
Result<void> within_limits(const Bundle& bundle);
Hash hash_of(const Bundle& bundle);  ///< BLAKE2b-256 of the header: what the next bundle names, and the line's entry
Hash leaf_of(const Bundle& bundle);  ///< SHA-256(0x00 ‖ header), RFC 6962's leaf: what the journal chains

/// The wire form {"header":{…},"signature":"…","bodies":[{"basic":{"base","salt","set"}}]}; the header text is spliced.
std::string wire_text(const Bundle& bundle);
std::string wire_text(std::string_view header, std::string_view bodies, const Signature& signature);
/// The bodies alone, canonical, as tablets and servers store them.
std::string bodies_text(const Bundle& bundle);
/// Parses and verifies commitments and limits. An edit that promises classes and has none of them was `erased`; one
/// that lacks some is broken. Faults: bad_frame, broken_commitment, wrong_version.
/// Signature and chain are checked by the one who holds the key (`verify`) and the line.
Result<Bundle> open_bundle(const json& wire);
Result<Bundle> open_bundle(std::string_view header, std::string_view bodies, const Signature& signature);
bool verify(const Bundle& bundle, const PublicKey& chain_key);

/// All of an edit but base and set: what a bundle's header says of it, before the commitments.
json edit_head_json(const Edit& edit);
Result<Edit> edit_head_from(const json& object, const std::string& path);

/// The field → value object under `key` (base, set): every name a field's, at most `fields_max`.
Result<json> field_values_from(const json& holder, const char* key, const std::string& path);

json edit_json(const Edit& edit);  ///< the whole edit as one object, for history and quarantine
Result<Edit> edit_from(const json& object, const std::string& path);

}  // namespace doorstep
