#include <sys/stat.h>

#include <cerrno>
#include <set>

#include "engine/device_secret.h"
#include "tests/engine/vault_files.h"
#include "tests/file_faults.h"

namespace doorstep::test {
namespace {

TEST_F(VaultFiles, the_passphrase_brings_the_same_keys_back) {
  auto created = create();
  auto unlocked = Vault::unlock(folder_, good, clock_, dice_).value();
  EXPECT_TRUE(same_keys(created, unlocked));
  EXPECT_EQ(created.page_key().bytes().size(), 32U);
  std::set<std::string> keys{base64(created.chain_key().seed())};
  for (const auto& key : {created.page_key(), created.blob_key(), created.log_key()}) keys.insert(base64(key.bytes()));
  EXPECT_EQ(keys.size(), 4U) << "each use has a key of its own";
  auto signature = created.chain_key().sign("test", "message");
  EXPECT_TRUE(verify(unlocked.chain_key().public_key(), "test", "message", signature));
}

TEST_F(VaultFiles, two_stores_have_nothing_in_common) {
  auto one = create();
  folder_ = top_ + "/other";
  auto other = create();
  EXPECT_NE(view(one.page_key().bytes()), view(other.page_key().bytes()));
  EXPECT_NE(one.chain_key().public_key(), other.chain_key().public_key());
}

TEST_F(VaultFiles, the_slot_lies_twice_for_its_owner_alone_and_holds_no_key_in_the_open) {
  auto vault = create();
  EXPECT_EQ(slot('a'), slot('b'));
  EXPECT_EQ(slot('a').find(base64(vault.page_key().bytes())), std::string::npos);
  EXPECT_EQ(slot('a').find(base64(vault.chain_key().seed())), std::string::npos);
  struct stat found {};
  ASSERT_EQ(::stat(path('a').c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat(folder_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0700U);
  auto object = parse_json(slot('a')).value();
  EXPECT_EQ(object.at("version"), 2);
  EXPECT_EQ(object.at("kdf"), "argon2id13");
  EXPECT_EQ(object.at("passes"), cheap.passes);
  EXPECT_EQ(object.at("memory_bytes"), cheap.memory_bytes);
}

TEST_F(VaultFiles, a_folder_without_a_slot_is_not_enrolled) { EXPECT_EQ(refusal(good), Fault::not_enrolled); }

TEST_F(VaultFiles, a_store_is_never_enrolled_over_even_when_damaged) {
  create();
  EXPECT_EQ(Vault::create(folder_, good, cheap, dice_).error().fault, Fault::already_enrolled);
  std::filesystem::remove(path('a'));
  put('b', "rubbish");
  EXPECT_EQ(Vault::create(folder_, good, cheap, dice_).error().fault, Fault::already_enrolled);
  EXPECT_EQ(slot('b'), "rubbish");
}

TEST_F(VaultFiles, passphrases_are_counted_in_characters_not_bytes) {
  EXPECT_EQ(Vault::create(folder_, "", cheap, dice_).error().fault, Fault::weak_passphrase);
  EXPECT_EQ(Vault::create(folder_, "1234567", cheap, dice_).error().fault, Fault::weak_passphrase);
  EXPECT_EQ(Vault::create(folder_, "春眠不觉晓处处", cheap, dice_).error().fault, Fault::weak_passphrase);
  EXPECT_FALSE(std::filesystem::exists(folder_)) << "a refusal leaves nothing";
  EXPECT_TRUE(Vault::create(folder_, "春眠不觉晓处处闻", cheap, dice_));
}

TEST_F(VaultFiles, a_wrong_passphrase_says_so_and_changes_nothing) {
  create();
  auto before = slot('a');
  EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase);
  EXPECT_EQ(refusal(""), Fault::wrong_passphrase);
  EXPECT_EQ(slot('a'), before);
}

TEST_F(VaultFiles, either_copy_alone_unlocks_and_mends_the_other) {
  auto vault = create();
  auto whole = slot('a');
  for (char spoiled : {'a', 'b'}) {
    auto flipped = whole;
    flipped[whole.find("\"box\":\"") + 20] ^= 1;
    for (const auto& text :
         {std::string{}, std::string{"{}"}, std::string(100'000, '['), whole.substr(0, 100), flipped}) {
      put(spoiled, text);
      EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
      EXPECT_EQ(slot(spoiled), whole);
    }
    std::filesystem::remove(path(spoiled));
    EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
    EXPECT_EQ(slot(spoiled), whole);
  }
}

TEST_F(VaultFiles, the_program_hung_at_a_slot_that_is_a_pipe_and_now_takes_the_other_copy) {
  auto vault = create();
  const auto whole = slot('a');
  auto lay_pipe = [&](const std::string& file) {
    std::filesystem::remove(file);
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  };
  lay_pipe(path('a'));
  lay_pipe(folder_ + "/device.key");
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
  EXPECT_EQ(slot('a'), whole) << "and a file takes the pipe's place";
  lay_pipe(path('a'));
  lay_pipe(path('b'));
  EXPECT_EQ(refusal(good), Fault::store_damaged);
  lay_pipe(folder_ + "/tries");
  EXPECT_EQ(refusal(good), Fault::too_many_tries) << "a spoiled count forgives nothing";
}

TEST_F(VaultFiles, a_wrong_passphrase_on_a_spoiled_copy_is_still_called_wrong) {
  create();
  put('a', "rubbish");
  EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase);
  EXPECT_EQ(slot('a'), "rubbish");
}

TEST_F(VaultFiles, two_spoiled_copies_are_a_damaged_store_not_a_wrong_passphrase) {
  create();
  auto flipped = slot('a');
  flipped[flipped.find("\"box\":\"") + 20] ^= 1;
  put_both(flipped);
  EXPECT_EQ(refusal(good), Fault::store_damaged);
  put_both("rubbish");
  EXPECT_EQ(refusal(good), Fault::store_damaged);
}

TEST_F(VaultFiles, hostile_parameters_are_refused_before_they_cost_anything) {
  create();
  auto whole = slot('a');
  for (const auto& [key, value] :
       std::initializer_list<std::pair<const char*, json>>{{"memory_bytes", std::int64_t{1} << 40},
                                                           {"memory_bytes", 0},
                                                           {"memory_bytes", -1},
                                                           {"memory_bytes", "8192"},
                                                           {"passes", 11},
                                                           {"passes", 0},
                                                           {"version", 0},
                                                           {"kdf", "scrypt"},
                                                           {"salt", "AAAA"},
                                                           {"box", "AAAA"}}) {
    put_both(whole);
    forge(key, value);
    EXPECT_EQ(refusal(good), Fault::store_damaged) << key << " " << value.dump();
  }
}

TEST_F(VaultFiles, lowered_parameters_break_the_box) {
  (void)Vault::create(folder_, good, {.passes = 2, .memory_bytes = 16384}, dice_).value();
  forge("passes", 1);
  EXPECT_EQ(refusal(good), Fault::store_damaged);
}

TEST_F(VaultFiles, a_changed_passphrase_keeps_the_keys_and_forgets_the_old_one) {
  auto vault = create();
  auto before = slot('a');
  ASSERT_TRUE(change(good, "battery staple"));
  EXPECT_EQ(refusal(good), Fault::wrong_passphrase);
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, "battery staple", clock_, dice_).value()));
  EXPECT_EQ(slot('a'), slot('b'));
  EXPECT_NE(slot('a'), before);
}

TEST_F(VaultFiles, a_change_needs_the_old_passphrase_and_a_good_new_one) {
  auto vault = create();
  EXPECT_EQ(change("correct house", "battery staple").error().fault, Fault::wrong_passphrase);
  EXPECT_EQ(change(good, "short").error().fault, Fault::weak_passphrase);
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
}

TEST_F(VaultFiles, a_change_cut_short_is_settled_by_the_passphrase_that_unlocks_next) {
  for (std::string_view next : {good, std::string_view{"battery staple"}}) {
    std::filesystem::remove_all(folder_);
    auto vault = create();
    auto old_slot = slot('b');
    ASSERT_TRUE(change(good, "battery staple"));
    put('b', old_slot);  // as a crash between the two writes leaves it
    EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, next, clock_, dice_).value()));
    EXPECT_EQ(slot('a'), slot('b'));
    EXPECT_EQ(refusal(next == good ? "battery staple" : good), Fault::wrong_passphrase);
  }
}

