// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npy_layout.h"

#include <charconv>
#include <optional>

#include "core/arrays/numeric_array.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

/// Reads the header's Python literal {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class HeaderParser {
 public:
  HeaderParser(std::string_view text, const std::string& shownAs) : rest_(text), shownAs_(shownAs) {}

  NpyHeader parse() {
    expect('{');
    while (!accept('}')) {
      const std::string_view key = string();
      expect(':');
      if (key == "descr")
        descr_ = dtype();
      else if (key == "fortran_order")
        fortran_ = boolean();
      else if (key == "shape")
        shape_ = tuple();
      else
        fail("has the unknown key '" + std::string(key) + "'");
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skipSpace();
    if (!rest_.empty()) fail("goes on after the dict");
    if (!descr_ || !fortran_ || !shape_) fail("lacks descr, fortran_order or shape");
    return {*descr_, *fortran_, *shape_, 0};
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(shownAs_, "the NPY header " + problem + ".", "Save the array again with numpy.save.");
  }
  void skipSpace() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n')) rest_.remove_prefix(1);
  }
  bool accept(char c) {
    skipSpace();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!accept(c))
      fail(std::string("is not a dict of descr, fortran_order and shape: expected '") + c + "'");
  }
  std::string_view string() {
    const char quote = accept('"') ? '"' : '\'';
    if (quote == '\'') expect('\'');
    const size_t end = rest_.find(quote);
    if (end == std::string_view::npos) fail("holds a string without end");
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }
  bool boolean() {
    skipSpace();
    for (const std::string_view word : {"True", "False"})
      if (rest_.starts_with(word)) {
        rest_.remove_prefix(word.size());
        return word == "True";
      }
    fail("holds a fortran_order that is neither True nor False");
  }
  /// A string; of a structured dtype, which is a list, the text of the list.
  std::string dtype() {
    skipSpace();
    if (rest_.empty() || rest_[0] != '[') return std::string(string());
    const size_t end = rest_.rfind("],");
    if (end == std::string_view::npos) fail("holds a list without end");
    std::string list(rest_.substr(0, end + 1));
    rest_.remove_prefix(end + 1);
    return list;
  }
  std::vector<int64_t> tuple() {
    std::vector<int64_t> extents;
    expect('(');
    while (!accept(')')) {
      skipSpace();
      int64_t extent = 0;
      const auto [end, code] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), extent);
      if (code != std::errc{} || extent < 0)
        fail("holds a shape that is not a tuple of sizes: " + std::string(rest_.substr(0, 40)));
      rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
      accept('L');  // Python 2 wrote long integers so.
      extents.push_back(extent);
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return extents;
  }

  std::string_view rest_;
  const std::string& shownAs_;
  std::optional<std::string> descr_;
  std::optional<bool> fortran_;
  std::optional<std::vector<int64_t>> shape_;
};

