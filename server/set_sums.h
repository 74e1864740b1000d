#pragma once
#include <compare>
#include <map>
#include <memory>
#include <string>

#include "shared/projection.h"
#include "shared/scope.h"
#include "shared/set_hash.h"

namespace doorstep {

/// The parts of a community's set hash, kept so that any projection's is a sum of a few (docs/store.md §Set hash). By
/// the place, the type whose rights govern (of a conflict, that of the record it is about) and the part: a class's
/// number, or for headers `header_part`, because a header is shown only with one of the classes it stands over.
struct SumKey {
  std::string place, type;
  int part = 0;
  friend auto operator<=>(const SumKey&, const SumKey&) = default;
};
using SetSums = std::map<SumKey, Hash>;
using SharedSums = std::shared_ptr<const SetSums>;

/// Of a header that stands over these classes.
constexpr int header_part(ClassMask held) { return 8 + held; }

/// Each part of a record's texts with its element of the set hash: each(part, element).
template <class Each>
void each_element(const Bytes<32>& key, const Epoch& epoch, const RecordText& text, Each each) {
  each(header_part(classes_in(text)), element(key, epoch, text.id, header_class, seq_in(text.header), text.header));
  for (auto klass : all_classes) {
    const auto& part = text.classes[static_cast<std::size_t>(klass)];
    const auto number = static_cast<int>(klass);
    if (part) each(number, element(key, epoch, text.id, number, seq_in(*part), *part));
  }
}

/// The set hash of what this role reads, where it holds.
inline Hash shown_sum(const SetSums& sums, const Role& role) {
  Hash out{};
  const auto scope = Scope::of(role);
  for (const auto& [key, sum] : sums) {
    const auto& [place, type, part] = key;
    if (!scope.shows(place)) continue;
    const auto reads = role.reads(type);
    const bool header = part >= header_part(no_class);
    if (header ? shows(static_cast<ClassMask>(part - header_part(no_class)), reads)
               : has(reads, static_cast<Class>(part)))
      add(out, sum);
  }
  return out;
}

}  // namespace doorstep