TEST_F(VaultFiles, the_same_words_typed_on_another_keyboard_open_the_store) {
  auto vault = create("caf\u00e9 \uff11\uff15\uff10\uff12 门口的橘猫");
  for (std::string_view typed : {"cafe\u0301 1502 门口的橘猫", "\u200bcaf\u00e9\u30001502 门口的橘猫\ufeff",
                                 "caf\u00e9 \uff11\uff15\uff10\uff12 门口的橘猫"})
    EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, typed, clock_, dice_).value())) << typed;
  EXPECT_EQ(refusal("cafe 1502 门口的橘猫"), Fault::wrong_passphrase) << "an accent is a letter of its own";
  ASSERT_TRUE(change("cafe\u0301 1502 门口的橘猫", "caffe\u0300 1503 门口的橘猫"));
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, "caff\u00e8 1503 门口的橘猫", clock_, dice_).value()));
}

// The same keys in a box whose key is of the passphrase as it was typed.
std::string slot_by(std::string_view typed, const std::string& folder, Slot slot, Dice& dice) {
  const auto device = std::move(read_device_secrets(folder).value().whole.front());
  auto key_of = [&](std::string_view passphrase) {
    return entangle(device, "doorstep slot 2", derive_key(passphrase, slot.salt, slot.cost).value());
  };
  const auto keys = open(key_of(good), slot.box, slot.associated_data()).value();
  slot.box = seal(key_of(typed), view(keys.bytes()), slot.associated_data(), dice);
  return slot.file_text();
}

