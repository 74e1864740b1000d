#pragma once
#include "server/doer.h"

namespace doorstep {

/// The quarantine as an admin in the app is shown it (docs/security.md §Admins in the app): what is where they do not
/// look is in no list; of the rest who, when and why, and as much of the edit as their role reads. Throw SqliteFailure.

/// A page of edits that nobody has decided about yet, oldest first; and what each tablet has there.
Result<AdminAnswer> quarantine_page(Database& database, const Template& archive_template, const Doer& doer,
                                    const AdminAsk& ask);
Result<AdminAnswer> quarantine_parcels(Database& database, const Doer& doer, const AdminAsk& ask);

/// Inside the transaction that decides. not_found, not_allowed; own_doing: it is their own; beyond_own: not all of it
/// is shown to them or, to apply it, they could not make this edit themselves; already_exists: it is decided.
Result<void> may_discard(const Acting& acting, const Template& archive_template, const EditId& edit);
Result<void> may_apply(const Acting& acting, const Template& archive_template, const EditId& edit);

}  // namespace doorstep
