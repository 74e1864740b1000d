#include "engine/postings.h"

#include <algorithm>
#include <array>
#include <map>

namespace doorstep {
namespace {

constexpr std::array matching{
    "SELECT rowid FROM search_basic WHERE search_basic MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC",
    "SELECT rowid FROM search_detail WHERE search_detail MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC",
    "SELECT rowid FROM search_sensitive WHERE search_sensitive MATCH ?1 AND rowid <= ?2 ORDER BY rowid DESC"};

// FTS5 finds a place from the newest row on: beginning anew further on costs about as much as reading so many rows.
constexpr int rows_before_a_jump = 1024;

std::int64_t newest_of(const std::vector<Postings>& postings) {
  std::int64_t out = 0;
  for (const auto& one : postings) out = std::max(out, one.at());
  return out;
}

std::string both(const std::string& a, const std::string& b) { return a.empty() ? b : a + " AND " + b; }

}  // namespace

Postings::Postings(Database& database, int klass, const std::string& expression)
    : statement_(database.prepare(matching.at(static_cast<std::size_t>(klass)))), expression_(expression) {
  statement_.with(expression_, newest_row);
  read();
}

void Postings::read() { at_ = statement_.step() ? statement_.integer(0) : 0; }

void Postings::move_to(std::int64_t n) {
  for (int rows = 0; at_ > n && rows < rows_before_a_jump; ++rows) read();
  if (at_ <= n) return;
  statement_.with(expression_, n);
  read();
}

Matches::Matches(Database& database, std::vector<std::string> conditions) {
  std::map<int, std::string> together;  // conditions that occur in one class only
  std::map<int, AnyClass> alone;        // what they are when there is but one of a class
  for (const auto& condition : conditions) {
    AnyClass classes;
    int only = 0;
    for (int klass = 0; klass < static_cast<int>(matching.size()); ++klass) {
      Postings postings{database, klass, condition};
      if (postings.at() == 0) continue;
      classes.push_back(std::move(postings));
      only = klass;
    }
    if (classes.size() != 1) {
      all_.push_back(std::move(classes));
      if (all_.back().empty()) return;
      continue;
    }
    bool first = together[only].empty();
    together[only] = both(together[only], condition);
    if (first)
      alone.emplace(only, std::move(classes));
    else
      alone.erase(only);
  }
  for (const auto& [klass, expression] : together) {
    AnyClass one;
    auto kept = alone.find(klass);
    if (kept != alone.end())
      one = std::move(kept->second);
    else
      one.push_back(Postings{database, klass, expression});
    all_.push_back(std::move(one));
  }
}

std::int64_t Matches::newest(std::int64_t n) {
  if (all_.empty()) return 0;
  for (bool agreed = false; !agreed && n > 0;) {
    agreed = true;
    for (auto& any : all_) {
      for (auto& postings : any) postings.move_to(n);
      auto here = newest_of(any);
      agreed = agreed && here == n;
      n = std::min(n, here);
    }
  }
  return n;
}

}  // namespace doorstep
