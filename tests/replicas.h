#pragma once
#include <map>
#include <string>

#include "engine/store.h"
#include "server/archive.h"

namespace doorstep::test {

/// Everything that a replica holds of the archive, conflicts included, byte for byte: id → its class texts.
using Replica = std::map<RecordId, std::string>;

Replica replica_of(Store& tablet);
Replica replica_of(Archive& archive, const CommunityId& community = CommunityId{"main"});

/// Where two replicas first differ, in words; empty when they are the same.
std::string difference(const Replica& one, const Replica& other);

/// The gtest way of saying it. Also: the tablet's store verifies and the last set hashes agreed.
void expect_same(Store& tablet, Archive& archive);

}  // namespace doorstep::test
