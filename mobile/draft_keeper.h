#pragma once
#include <QObject>
#include <QTimer>
#include <map>
#include <optional>
#include <string>

#include "shared/json.h"

namespace doorstep {

class TabletSession;

/// What is typed and not saved yet, on the disk after each key, so that no kill takes it. Where the disk refuses, it
/// stays here and is tried again every few seconds until it is kept, dropped or the session ends. GUI thread.
class DraftKeeper : public QObject {
  Q_OBJECT

 public:
  explicit DraftKeeper(TabletSession& session);

  void keep(const std::string& key, json body);
  void drop(const std::string& key);
  const json* refused(const std::string& key) const;        ///< what the disk did not take; nullptr: nothing
  const std::optional<Error>& why() const { return why_; }  ///< empty: the disk has everything

 Q_SIGNALS:
  void turned();  ///< `why`

 private:
  void heard(const std::string& key, std::uint64_t word, const json& body, const Result<void>& kept);
  void tell(std::optional<Error> why);

  TabletSession& session_;
  std::map<std::string, json> refused_;
  std::map<std::string, std::uint64_t>
      newest_;  ///< of each key the word that is asked about: of others nothing is heard
  std::uint64_t words_ = 0;
  std::optional<Error> why_;
  QTimer again_;
};

inline constexpr int draft_again_ms = 5'000;

}  // namespace doorstep
