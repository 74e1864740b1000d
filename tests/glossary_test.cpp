#include <gtest/gtest.h>

#include <string>

#include "shared/template.h"
#include "tests/source_files.h"

namespace doorstep {
namespace {

std::string row_of(const Field& field) {
  return "\n| `" + field.name + "` | " + field.label.zh + " | " + std::string{name_of(field.klass).substr(0, 1)} + " " +
         std::string{name_of(field.policy)} + " | ";
}

TEST(Glossary, names_every_type_and_field_of_the_shipped_template_as_the_template_does) {
  auto page = test::source_text("docs/glossary.md");
  for (const auto& type : Template::shipped().types()) {
    auto heading = "\n### " + type.name + " " + type.label.zh + "\n";
    auto at = page.find(heading);
    ASSERT_NE(at, page.npos) << type.name;
    auto section = page.substr(at, page.find("\n### ", at + heading.size()) - at);
    for (const auto& field : type.fields) {
      auto row = section.find(row_of(field));
      EXPECT_NE(row, section.npos) << type.name << "." << field.name;
      if (row == section.npos || field.open) continue;
      auto line = section.substr(row + 1, section.find('\n', row + 1) - row - 1);
      for (const auto& choice : field.choices)
        EXPECT_NE(line.find(choice.name + " " + choice.label.zh), line.npos)
            << type.name << "." << field.name << ": " << choice.name;
    }
  }
}

}  // namespace
}  // namespace doorstep