TEST_F(VaultFiles, a_slot_of_before_passphrases_had_one_form_opens_as_it_was_typed) {
  auto vault = create();
  put_both(slot_by("cafe\u0301 de la gare", folder_, read_slot(slot('a')).value().slot, dice_));
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, "cafe\u0301 de la gare", clock_, dice_).value()));
  EXPECT_EQ(refusal("caf\u00e9 de la gare"), Fault::wrong_passphrase);
  ASSERT_TRUE(change("cafe\u0301 de la gare", "cafe\u0301 de la gare"));
  EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, "caf\u00e9 de la gare", clock_, dice_).value()));
}

constexpr std::string_view master_v1 = "4XNcr0pqz5KsntM1NOcSKsBDgKmn7eQzXSXN73BRYCA";
constexpr std::string_view seed_v1 = "SDn1-fMq3yJzeSAkPAD19xL9nKZhEg6LcDrhMSPY8Hw";

TEST_F(VaultFiles, a_slot_of_the_first_version_opens_and_becomes_one_of_this) {
  ASSERT_TRUE(make_folder(folder_));
  put_both(std::string{slot_v1});
  EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase);
  EXPECT_EQ(slot('a'), slot_v1) << "a wrong passphrase changes nothing";
  for (int time = 0; time < 2; ++time) {
    auto vault = Vault::unlock(folder_, good, clock_, dice_).value();
    EXPECT_EQ(base64(vault.chain_key().seed()), seed_v1);
    auto master = Secret::copy_of(*unbase64(master_v1));
    EXPECT_EQ(view(vault.page_key().bytes()), view(derive_subkey(master, 1, "doorstep").bytes()));
    EXPECT_EQ(parse_json(slot('a')).value().at("version"), 2);
    EXPECT_EQ(slot('a'), slot('b'));
    EXPECT_TRUE(std::filesystem::exists(folder_ + "/device.key"));
  }
}

