#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/json.h"
#include "shared/template.h"

namespace doorstep {

/// A set of classes: bit n stands for Class n.
using ClassMask = std::uint8_t;
inline constexpr ClassMask no_class = 0, every_class = 7;
constexpr ClassMask mask_of(Class klass) { return static_cast<ClassMask>(1U << static_cast<unsigned>(klass)); }
constexpr bool has(ClassMask mask, Class klass) { return (mask & mask_of(klass)) != 0; }

enum class Writing { no, propose, yes };  ///< propose: the value waits until another person approves it
enum class RecordVerb { create, archive, remove, resolve, merge };
/// history, export_records, approve: of records. people, devices, quarantine: an admin's (docs/security.md §Admins in
/// the app).
enum class Right { history, export_records, approve, people, devices, quarantine };
inline constexpr std::array all_rights{Right::history, Right::export_records, Right::approve,
                                       Right::people,  Right::devices,        Right::quarantine};

/// What a role may do with records of one type.
struct TypeRights {
  ClassMask reads = no_class;
  std::array<Writing, 3> writes{};  ///< by Class; a class that is written is read
  /// Fields that are only proposed, though their class is written: all of it, or where what was or what comes is one of
  /// these words.
  std::map<std::string, std::set<std::string>, std::less<>> proposes;
  std::set<RecordVerb> verbs;
};

inline constexpr std::size_t role_bytes_max = 2600;  ///< of its text: a role stands in one line of the fence
inline constexpr std::size_t role_types_max = 64;

/// What a person may see and do, as data (docs/security.md §Roles): by record type, which classes are read, which are
/// written and how, which verbs; `*` stands for every type that is not named. Immutable once parsed; the server
/// projects by it before a byte leaves, the tablet refuses by it at once.
class Role {
 public:
  Role() = default;  ///< reads and does nothing
  /// Errors (invalid_value) name the path: "types.resident.write.detail: 'maybe' is not no, propose or yes".
  static Result<Role> parse(std::string_view text);
  /// The eight compiled in, in the order in which they are listed to people.
  static const std::vector<Role>& shipped();
  static const Role* shipped(std::string_view name);
  /// Reads, writes and does everything: what looks at an archive or a store for itself.
  static const Role& everything();

  const std::string& name() const { return name_; }
  std::uint64_t version() const { return version_; }
  const Label& label() const { return label_; }
  const std::string& text() const { return text_; }  ///< canonical
  const std::string& scope() const {
    return scope_;
  }  ///< names what is read: two roles with equal scopes read the same

  const TypeRights& of(std::string_view type) const;
  /// By the names in its text, `*` among them.
  const std::map<std::string, TypeRights, std::less<>>& types() const { return types_; }
  ClassMask reads(std::string_view type) const { return of(type).reads; }
  bool reads(std::string_view type, Class klass) const { return has(reads(type), klass); }
  bool may(Right right) const { return rights_.contains(right); }
  /// The same role with the next version; for the archive, which counts them.
  Role with_version(std::uint64_t version) const;

 private:
  static Result<Role> read(const json& parsed);

  std::string name_, text_, scope_;
  std::uint64_t version_ = 0;
  Label label_;
  std::map<std::string, TypeRights, std::less<>> types_;
  std::set<Right> rights_;
};

/// Classes in which the type has fields.
ClassMask classes_of(const Type& type);
/// Reads everything of the type and of all types whose parent it is: what a removal's digests tell of.
bool reads_whole(const Role& role, const Template& archive_template, const Type& type);

}  // namespace doorstep
