// SPDX-License-Identifier: GPL-3.0-or-later
// A reader of files under libFuzzer: whatever the bytes, it gives a dataset or throws Error. One program a
// kind of file; ADAPSNE_FUZZ_FILE is the name that the bytes get ("f.csv"; "pictures/a/f.png" opens the
// folder), ADAPSNE_FUZZ_LABELS reads them as a file of labels. scripts/fuzz builds and runs them.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "core/support/error.h"
#include "core/support/run_control.h"

namespace {
namespace fs = std::filesystem;

/// A folder of this process, in memory where the system has such a place.
const fs::path& folder() {
  static const fs::path path = [] {
    const fs::path base = fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
    fs::path own = base / ("adapsne-fuzz-" + std::to_string(::getpid()));
    fs::create_directories((own / ADAPSNE_FUZZ_FILE).parent_path());
    std::atexit([] { fs::remove_all(folder()); });
    return own;
  }();
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fs::path file = folder() / ADAPSNE_FUZZ_FILE;
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  adapsne::RunControl control(1);
  try {
#ifdef ADAPSNE_FUZZ_LABELS
    adapsne::readLabels(file, {}, control);
#else
    const fs::path first = folder() / *fs::path(ADAPSNE_FUZZ_FILE).begin();
    adapsne::openDataset(first.string(), {.missing = adapsne::MissingPolicy::Mean}, 1, control);
#endif
  } catch (const adapsne::Error&) {
  }
  return 0;
}