TEST_F(VaultFiles, slots_and_passphrase_without_the_device_secret_open_nothing) {
  create();
  std::filesystem::remove(folder_ + "/device.key");
  std::filesystem::remove(folder_ + "/device.copy");
  EXPECT_EQ(refusal(good), Fault::store_damaged);
  auto slots = slot('a');
  folder_ = top_ + "/other";
  create();
  put_both(slots);
  EXPECT_EQ(refusal(good), Fault::wrong_passphrase) << "another tablet's secret does not fit";
}

TEST_F(VaultFiles, either_copy_of_the_device_secret_will_do_and_mends_the_other) {
  auto vault = create();
  auto whole = read_file(folder_ + "/device.key", 1000).value();
  for (const std::string name : {"/device.key", "/device.copy"}) {
    auto flipped = whole;
    flipped[7] ^= 1;
    for (const auto& text : {std::string{}, whole.substr(0, 20), flipped, std::string(1000, 'A')}) {
      ASSERT_TRUE(write_file_durably(folder_ + name, text));
      EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
      EXPECT_EQ(read_file(folder_ + name, 1000).value(), whole);
    }
    std::filesystem::remove(folder_ + name);
    EXPECT_TRUE(same_keys(vault, Vault::unlock(folder_, good, clock_, dice_).value()));
  }
  ASSERT_TRUE(write_file_durably(folder_ + "/device.key", "rubbish"));
  ASSERT_TRUE(write_file_durably(folder_ + "/device.copy", "rubbish"));
  EXPECT_EQ(refusal(good), Fault::store_damaged);
  EXPECT_EQ(read_file(folder_ + "/device.key", 1000).value(), "rubbish") << "evidence is not overwritten";
}

TEST_F(VaultFiles, a_slot_of_a_later_version_is_refused_politely_and_left_alone) {
  create();
  forge("version", 3);
  auto later = slot('a');
  EXPECT_EQ(refusal(good), Fault::store_newer);
  EXPECT_EQ(slot('a'), later);
  EXPECT_EQ(Vault::create(folder_, good, cheap, dice_).error().fault, Fault::already_enrolled);
}

// ---- a change at every step of it ----

TEST_F(VaultFiles, a_change_of_passphrase_cut_off_at_any_step_leaves_one_that_opens) {
  for (auto* ends : file_faults::endings)
    for (std::uint64_t n = 1;; ++n) {
      std::filesystem::remove_all(folder_);
      auto vault = create();
      bool cut = ends(n, [&] { return change(good, "battery staple").has_value(); });
      auto with_old = Vault::unlock(folder_, good, clock_, dice_);
      auto with_new = Vault::unlock(folder_, "battery staple", clock_, dice_);
      ASSERT_TRUE(with_old || with_new) << n;
      EXPECT_FALSE(with_old && with_new) << n << ": the one that opens first is the only one from then on";
      EXPECT_TRUE(same_keys(vault, with_old ? *with_old : *with_new)) << n;
      if (!cut) {
        EXPECT_TRUE(with_new);
        break;
      }
    }
}

TEST_F(VaultFiles, a_change_of_passphrase_that_fails_at_any_step_leaves_one_that_opens) {
  for (std::uint64_t n = 1;; ++n) {
    std::filesystem::remove_all(folder_);
    auto vault = create();
    file_faults::fail_at(n, n % 2 == 0 ? ENOSPC : EIO);
    auto changed = change(good, "battery staple");
    auto operations = file_faults::operations();
    file_faults::heal();
    auto with_old = Vault::unlock(folder_, good, clock_, dice_);
    auto with_new = Vault::unlock(folder_, "battery staple", clock_, dice_);
    ASSERT_TRUE(with_old || with_new) << n;
    EXPECT_TRUE(with_new || !changed) << n;
    EXPECT_TRUE(same_keys(vault, with_old ? *with_old : *with_new)) << n;
    if (operations < n) break;
  }
}