ElementType elementType(std::string_view code, const std::string& descr, const std::string& shownAs) {
  static constexpr std::pair<std::string_view, ElementType> kTypes[] = {
      {"b1", ElementType::Bool}, {"u1", ElementType::U8},  {"i1", ElementType::I8},
      {"u2", ElementType::U16},  {"i2", ElementType::I16}, {"u4", ElementType::U32},
      {"i4", ElementType::I32},  {"u8", ElementType::U64}, {"i8", ElementType::I64},
      {"f2", ElementType::F16},  {"f4", ElementType::F32}, {"f8", ElementType::F64}};
  for (const auto& [name, type] : kTypes)
    if (code == name) return type;
  const char kind = code.empty() ? '?' : code[0];
  const char* what = kind == 'c'                  ? "complex numbers"
                     : kind == 'O'                ? "Python objects"
                     : kind == 'S' || kind == 'U' ? "text"
                     : kind == 'V' || kind == '[' ? "structured records"
                     : kind == 'M' || kind == 'm' ? "dates or times"
                     : kind == 'f'                ? "extended-precision numbers"
                                                  : "values of an unknown type";
  const char* remedy =
      kind == 'O'
          ? "Pickled objects are not read, as reading them can run programs. Save numbers or texts, in "
            "Python, "
            "with a for the array: numpy.save(\"new.npy\", numpy.array(a.tolist(), \"float32\")), for labels "
            "numpy.array(a.tolist(), str)."
      : kind == 'S' || kind == 'U' ? "Labels go beside the data with --labels, or within an archive. Where "
                                     "the texts are numbers, save "
                                     "array.astype('float32')."
      : kind == 'M' || kind == 'm' ? "Save array.astype('int64')."
      : kind == 'V' || kind == '['
          ? "Save numpy.lib.recfunctions.structured_to_unstructured(array), where all fields are numbers."
      : kind == 'c' ? "Save numpy.abs(array), array.real, or both beside each other."
                    : "Convert the array, for example with array.astype('float32'), and save it "
                      "again.";
  throw Error(shownAs, std::string("holds ") + what + " (dtype " + descr + "), real numbers are needed.",
              remedy);
}

size_t headerLength(std::string_view head, size_t lengthBytes) {
  size_t length = 0;
  for (size_t i = lengthBytes; i-- > 0;) length = length << 8 | static_cast<uint8_t>(head[8 + i]);
  return length;
}

}  // namespace

NpyHeader parseNpyHeader(std::string_view head, const std::string& shownAs) {
  if (!head.starts_with("\x93NUMPY"))
    throw Error(shownAs, "is not an NPY file: the magic bytes \\x93NUMPY are missing.",
                "Check that it is the right file.");
  const Error endsInHeader(shownAs, "ends inside the NPY header.", "It is truncated: copy it again.");
  if (head.size() < 8) throw endsInHeader;
  const int version = static_cast<uint8_t>(head[6]);
  if (version < 1 || version > 3)
    throw Error(shownAs, "is an NPY file of version " + std::to_string(version) + ", known are 1, 2 and 3.",
                "Save the array again with numpy.save.");
  const size_t lengthBytes = version == 1 ? 2 : 4;
  if (head.size() < 8 + lengthBytes) throw endsInHeader;
  const size_t length = headerLength(head, lengthBytes), begin = 8 + lengthBytes;
  if (begin + length > head.size()) throw endsInHeader;
  NpyHeader header = HeaderParser(head.substr(begin, length), shownAs).parse();
  header.bytes = begin + length;
  return header;
}

NpyLayout npyLayout(const NpyHeader& header, const std::string& shownAs) {
  NpyLayout layout;
  std::string_view code = header.descr;
  if (!code.empty() && std::string_view("<>|=").find(code[0]) != std::string_view::npos) {
    layout.bigEndian = code[0] == '>';
    code.remove_prefix(1);
  }
  layout.type = elementType(code, header.descr, shownAs);
  if (!elementCount(header.shape, layout.count))
    throw Error(
        shownAs,
        "the NPY header promises " + shapeText(header.shape) + " values, more than any file can hold.",
        "The file is damaged: save it again.");
  return layout;
}

std::string formatNpyHeader(const std::string& descr, const std::vector<int64_t>& shape) {
  std::string extents;
  for (int64_t extent : shape) extents += std::to_string(extent) + ", ";
  if (shape.size() > 1)
    extents.resize(extents.size() - 2);  // (3, 4), but (3,) and ()
  else if (shape.size() == 1)
    extents.pop_back();
  std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + extents + "), }";
  // The values begin at a multiple of 64 bytes; the header ends with a newline.
  constexpr size_t kPrefix = 10, kAlignment = 64;
  header.append(kAlignment - 1 - (kPrefix + header.size()) % kAlignment, ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() & 0xff);
  bytes += static_cast<char>(header.size() >> 8);
  return bytes + header;
}

}  // namespace adapsne
