#pragma once
#include <optional>
#include <string>

#include "shared/edit.h"

namespace doorstep {

/// Who this store belongs to; written once, at enrolment.
struct Identity {
  PersonId person;
  DeviceId device;
  ChainId chain;
  std::string name;    ///< the person's
  std::string server;  ///< wss://host:port
  PublicKey pin{};     ///< the server's identity
};

/// What a person wants done to one record; the store adds base, version, times and id.
struct Intent {
  Op op = Op::change;
  std::optional<RecordId> record;  ///< empty: a new one is minted (create)
  std::string type;                ///< create
  json set = json::object();       ///< stored forms (`parse_value`)
  std::optional<Naming> resolves;
  std::string source = "form";
  std::optional<RecordId> visit{};  ///< made in this visit, which must be the open one: the edit joins it, and names it
  std::optional<RecordId> into{};   ///< merge: the record that stays; unmerge leaves it empty
  bool takes_back = false;          ///< what it sets is what stands there: the person's own proposals go (`withdrawal`)
};

/// Edits by which records become one, or stay two, and what is said about a conflict: they write no fields.
inline bool writes_no_fields(Op op) {
  return op == Op::merge || op == Op::unmerge || op == Op::distinct || op == Op::discuss;
}

/// A record that changed on this tablet, by whichever door: what `watch` tells.
struct Change {
  RecordId id;
  std::string type;
  Seq version;
};

}  // namespace doorstep
