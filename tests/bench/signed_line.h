#pragma once
#include <string>
#include <vector>

#include "shared/crypto.h"
#include "shared/edit.h"

namespace doorstep::bench {

/// A tablet's chain without a tablet: edits in, sealed bundles out, as fast as they can be signed.
class SignedLine {
 public:
  SignedLine(const Template& archive_template, Clock& clock, Dice& dice)
      : template_(archive_template), clock_(clock), dice_(dice), key_(SigningKey::mint(dice)) {}

  Edit create(const std::string& type, json set) {
    auto edit = named(Op::create, mint_record(clock_, dice_), type);
    for (const auto& [name, value] : set.items()) edit.base[name] = nullptr;
    for (const auto& group : template_.type(type)->groups)
      for (const auto& member : group.fields)
        if (set.contains(group.fields.front())) edit.base[member] = nullptr;
    edit.set = std::move(set);
    return edit;
  }
  Edit change(const RecordId& record, const std::string& type, json base, json set) {
    auto edit = named(Op::change, record, type);
    edit.base = std::move(base);
    edit.set = std::move(set);
    return edit;
  }
  Bundle bundle(std::vector<Edit> edits) {
    Bundle out;
    out.community = CommunityId{"main"};
    out.chain = chain;
    out.number.value = ++last_;
    out.previous = hash_;
    out.template_digest = template_.digest();
    out.edits = std::move(edits);
    seal(out, template_, key_, dice_);
    hash_ = hash_of(out);
    return out;
  }
  const SigningKey& key() const { return key_; }

  ChainId chain;  ///< as the server said when the key was enrolled

 private:
  Edit named(Op op, const RecordId& record, const std::string& type) {
    Edit edit;
    edit.id = mint_edit(dice_);
    edit.record = record;
    edit.type = type;
    edit.op = op;
    edit.made = {clock_.wall(), clock_.monotonic(), clock_.boot(), {}};
    return edit;
  }

  const Template& template_;
  Clock& clock_;
  Dice& dice_;
  SigningKey key_;
  std::uint64_t last_ = 0;
  Hash hash_{};
};

}  // namespace doorstep::bench
