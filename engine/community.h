#pragma once
#include <map>
#include <optional>

#include "shared/crypto.h"
#include "shared/scope.h"
#include "shared/statements.h"

namespace doorstep {

/// How far this store has followed a community: its row in `communities`. All throw SqliteFailure.
struct Community {
  CommunityId code;
  Bytes<32> set_key{};                      ///< of the set hash
  std::optional<Seq> cursor;                ///< the tail is here up to this; empty: the first sync is not complete
  std::optional<RecordId> state_after;      ///< the first sync came to this id,
  std::optional<Seq> state_from;            ///< and began at this read seq
  Hash set_hash{};                          ///< over every confirmed text
  Seq complete;                             ///< up to here nothing is missing, nor half a page of the tail
  std::map<std::string, ClassMask> gained;  ///< by type: what a wider grant still has to bring,
  std::optional<Scope> held = {};           ///< where more buildings are seen now: those that were seen before,
  std::optional<RecordId> gained_after;     ///< and up to this id it has brought all that
  bool gains() const { return !gained.empty() || held; }
};

std::optional<Community> read_community(Statements& sql, const CommunityId& code);
void write_community(Statements& sql, const Community& community);
/// The server's epoch as this store knows it; empty before the first welcome.
Epoch stored_epoch(Statements& sql);

}  // namespace doorstep
