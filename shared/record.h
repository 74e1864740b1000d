#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/clock.h"
#include "shared/ids.h"
#include "shared/template.h"

namespace doorstep {

inline constexpr std::size_t name_bytes_max = 64;  ///< of a field's, group's or type's name, and of short words
inline constexpr std::size_t fields_max = 400;     ///< of one class of a record, and of one edit
/// Of a record's or a conflict's texts together: one that passed it could be sent in no frame. `merge` sees to it.
inline constexpr std::size_t record_bytes_max = std::size_t{2} << 20;

/// [a-z_][a-z0-9_]*, at most `name_bytes_max`: what a field, a group or a type may be called.
bool is_field_name(std::string_view name);

/// What each field carries beside its value: which edit set it. Fields of one group share theirs.
struct Stamp {
  Seq seq;  ///< 0 on a tablet's own unsent edits
  ChainId chain;
  EditId edit;
  std::optional<Instant> at;        ///< corrected time; empty = unknown, then seq decides
  std::string source = "form";      ///< form, document, phone, visit, import
  std::optional<RecordId> visit{};  ///< the visit in which it was said, as its author signed it
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// The fields of one sensitivity class, with the seq and the count of this class's own changes.
struct Part {
  Seq seq;
  std::uint64_t count = 0;
  std::map<std::string, json> values;   ///< null = cleared; absent = never set
  std::map<std::string, Stamp> stamps;  ///< one for each value
};

/// merged: an alias of the record that `into` names · erased: destroyed by law, of which only the header is left
enum class State { live, archived, removed, merged, erased };

/// The header counts as a fourth class.
struct Header {
  std::string type;
  CommunityId community;
  State state = State::live;
  std::optional<Stamp> moved;  ///< who changed `state` last; empty while it never changed
  Seq seq;
  std::uint64_t count = 0;
  std::optional<RecordId> into{};  ///< merged: the record it was merged into, which may be merged itself
};

struct Record {
  RecordId id;
  Header header;
  std::array<std::optional<Part>, 3> parts;  ///< by Class; empty: nothing there, or not visible to this replica

  const json* value(const std::string& field) const;  ///< nullptr: never set
  const Stamp* stamp(const std::string& field) const;
  void put(const std::string& field, Class klass, json value, Stamp stamp);
  void erase(const std::string& field);  ///< as if it had never been set
  std::optional<Part>& part(Class klass) { return parts[static_cast<std::size_t>(klass)]; }
  const std::optional<Part>& part(Class klass) const { return parts[static_cast<std::size_t>(klass)]; }
  Seq version() const;             ///< the highest class seq
  std::uint64_t revision() const;  ///< for people: 1 + Σ over classes of (count − 1)
};

/// A record as it is stored, hashed and spliced into frames: one canonical text per class. Written only by `encode`.
///   header {"community","count","erased"?,"into"?,"moved"?,"seq","state"?,"type"}
///   class  {"count","seq","stamps":[{"at"?,"chain","edit","fields"?,"seq","source"?,"visit"?}],"values":{…}}
/// Equal stamps stand once, in the order of (seq, edit, chain, at, source, visit); the first covers every field that no
/// later one names. docs/store.md §Record texts has an example.
struct RecordText {
  RecordId id;
  std::string type;
  std::string header;
  std::array<std::optional<std::string>, 3> classes;
};

std::size_t bytes_in(const RecordText& text);  ///< of the header and all classes
bool within_limits(const Record& record);      ///< its texts are at most `record_bytes_max`

RecordText encode(const Record& record);
/// Our own stored text or a peer's parsed object: a shape that is wrong is Fault::bad_frame, naming the path.
Result<Record> decode(const RecordId& id, const json& header, const std::array<const json*, 3>& classes);
Result<Record> decode(const RecordText& text);

/// The same texts parsed: what a peer sends inside a page, or our own on the way to `decode`.
struct RecordObjects {
  json header;
  std::array<std::optional<json>, 3> held;     ///< by Class
  std::array<const json*, 3> classes() const;  ///< into this object; nullptr where nothing is held
};
Result<RecordObjects> parse(const RecordText& text);

json stamp_json(const Stamp& stamp);
Result<Stamp> stamp_from(const json& object, const std::string& path);

/// A record's natural key as canonical text. Where the type has none or its last part, the one that tells records
/// apart, is empty: the number that it was given (`series`), or nothing.
std::string natural_key(const Type& type, const Record& record);
/// The record it is a child of, by the type's parent field.
std::optional<RecordId> parent_of(const Type& type, const Record& record);
/// The record that it names as the one where it is itself, or as the one whose place it tells.
std::optional<RecordId> beside_of(const Type& type, const Record& record);

}  // namespace doorstep
