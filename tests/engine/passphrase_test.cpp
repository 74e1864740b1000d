#include "engine/passphrase.h"

#include <gtest/gtest.h>

#include <string>

namespace doorstep {
namespace {

std::string objection(std::string_view passphrase) {
  start_crypto();
  auto good = check_passphrase(passphrase);
  return good ? "" : std::string{code(good.error().fault)} + ": " + good.error().detail;
}

TEST(Passphrase, a_few_words_of_ones_own_are_good_whatever_they_are_made_of) {
  for (const char* good :
       {"correct horse", "battery staple", "春眠不觉晓处处闻", "门口那只橘猫爱晒太阳", "tower 7 smells of soup",
        "lanternbridge", "zhang likes 3 black umbrellas", "48201937465028193746", "xK4-pq9-Tz2"})
    EXPECT_EQ(objection(good), "") << good;
}

TEST(Passphrase, a_short_one_is_refused_in_characters_not_bytes) {
  for (const char* bad : {"", "x", "hx7-pq9", "春眠不觉晓处处"})
    EXPECT_EQ(objection(bad), "weak_passphrase: 太短，至少 8 个字符 / too short: at least 8 characters") << bad;
}

TEST(Passphrase, nothing_but_digits_is_a_birthday_a_phone_or_an_identity_number) {
  for (const char* bad : {"19900101", "１９９００１０１", "1990-01-01", "1990年1月1日", "13800138000",
                          "110105199001011234", "2026 1125 0830"})
    EXPECT_NE(objection(bad).find("只有数字"), std::string::npos) << bad << ": " << objection(bad);
}

TEST(Passphrase, what_everybody_takes_is_refused) {
  for (const char* bad :
       {"password",         "Password1!",       "P@ssw0rd123", "passw0rd",     "12345678a",  "a12345678",
        "a1b2c3d4",         "abcd1234",         "1234abcd",    "abc123456",    "qq123456",   "Aa123456",
        "1qaz2wsx",         "1q2w3e4r",         "q1w2e3r4",    "qwertyui",     "asdfghjkl",  "zxcvbnm123",
        "poiuytrewq",       "woaini1314",       "woaini520",   "5201314abc",   "iloveyou1",  "wang19900101",
        "zhangsan@123",     "lina2008!",        "admin888",    "doorstep2026", "wuye123456", "密码12345678",
        "我爱你5201314",    "一二三四五六七八", "hahahaha",    "11111111a",    "aaaaaaaa",   "abcabcabc",
        "哈哈哈哈哈哈哈哈", "testtest1"})
    EXPECT_TRUE(objection(bad).starts_with("weak_passphrase: ")) << bad << ": " << objection(bad);
}

TEST(Passphrase, the_reason_is_told_in_both_languages_and_never_repeats_the_passphrase) {
  auto reason = objection("woaini1314");
  EXPECT_EQ(reason,
            "weak_passphrase: 太常见，换成几个不相干的词 / too common: take a few words that have nothing to do with "
            "each other");
}

TEST(Passphrase, an_accent_put_on_by_itself_is_no_character_more) {
  EXPECT_EQ(objection("e\u0301a\u0300o\u0302u\u0308").substr(0, 15), "weak_passphrase");
}

TEST(Passphrase, what_is_no_text_or_endless_is_refused) {
  EXPECT_EQ(check_passphrase("\xff\xfe not text at all").error().fault, Fault::bad_encoding);
  EXPECT_EQ(check_passphrase(std::string(2000, 'x')).error().fault, Fault::usage);
}

}  // namespace
}  // namespace doorstep