TEST_F(VaultFiles, an_enrolment_cut_off_at_any_step_goes_on_or_begins_anew) {
  for (auto* ends : file_faults::endings)
    for (std::uint64_t n = 1;; ++n) {
      std::filesystem::remove_all(folder_);
      bool cut = ends(n, [&] { return Vault::create(folder_, good, cheap, dice_).has_value(); });
      auto again = Vault::create(folder_, good, cheap, dice_);
      auto unlocked = Vault::unlock(folder_, good, clock_, dice_);
      ASSERT_TRUE(unlocked) << n << " " << code(unlocked.error().fault);
      EXPECT_TRUE(again || again.error().fault == Fault::already_enrolled) << n;
      if (!cut) break;
    }
}

TEST_F(VaultFiles, a_first_version_slot_cut_off_at_any_step_of_its_rewriting_still_opens) {
  for (auto* ends : file_faults::endings)
    for (std::uint64_t n = 1;; ++n) {
      std::filesystem::remove_all(folder_);
      ASSERT_TRUE(make_folder(folder_));
      put_both(std::string{slot_v1});
      bool cut = ends(n, [&] { return Vault::unlock(folder_, good, clock_, dice_).has_value(); });
      EXPECT_EQ(base64(Vault::unlock(folder_, good, clock_, dice_).value().chain_key().seed()), seed_v1) << n;
      if (!cut) break;
    }
}

// ---- the master key changes ----

TEST_F(VaultFiles, while_the_master_key_changes_the_slot_holds_both_and_then_one) {
  for (bool switched : {false, true}) {
    std::filesystem::remove_all(folder_);
    auto vault = create();
    auto before = base64(vault.page_key().bytes());
    ASSERT_TRUE(vault.begin_rekey(dice_));
    auto next = base64(vault.next_page_key().bytes());
    EXPECT_NE(next, before);
    auto between = Vault::unlock(folder_, good, clock_, dice_).value();
    ASSERT_TRUE(between.rekeying());
    EXPECT_EQ(base64(between.page_key().bytes()), before);
    EXPECT_EQ(base64(between.next_page_key().bytes()), next);
    ASSERT_TRUE(change(good, "battery staple")) << "a change of passphrase keeps both";
    EXPECT_EQ(between.read_again().error().fault, Fault::wrong_passphrase);
    between = Vault::unlock(folder_, "battery staple", clock_, dice_).value();
    auto other = Vault::unlock(folder_, "battery staple", clock_, dice_).value();
    ASSERT_TRUE(between.end_rekey(switched, dice_));
    EXPECT_EQ(base64(between.page_key().bytes()), switched ? next : before);
    ASSERT_TRUE(other.read_again());
    EXPECT_TRUE(same_keys(between, other));
    EXPECT_FALSE(other.rekeying());
    EXPECT_EQ(other.chain_key().public_key(), vault.chain_key().public_key());
    EXPECT_TRUE(same_keys(between, Vault::unlock(folder_, "battery staple", clock_, dice_).value()));
  }
}

TEST_F(VaultFiles, a_second_persons_store_stays_closed) {
  auto wang = create();
  folder_ = top_ + "/li";
  auto li = create("battery staple");
  EXPECT_EQ(refusal(good), Fault::wrong_passphrase);
  std::filesystem::remove(folder_ + "/tries");
  // Not even with the other's slots put into one's own folder, of which one knows the passphrase.
  put_both(read_file(top_ + "/store/slot.a", 10'000).value());
  EXPECT_EQ(refusal("battery staple"), Fault::wrong_passphrase);
  EXPECT_FALSE(same_keys(wang, li));
}

}  // namespace
}  // namespace doorstep::test
