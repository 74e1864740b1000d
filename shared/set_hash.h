#pragma once
#include <string_view>

#include "shared/crypto.h"
#include "shared/ids.h"
#include "shared/record.h"

namespace doorstep {

/// The set hash (docs/store.md §Set hash): a 256-bit sum of keyed hashes, one for each class of each record, so that it
/// is kept in step by adding and subtracting, and any projection's is a sum of a few. Two replicas with equal sums hold
/// the same content. `key` is the community's, told in the welcome: a sum says nothing about records to one who lacks
/// it.

/// BLAKE2b-256 keyed over epoch ‖ record ‖ class number ‖ class seq ‖ BLAKE2b-256(stored text).
Hash element(const Bytes<32>& key, const Epoch& epoch, const RecordId& record, int klass, Seq seq,
             std::string_view text);

inline constexpr int header_class = 3;  ///< basic 0, detail 1, sensitive 2

/// The sum over all parts of one record. The seqs stand inside the texts; they are read without parsing the whole.
Hash elements(const Bytes<32>& key, const Epoch& epoch, const RecordText& text);

/// The "seq" of a stored class or header text.
Seq seq_in(std::string_view class_text);

}  // namespace doorstep
