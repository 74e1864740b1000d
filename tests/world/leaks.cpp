#include "tests/world/leaks.h"

#include "engine/rows.h"
#include "shared/projection.h"
#include "shared/scope.h"

namespace doorstep::test {

Result<std::string> held_beyond_its_role(Store& store) {
  return guarded([&]() -> Result<std::string> {
    const auto& role = store.role();
    const auto scope = Scope::of(role);
    std::string found;
    auto& rows = store.sql()(R"sql(
      SELECT COALESCE(p.type, r.type), r.n,
        CASE WHEN b.n IS NULL THEN r.basic ELSE b.basic END IS NOT NULL,
        CASE WHEN b.n IS NULL THEN r.detail ELSE b.detail END IS NOT NULL,
        CASE WHEN b.n IS NULL THEN r.sensitive ELSE b.sensitive END IS NOT NULL,
        CASE WHEN b.n IS NULL THEN r.header ELSE COALESCE(b.header, '') END, r.id, r.type
      FROM records r LEFT JOIN records p ON r.type = 'conflict' AND p.id = r.parent LEFT JOIN rebase b ON b.n = r.n
      WHERE NOT EXISTS (SELECT 1 FROM rebase WHERE r.type = 'conflict' AND rebase.n = p.n))sql");
    rows.with();
    while (rows.step()) {
      const auto what = std::string{rows.text(7)} + " " + text(rows.id<RecordId>(6));
      if (const auto place = place_in(rows.text(5)); !scope.shows(place))
        found = what + " of building " + place + " as it sees " + scope.text();
      for (auto klass : all_classes)
        if (rows.integer(2 + static_cast<int>(klass)) != 0 && !role.reads(rows.text(0), klass))
          found = what + "." + std::string{name_of(klass)} + " as " + role.name();
    }
    return found;
  });
}

}  // namespace doorstep::test
