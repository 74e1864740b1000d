#pragma once
#include <string_view>

namespace doorstep {

/// The record type of the desk's saved rules (裁决规则; engine/desk_rules.h), in templates that have it. A rule decides
/// beforehand: who may resolve conflicts of the type that it is about may write one, and nobody else (shared/rights).
inline constexpr std::string_view desk_rule_type = "desk_rule";
inline constexpr const char* desk_rule_about = "about";  ///< its field: the type that it is about

}  // namespace doorstep
