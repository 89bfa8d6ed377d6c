// SPDX-License-Identifier: GPL-3.0-or-later
// Small files that promise or unpack to much: refused before memory is taken for it.
#include "core/arrays/npy.h"
#include "core/arrays/npy_text.h"
#include "core/catalogue/catalogue.h"
#include "tests/core/dataset/test_files.h"
#include "tests/support/peak_memory.h"

namespace adapsne {
namespace {
using namespace test;

constexpr size_t kMuch = 250 << 20;

TEST(Bombs, TakeLittleMemory) {
  TemporaryFolder folder;
  const std::string array = formatNpy(std::vector<float>{1, 2, 3, 4}, {2, 2});
  const std::string zeros(kMuch, '\0');
  const std::string packedZeros = gzip(zeros);  // Members of a gzipped file follow one another.
  const std::string huge = npyOf("<f4", "(1152921504606846976, 1)", "1234");
  const std::string wide = npyOf("<f4", "(2, 1073741824)", "1234");
  struct Bomb {
    const char* name;
    std::string bytes;
  };
  const std::vector<Bomb> bombs = {
      {"promises.npy", huge},
      {"promises.npy.gz", gzip(wide)},
      {"goes-on.npy.gz", gzip(array) + packedZeros},
      {"goes-on.idx.gz", gzip(idx(0x08, {2, 2}, "1234")) + packedZeros},
      {"promises.idx.gz", gzip(idx(0x0E, {1u << 20, 1u << 20}, "12345678"))},
      {"promises.npz", zip({deflatedEntry("X.npy", huge)})},
      {"goes-on.npz", zip({deflatedEntry("X.npy", array + zeros)})},
      {"labels.npz", zip({storedEntry("X.npy", array),
                          deflatedEntry("y.npy", npyOf("|S1", "(" + std::to_string(kMuch) + ",)", zeros))})},
      {"names.npz",
       zip({storedEntry("X.npy", array), storedEntry("y.npy", formatNpy(std::vector<int32_t>{0, 1}, {2})),
            deflatedEntry("class_names.npy", npyOf("|S1", "(" + std::to_string(kMuch) + ",)", zeros))})},
      {"long.npz", zip({storedEntry("format.npy", npyOf("|S3", "()", "coo")),
                        storedEntry("shape.npy", formatNpy(std::vector<int64_t>{2000000000, 1}, {2})),
                        storedEntry("data.npy", formatNpy(std::vector<double>{1}, {1})),
                        storedEntry("row.npy", formatNpy(std::vector<int32_t>{5}, {1})),
                        storedEntry("col.npy", formatNpy(std::vector<int32_t>{0}, {1}))})},
      {"archive.npz.gz", gzip("PK\x03\x04") + packedZeros},
      {"file.h5.gz", gzip("\x89HDF\r\n\x1a\n") + packedZeros},
      {"nested.safetensors", littleEndian(4 << 20, 8) + "{\"t\":" + std::string(4 << 20, '[')},
      {"zeros.csv.gz", packedZeros},
      {"columns.csv", std::string(3 << 20, ',') + "\n" + std::string(3 << 20, ',') + "\n"},
      {"twice.gz", gzip(packedZeros)}};
  for (const Bomb& bomb : bombs) {
    const std::string path = folder.write(bomb.name, bomb.bytes).string();
    const Measured measured = inChild([&] {
      RunControl control(1);
      const std::string message = errorOf([&] { openDataset(path, {}, 1, control); });
      if (message.empty()) std::fprintf(stderr, "%s is read\n", path.c_str());
      return !message.empty();
    });
    EXPECT_TRUE(measured.good) << bomb.name;
    // Under a sanitizer its own memory would be measured.
    EXPECT_TRUE(test::kSanitized || measured.megabytes < 200) << bomb.name << ": " << measured.megabytes;
  }
}

/// A billion columns, of which one is used.
TEST(Bombs, OfASparseMatrixOnlyTheColumnsInUseAreHeld) {
  TemporaryFolder folder;
  const std::string path =
      folder
          .write("wide.npz", zip({storedEntry("format.npy", npyOf("|S3", "()", "csr")),
                                  storedEntry("shape.npy", formatNpy(std::vector<int64_t>{2, 1 << 30}, {2})),
                                  storedEntry("data.npy", formatNpy(std::vector<double>{1}, {1})),
                                  storedEntry("indices.npy", formatNpy(std::vector<int32_t>{5}, {1})),
                                  storedEntry("indptr.npy", formatNpy(std::vector<int32_t>{0, 1, 1}, {3}))}))
          .string();
  const Measured measured = inChild([&] {
    RunControl control(1);
    const DatasetPtr dataset = openDataset(path, {}, 1, control);
    return dataset->points == 2 && dataset->dimensions == 1 && dataset->value(0, 0) == 1 &&
           dataset->value(1, 0) == 0;
  });
  EXPECT_TRUE(measured.good);
  EXPECT_LT(measured.megabytes, 50);
}

}  // namespace
}  // namespace adapsne
