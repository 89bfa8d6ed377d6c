// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npy_text.h"

#include <algorithm>
#include <charconv>

#include "core/arrays/npy_layout.h"
#include "core/arrays/numeric_array.h"
#include "core/files/text_encoding.h"
#include "core/support/error.h"

namespace adapsne {
std::string formatNpyText(const std::vector<std::string>& texts) {
  std::vector<std::u32string> decoded;
  size_t longest = 1;
  for (const std::string& text : texts) {
    decoded.push_back(decodeUtf8(text));
    longest = std::max(longest, decoded.back().size());
  }
  std::string bytes = formatNpyHeader("<U" + std::to_string(longest), {static_cast<int64_t>(texts.size())});
  for (std::u32string& text : decoded) {
    text.resize(longest);
    bytes.append(reinterpret_cast<const char*>(text.data()), longest * sizeof(char32_t));
  }
  return bytes;
}

bool isNpyText(const std::string& descr) {
  return descr.size() > 2 && (descr[1] == 'U' || descr[1] == 'S');
}

std::vector<std::string> parseNpyText(std::string_view bytes, const std::string& shownAs) {
  const NpyHeader header = parseNpyHeader(bytes, shownAs);
  const std::string_view data = bytes.substr(header.bytes);
  const std::string& descr = header.descr;
  uint64_t longest = 0, count = 0;
  if (isNpyText(descr)) std::from_chars(descr.data() + 2, descr.data() + descr.size(), longest);
  const bool inOneDimension = header.shape.size() <= 1 || (header.shape.size() == 2 && header.shape[1] == 1);
  const uint64_t unit = descr.size() > 1 && descr[1] == 'U' ? 4 : 1;
  // Divided, not multiplied: nothing in a damaged header may overflow.
  const uint64_t units = data.size() / unit;
  if (longest == 0 || !inOneDimension || !elementCount(header.shape, count) || data.size() % unit != 0 ||
      units % longest != 0 || units / longest != count)
    throw Error(shownAs,
                "is not a list of texts (dtype " + descr + ", " + std::to_string(data.size()) + " bytes).",
                "Save it as a NumPy array of str in one dimension.");
  std::vector<std::string> texts(count);
  for (size_t i = 0; unit == 1 && i < count; ++i) {
    const std::string_view cell = data.substr(i * longest, longest);
    texts[i] = validUtf8(cell.substr(0, cell.find_last_not_of('\0') + 1));
  }
  for (size_t i = 0; unit == 4 && i < units; ++i) {
    const auto point = detail::loadBits<uint32_t>(data.data() + 4 * i, descr[0] == '>');
    if (point > 0x10ffff)
      throw Error(shownAs, "holds a character that does not exist.", "The file is damaged: save it again.");
    if (point != 0) appendUtf8(texts[i / longest], point);  // Shorter texts are padded with zeros.
  }
  return texts;
}

}  // namespace adapsne
