// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/line_slice.h"

#include "core/files/byte_sink.h"
#include "core/files/byte_source.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr size_t kLinesBetweenCheckpoints = 4096;

/// Goes from line to line of a text, whose lines end as those of Unix, Windows and old Macs.
class LineWalk {
 public:
  LineWalk(std::string_view text, RunControl& control) : text_(text), control_(control) {}

  /// Where a line, not before the last one that was asked for, begins; the text's end where it has no such
  /// line.
  size_t begin(int64_t line) {
    while (line_ < line && at_ < text_.size()) {
      at_ = endOfLine(text_, at_);
      if (++line_ % kLinesBetweenCheckpoints == 0) control_.checkpoint();
    }
    return line_ == line ? at_ : text_.size();
  }

  static size_t endOfLine(std::string_view text, size_t from) {
    const size_t stop = text.find_first_of("\r\n", from);
    if (stop == std::string_view::npos) return text.size();
    return stop + (text.substr(stop, 2) == "\r\n" ? 2 : 1);
  }

 private:
  std::string_view text_;
  RunControl& control_;
  size_t at_ = 0;
  int64_t line_ = 1;
};

/// Where the last line of `text` begins.
size_t lastLine(std::string_view text) {
  size_t end = text.size();
  if (text.ends_with("\r\n"))
    end -= 2;
  else if (text.ends_with('\n') || text.ends_with('\r'))
    end -= 1;
  const size_t stop = text.substr(0, end).find_last_of("\r\n");
  return stop == std::string_view::npos ? 0 : stop + 1;
}

/// A record and what follows it, without the empty lines and comments at its end. Its first line stays, and
/// so does every other line of it: that of a quoted cell's end holds the closing quote.
std::string_view withoutPadding(std::string_view record) {
  for (;;) {
    const size_t begin = lastLine(record);
    if (begin == 0) return record;
    const std::string_view line = record.substr(begin);
    const size_t first = line.find_first_not_of(" \t\r\n");
    const bool comment = first != std::string_view::npos && (line[first] == '#' || line[first] == '%') &&
                         line.find('"') == std::string_view::npos;
    if (first != std::string_view::npos && !comment) return record;
    record = record.substr(0, begin);
  }
}

}  // namespace

void sliceLines(const std::filesystem::path& source, const std::vector<int32_t>& lines,
                const std::vector<int64_t>& rows, const std::filesystem::path& to, RunControl& control) {
  ByteSource from(source, control);
  const std::string bytes = from.readAll();
  const std::string_view text = bytes;
  LineWalk walk(text, control);
  ByteSink sink(to, control);
  sink.write(text.substr(0, walk.begin(lines.front())));
  for (const int64_t row : rows) {
    const auto i = static_cast<size_t>(row);
    const bool known = row >= 0 && i < lines.size();
    const size_t begin = known ? walk.begin(lines[i]) : text.size();
    const size_t end = known && i + 1 < lines.size() ? walk.begin(lines[i + 1]) : text.size();
    if (begin == text.size())
      throw Error(from.shownAs(),
                  "ends before row " + std::to_string(row) + ": it has changed since it was opened.",
                  "Open it again.");
    sink.write(withoutPadding(text.substr(begin, end - begin)));
  }
  sink.finish();
}

}  // namespace adapsne
