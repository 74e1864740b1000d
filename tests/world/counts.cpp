// Whatever may come to a world, by the names that scripts/soak prints. What is counted under another name is noticed:
// no story ends with it.
#include "tests/world/counts.h"

namespace doorstep::test {
namespace {

Counts none_of_each(std::initializer_list<const char*> names) {
  Counts out;
  for (const char* name : names) out[name] = 0;
  return out;
}

}  // namespace

Counts faults_of_world() {
  return none_of_each({
      "archive fails at a bundle",
      "backup",
      "buildings changed",
      "clock jumped",
      "clock set back, read only",
      "decided by a saved rule",
      "disk error",
      "disk full",
      "edits made under an older template",
      "frame cut",
      "frame delayed",
      "frame doubled",
      "frame dropped",
      "frame of an older program",
      "frames out of order",
      "lease ran out",
      "line goes silent",
      "many decided at once",
      "many taken back",
      "number given again",
      "numbers given offline",
      "power cut inside a server's operation",
      "power cut inside a tablet's operation",
      "power cut while starting again",
      "read misdirected",
      "record erased",
      "reconnect storm",
      "revoked tablet handed over",
      "role changed",
      "rule saved",
      "server crash",
      "server restored from a backup",
      "server's clock jumped",
      "server's disk slow",
      "sync dropped what it held",
      "tablet copied",
      "tablet crash",
      "tablet leaves the network",
      "tablet lost for ever",
      "tablet put back to an old store",
      "tablet revoked",
      "tablet slow to answer and to read",
      "tablet's clock began anew",
      "template lifted",
      "two decided against each other",
      "two merged into each other",
      "visit begun",
      "visit ended",
      "who may only propose changed",
      "write torn by a power cut",
  });
}

Counts probes_of_world() {
  return none_of_each({
      "bundle parked",
      "conflict asked again",
      "conflict decided",
      "conflict: approval",
      "conflict: combination",
      "conflict: delete_edit",
      "conflict: duplicate",
      "conflict: field",
      "conflict: group",
      "conflict: invalid",
      "conflict: state",
      "conflict: write_once",
      "edit destroyed with a receipt",
      "edit in quarantine",
      "history asked",
      "law: a refusal is listed",
      "law: a removal is asked about",
      "law: count",
      "law: diverged at a checkpoint",
      "law: diverged, left over",
      "law: erased",
      "law: gone",
      "law: keys",
      "law: leak",
      "law: locked",
      "law: lost entry",
      "law: lost from the set",
      "law: lost, twice",
      "law: nobody's",
      "law: order",
      "law: out of sight",
      "law: overruled",
      "law: overtaken",
      "law: quarrel",
      "law: reached",
      "law: revoked",
      "law: the greatest stands",
      "law: unapproved",
      "law: unasked",
      "law: unheard",
      "law: unseen",
      "new incarnation",
      "records merged",
      "records parted",
      "rescue handed over",
      "two told apart",
  });
}

std::vector<std::string> never_came(const Counts& counts) {
  std::vector<std::string> out;
  for (const auto& [name, count] : counts)
    if (count == 0) out.push_back(name);
  return out;
}

}  // namespace doorstep::test
