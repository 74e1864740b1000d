#include "server/incarnation.h"

#include "server/archive_rows.h"

namespace doorstep {

std::optional<IncarnationBefore> incarnation_before(Database& database, const ChainId& chain) {
  if (incarnation_of(chain) < 2 || incarnation_of(chain) > incarnations_max) return std::nullopt;
  auto rows = database.prepare(
      "SELECT c.n, c.chain, c.key, c.revoked IS NOT NULL, p.name, p.role, p.communities, p.buildings FROM chains c "
      "JOIN people p ON p.id = c.person "
      "WHERE c.person = ? AND c.device = ?");
  rows.with(person_of(chain), device_of(chain));
  std::optional<IncarnationBefore> out;
  std::uint32_t newest = 0;
  bool revoked = false;
  // A restored server may know none of those between, and of two copies the later one: the key that signs is the
  // device's all the same.
  while (rows.step()) {
    revoked = revoked || rows.integer(3) != 0;
    const ChainId known{std::string{rows.text(1)}};
    if (known == chain) return std::nullopt;
    const auto one = incarnation_of(known);
    if (one <= newest) continue;
    newest = one;
    out = IncarnationBefore{rows.integer(0),
                            std::string{rows.text(4)},
                            std::string{rows.text(5)},
                            std::string{rows.text(6)},
                            std::string{rows.text(7)},
                            rows.bytes<32>(2),
                            false};
  }
  if (out) out->revoked = revoked;
  return out;
}

void file_incarnation(Database& database, const ChainId& chain, const IncarnationBefore& before) {
  database
      .prepare(
          "INSERT INTO chains(chain, person, device, label, key, enrolled, last, last_hash) "
          "SELECT ?1, person, device, label, key, enrolled, 0, ?2 FROM chains WHERE n = ?3")
      .with(chain, Hash{}, before.row)
      .run();
}

}  // namespace doorstep
