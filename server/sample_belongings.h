#pragma once
#include <map>
#include <string>
#include <vector>

#include "server/sample_register.h"
#include "shared/clock.h"
#include "shared/seeded_dice.h"

namespace doorstep {

/// One person and one home of the sample, as far as what belongs to them must fit.
struct SamplePerson {
  std::string archive_no;
  bool woman = false, child = false, moved_out = false;
  std::uint64_t year = 0, month = 0, day = 0;  ///< of birth
};
struct SampleHome {
  std::string address, state;  ///< as the register writes them
  std::vector<SamplePerson> people;
};

/// What belongs to the sample's homes and people: who lives where, papers, consents, needs, pets, vehicles, visits,
/// complaints. Throws dice of its own, so that units, residents, contacts and requests of a seed keep their bytes.
class SampleBelongings {
 public:
  /// `day`: visits lie around it.
  SampleBelongings(std::uint64_t seed, Instant day) : dice_(seed ^ 0x62656c6f6e6773U), day_(day) {}

  void add(const SampleHome& home);
  std::vector<const Register*> registers() const;  ///< in the order in which they can be imported

 private:
  std::string_view pick(std::span<const std::string_view> from) { return from[dice_.below(from.size())]; }
  bool chance(std::uint64_t in_hundred) { return dice_.below(100) < in_hundred; }
  std::string date_in(std::int64_t days) const;
  std::string id_number(const SamplePerson& person);

  void add_occupancies(const SampleHome& home);
  void add_papers(const SamplePerson& person);
  void add_consents(const SampleHome& home);
  void add_need(const SamplePerson& person);
  void add_pet(const SampleHome& home);
  void add_vehicles(const SampleHome& home);
  void add_visits(const SampleHome& home);
  void add_past_visit(const SampleHome& home, std::int64_t days, std::string_view assignee);
  void add_complaint(const SampleHome& home);

  SeededDice dice_;
  Instant day_;
  std::map<std::string, std::uint64_t> born_;  ///< how many ID numbers of one birth date and sex are given
  std::uint64_t passports_ = 0, leases_ = 0, plates_ = 0, spaces_ = 0, licences_ = 0, complaints_ = 0;
  Register occupancies_ = occupancy_register(), documents_ = document_register(), consents_ = consent_register(),
           needs_ = need_register(), pets_ = pet_register(), vehicles_ = vehicle_register(), visits_ = visit_register(),
           complaint_rows_ = complaint_register();

  static Register occupancy_register();
  static Register document_register();
  static Register consent_register();
  static Register need_register();
  static Register pet_register();
  static Register vehicle_register();
  static Register visit_register();
  static Register complaint_register();
};

}  // namespace doorstep
