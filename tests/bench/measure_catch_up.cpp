// Catching up costs what changed, not how much there is; and what a large community costs a new tablet.
#include <filesystem>

#include "tests/bench/echo.h"
#include "tests/bench/floor.h"
#include "tests/bench/measure.h"
#include "tests/bench/requests.h"

namespace doorstep::bench {
namespace {

constexpr int catch_up_runs = 9;
constexpr std::size_t changes = 100;
constexpr std::uint64_t records_large = 100'000;
constexpr std::size_t records_a_bundle = 500;
constexpr int large_runs = 2;

const std::string floor_note = "one echo of these texts, and one durable bare transaction of them";

/// A community of a size, with a tablet that changes it and, once somebody gave it one, a tablet that comes back.
class Town {
 public:
  Town(Scene& scene, const std::string& name, std::uint64_t size)
      : scene_(scene), server_(scene.path(name + "-server")), made_(quick_place(scene.folder, name)) {
    author_ = new_tablet(server_, made_);
    while (records_.size() < size) {
      std::vector<Intent> intents;
      for (std::size_t i = 0; i < records_a_bundle; ++i) intents.push_back(new_request(records_.size() + i));
      const auto saved = edit(*author_, std::move(intents));
      records_.insert(records_.end(), saved.begin(), saved.end());
    }
    sync(*author_);
    rows_ = rows_of(made_);
    expect(rows_.size() == size, "the author keeps what it made");
    next_ = size / 2;
  }
  ~Town() {
    author_.reset();
    std::error_code ignored;  // a folder left behind spoils no figure
    std::filesystem::remove_all(made_, ignored);
  }
  Town(const Town&) = delete;

  const std::vector<BareRow>& rows() const { return rows_; }

  /// Seconds that a new tablet takes for all of it; that tablet is the one that comes back from then on.
  double first_sync(const std::string& name) {
    reader_ = new_tablet(server_, scene_.path(name));
    const auto start = Watch::now();
    sync(*reader_);
    return seconds_since(start);
  }

  /// The reader is away while the author makes its changes, and comes back: connecting is part of it.
  void catch_up(Echo& echo) {
    const std::vector<BareRow> changed(rows_.begin() + static_cast<std::ptrdiff_t>(next_),
                                       rows_.begin() + static_cast<std::ptrdiff_t>(next_ + changes));
    std::size_t bytes = 0;
    for (const auto& row : changed) bytes += row.text.size();
    for (std::size_t i = 0; i < changes; ++i, ++next_) edit(*author_, {changed_request(records_.at(next_), next_)});
    sync(*author_);
    auto start = Watch::now();
    sync(*reader_);
    ours_.push_back(seconds_since(start) * 1000);
    start = Watch::now();
    echo.round_trip(std::string(bytes, 'x'));
    floors_.push_back((seconds_since(start) + bare_insert_seconds(scene_.path("bare.db"), changed)) * 1000);
  }
  Figure figure() const { return {median(ours_), "ms", median(floors_), floor_note}; }

 private:
  Scene& scene_;
  ServerProcess server_;
  std::string made_;
  std::unique_ptr<Engine> author_, reader_;
  std::vector<RecordId> records_;
  std::vector<BareRow> rows_;
  std::size_t next_ = 0;
  std::vector<double> ours_, floors_;
};

}  // namespace

// In turns: the disk of a shared machine changes its pace from one minute to the next, and both must meet the same.
void measure_catch_up(Scene& scene) {
  Town small{scene, "small", records_many}, large{scene, "large", records_large};
  small.first_sync("small-0");
  std::vector<double> ours, floors;
  for (int run = 0; run < large_runs; ++run) {
    ours.push_back(large.first_sync("large-" + std::to_string(run)));
    floors.push_back(bare_insert_seconds(scene.path("bare.db"), large.rows()));
  }
  const double count = records_large;
  scene.figures.add("first_sync_100k", {count / median(ours), "records/s", count / median(floors),
                                        "the same texts into bare SQLite, 500 a durable transaction"});
  Echo echo;
  for (int run = 0; run < catch_up_runs; ++run) {
    small.catch_up(echo);
    large.catch_up(echo);
  }
  scene.figures.add("catch_up_10k", small.figure());
  scene.figures.add("catch_up_100k", large.figure());
}

}  // namespace doorstep::bench
