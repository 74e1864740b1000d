#pragma once
#include <string>

#include "shared/cipher_vfs.h"
#include "shared/result.h"

namespace doorstep {

/// A database that an earlier version left in the clear is written anew beside itself, sealed and checked, and takes
/// its own place in one step: a crash leaves the one or the other. Processes that come to it at the same moment take
/// turns. One that is sealed already is left alone. in_use when somebody else has it open; disk, disk_full,
/// store_damaged: then it is as it was. The blocks of the file in the clear are given back to the file system, not
/// overwritten.
Result<void> seal_plain(const std::string& path, const CipherVfs& cipher);

}  // namespace doorstep
