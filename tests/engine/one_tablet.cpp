#include "tests/engine/one_tablet.h"

#include "tests/page_key.h"

namespace doorstep::test {

namespace {

SigningKey fresh_key(Dice& dice) {
  start_crypto();
  return SigningKey::mint(dice);
}

}  // namespace

OneTablet::OneTablet(const std::string& path, const std::string& vfs, std::uint64_t seed)
    : dice(seed), key_(fresh_key(dice)), path_(path), vfs_(vfs) {
  if (path != ":memory:") return;
  reopen().value();
  store_->enrolled(identity()).value();
}

Identity OneTablet::identity() {
  return {PersonId{"w7a2m9q4xtd0k"},
          DeviceId{"t1b2c3d4e5f6g"},
          ChainId{"w7a2m9q4xtd0k/t1b2c3d4e5f6g/1"},
          "王芳",
          "wss://127.0.0.1:7443",
          {1, 2, 3}};
}

Result<void> OneTablet::reopen() {
  close();
  if (!vfs_.empty()) cipher_ = std::make_unique<CipherVfs>(page_key(), vfs_);
  DatabaseOptions options{.vfs = cipher_ ? cipher_->name() : "", .cache_kib = 64};
  auto opened = Store::open(path_, options, key_, clock, dice);
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  return {};
}

RecordId OneTablet::creates(const std::string& type, json set) {
  Intent intent;
  intent.op = Op::create;
  intent.type = type;
  intent.set = std::move(set);
  return store_->edit({intent}).value().front();
}

Intent OneTablet::change(const RecordId& record, json set) const {
  Intent intent;
  intent.record = record;
  intent.set = std::move(set);
  return intent;
}

void OneTablet::changes(const RecordId& record, json set) { store_->edit({change(record, std::move(set))}).value(); }

json OneTablet::value(const RecordId& record, const std::string& field) {
  return show(*store_, record).value().fields.value(field, json{});
}

std::vector<Bundle> OneTablet::waiting() {
  std::vector<Bundle> out;
  for (const auto& one : store_->outbox({}, 1000, std::size_t{1} << 30).value())
    out.push_back(open_bundle(parse_json(one.wire).value()).value());
  return out;
}

std::vector<Edit> OneTablet::waiting_edits() {
  std::vector<Edit> out;
  for (auto& bundle : waiting())
    for (auto& edit : bundle.edits) out.push_back(std::move(edit));
  return out;
}

std::int64_t OneTablet::rows(const std::string& of) {
  auto count = store_->database().prepare("SELECT COUNT(*) FROM " + of);
  count.step();
  return count.integer(0);
}

Verdicts OneTablet::pushes_to(FarSide& server) {
  Verdicts out;
  for (const auto& one : store_->outbox({}, 1000, std::size_t{1} << 30).value())
    out.verdicts.push_back(server.take(one.wire));
  return std::get<Verdicts>(decode_frame(encode(out, 1), 1).value());
}

void OneTablet::meets(FarSide& server) {
  server.audience = identity().chain;
  store_->adopt(server.welcome(identity().chain)).value();
  auto verdicts = pushes_to(server);
  if (!verdicts.verdicts.empty()) store_->adopt(verdicts).value();
  if (auto place = store_->cursors().value().at(0); !place.cursor)
    for (const auto& page : server.state(3, place.after)) store_->adopt(page).value();
  if (*cursor() < server.head()) store_->adopt(server.tail(*cursor())).value();
  store_->adopt(server.checkpoint()).value();
}

}  // namespace doorstep::test
