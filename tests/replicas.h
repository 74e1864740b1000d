#pragma once
#include <map>
#include <set>
#include <string>

#include "engine/store.h"
#include "server/archive.h"

namespace doorstep::test {

/// The first table of a database in which these words stand; empty: none.
std::string table_with(Database& database, const std::string& words);

/// Everything that a replica holds of the archive, conflicts included, byte for byte: id → its class texts.
using Replica = std::map<RecordId, std::string>;

Replica replica_of(Store& tablet);
Replica replica_of(Archive& archive, const CommunityId& community = CommunityId{"main"});

/// What the archive says was destroyed by law.
std::set<RecordId> erased_in(Archive& archive);
/// What a tablet holds of such records beside their headers; empty: nothing.
std::string left_of(Store& tablet, const std::set<RecordId>& erased);

/// Where two replicas first differ, in words; empty when they are the same.
std::string difference(const Replica& one, const Replica& other);

/// The gtest way of saying it. Also: the tablet's store verifies and the last set hashes agreed.
void expect_same(Store& tablet, Archive& archive);

}  // namespace doorstep::test
