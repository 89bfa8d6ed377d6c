// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npz_builder.h"

#include <utility>

#include <zip.h>

#include "core/support/error.h"

namespace adapsne {

NpzBuilder::NpzBuilder(std::string shownAs) : shownAs_(std::move(shownAs)) {
  source_ = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (source_) zip_source_keep(source_);  // Outlives the archive, to be read at the end.
  zip_ = source_ ? zip_open_from_source(source_, ZIP_TRUNCATE, nullptr) : nullptr;
  if (!zip_) failed();
}

NpzBuilder::~NpzBuilder() {
  if (zip_) zip_discard(zip_);
  zip_source_free(source_);
}

void NpzBuilder::add(const std::string& name, const std::string& bytes) {
  zip_source_t* entry = zip_source_buffer(zip_, bytes.data(), bytes.size(), 0);
  const zip_int64_t index = entry ? zip_file_add(zip_, name.c_str(), entry, ZIP_FL_ENC_UTF_8) : -1;
  if (index < 0) {
    zip_source_free(entry);
    failed();
  }
  zip_set_file_compression(zip_, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  // The zip format's first day: equal content is to give equal bytes.
  zip_file_set_dostime(zip_, static_cast<zip_uint64_t>(index), 0, 1 << 5 | 1, 0);
}

std::string NpzBuilder::finish() {
  if (zip_close(zip_) != 0) failed();
  zip_ = nullptr;
  zip_stat_t status;
  zip_source_stat(source_, &status);
  std::string bytes(status.size, '\0');
  zip_source_open(source_);
  const zip_int64_t size = zip_source_read(source_, bytes.data(), bytes.size());
  zip_source_close(source_);
  if (size != static_cast<zip_int64_t>(bytes.size())) failed();
  return bytes;
}

void NpzBuilder::failed() const {
  throw Error(shownAs_, "the NPZ file cannot be put together.", "Free some memory.");
}

}  // namespace adapsne
