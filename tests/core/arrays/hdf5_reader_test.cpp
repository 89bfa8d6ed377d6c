// SPDX-License-Identifier: GPL-3.0-or-later
#define H5_USE_110_API
#include <cstring>

#include <hdf5.h>

#include "core/arrays/lzf.h"
#include "core/catalogue/catalogue.h"
#include "core/support/random.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Floats = std::vector<float>;
using Indices = std::vector<int32_t>;
using Texts = std::vector<std::string>;

/// An HDF5 file that is written by the library itself.
class Writer {
 public:
  /// In the oldest version of the format that does, as h5py writes it, or in the latest.
  explicit Writer(const std::filesystem::path& path, bool latest = false) {
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (latest) H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    file_ = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Pclose(access);
  }
  ~Writer() { H5Fclose(file_); }

  hid_t id() const { return file_; }
  void group(const std::string& path) {
    H5Gclose(H5Gcreate2(file_, path.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  }

  /// A dataset; packed in chunks by deflate if there are any.
  void write(const std::string& path, hid_t type, const std::vector<hsize_t>& shape, const void* values,
             const std::vector<hsize_t>& chunk = {}) {
    const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    if (!chunk.empty()) {
      H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
      H5Pset_deflate(creation, 6);
    }
    const hid_t dataset = H5Dcreate2(file_, path.c_str(), type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    if (values) H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    H5Dclose(dataset);
    H5Pclose(creation);
    H5Sclose(space);
  }
  void floats(const std::string& path, const std::vector<hsize_t>& shape, const Floats& values,
              const std::vector<hsize_t>& chunk = {}) {
    write(path, H5T_NATIVE_FLOAT, shape, values.data(), chunk);
  }
  void integers(const std::string& path, const std::vector<int64_t>& values) {
    write(path, H5T_NATIVE_INT64, {values.size()}, values.data());
  }
  void texts(const std::string& path, const Texts& values) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    std::vector<const char*> pointers;
    for (const std::string& text : values) pointers.push_back(text.c_str());
    write(path, type, {values.size()}, pointers.data());
    H5Tclose(type);
  }
  void attribute(const std::string& path, const char* name, const std::string& text) {
    const hid_t object = H5Oopen(file_, path.c_str(), H5P_DEFAULT), type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t id = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    const char* pointer = text.c_str();
    H5Awrite(id, type, &pointer);
    H5Aclose(id);
    H5Sclose(space);
    H5Tclose(type);
    H5Oclose(object);
  }
  void attribute(const std::string& path, const char* name, const std::vector<int64_t>& values) {
    const hid_t object = H5Oopen(file_, path.c_str(), H5P_DEFAULT);
    const hsize_t size = values.size();
    const hid_t space = H5Screate_simple(1, &size, nullptr);
    const hid_t id = H5Acreate2(object, name, H5T_NATIVE_INT64, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(id, H5T_NATIVE_INT64, values.data());
    H5Aclose(id);
    H5Sclose(space);
    H5Oclose(object);
  }

 private:
  hid_t file_;
};

class Hdf5 : public ::testing::Test {
 protected:
  std::filesystem::path path() const { return folder.path() / "a.h5"; }
  DatasetPtr open(const DatasetOptions& options = {}) {
    return openDataset(path().string(), options, 1, control);
  }
  std::string error(const DatasetOptions& options = {}) {
    return errorOf([&] { open(options); });
  }
  std::string bytes() const {
    std::ifstream file(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  TemporaryFolder folder;
  RunControl control{1};
  const Floats six = {1, 2, 3, 4, 5, 6};
};

TEST_F(Hdf5, TheOnlyMatrixAndItsLabels) {
  {
    Writer file(path());
    file.group("results");
    file.floats("results/vectors of it", {3, 2}, six);
    file.integers("y", {4, 4, 9});
    file.integers("results/steps", {1, 2});
  }
  const DatasetPtr dataset = open();
  EXPECT_EQ(dataset->features, six);
  EXPECT_EQ(dataset->classNames, (Texts{"4", "9"}));
  EXPECT_EQ(dataset->labels, (Indices{0, 0, 1}));
  EXPECT_TRUE(contains(dataset->warnings.at(0), "Not read: results/steps (2)"));
  folder.write("b.h5.gz", gzip(bytes()));
  EXPECT_EQ(openDataset((folder.path() / "b.h5.gz").string(), {}, 1, control)->hash, dataset->hash);
}

TEST_F(Hdf5, PathsChooseArrays) {
  {
    Writer file(path());
    for (const char* group : {"a", "b"}) {
      file.group(group);
      file.floats(std::string(group) + "/x", {3, 2}, six, {2, 2});
    }
    file.texts("b/who", {"eve", "", "bob"});
  }
  EXPECT_TRUE(
      contains(error(), "more than one array of features; its arrays are a/x (3 x 2), b/who (3) and b/x"));
  const DatasetPtr dataset = open({.array = "b/x", .labelArray = "b/who"});
  EXPECT_EQ(dataset->features, six);
  EXPECT_EQ(dataset->classNames, (Texts{"bob", "eve"}));
  EXPECT_EQ(dataset->labels, (Indices{1, kUnlabelled, 0}));
  EXPECT_TRUE(contains(error({.array = "c/x"}), "holds no array \"c/x\""));
}

TEST_F(Hdf5, SplitsLieInGroups) {
  {
    Writer file(path());
    for (const char* group : {"train", "test"}) file.group(group);
    file.floats("train/images", {3, 1, 2}, six);
    file.integers("train/labels", {1, 2, 1});
    file.floats("test/images", {1, 1, 2}, {7, 8});
    file.integers("test/labels", {2});
  }
  EXPECT_EQ(open()->points, 3);
  EXPECT_EQ(open({.split = "test"})->features, (Floats{7, 8}));
  const DatasetPtr all = open({.split = "all"});
  EXPECT_EQ(all->features, (Floats{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(all->labels, (Indices{0, 1, 0, 1}));
  EXPECT_EQ(all->image.width, 2);
}

TEST_F(Hdf5, ReadsTypesInAnyOrderOfBytesAndRowsInPieces) {
  RandomStream random(3);
  std::vector<int16_t> numbers;
  // A row is larger than what is read at once, and images are read as a whole.
  for (int k = 0; k < 3 * 400 * 500; ++k) numbers.push_back(static_cast<int16_t>(random.below(1000)));
  {
    Writer file(path());
    file.write("X", H5T_NATIVE_INT16, {3, 400 * 500}, numbers.data(), {2, 7000});
    file.write("pictures", H5T_NATIVE_INT16, {3, 400, 500}, numbers.data());
    const std::string big = bigEndian(1, 4) + bigEndian(70000, 4);
    file.write("big", H5T_STD_I32BE, {2, 1}, big.data());
    const std::vector<double> doubles = {0.25, 1e9};
    file.write("doubles", H5T_NATIVE_DOUBLE, {2, 1}, doubles.data());
  }
  const DatasetPtr table = open(), pictures = open({.array = "pictures"});
  ASSERT_EQ(table->features.size(), numbers.size());
  for (size_t k = 0; k < numbers.size(); ++k) ASSERT_EQ(table->features[k], numbers[k]);
  EXPECT_EQ(pictures->features, table->features);
  EXPECT_EQ(pictures->image.width, 500);
  EXPECT_EQ(open({.array = "big"})->features, (Floats{1, 70000}));
  EXPECT_EQ(open({.array = "doubles"})->value(1, 0), 1e9);
  const DatasetPtr part = open({.points = 2, .pick = PickRows::Random});
  for (size_t i = 0; i < 2; ++i)
    EXPECT_EQ(part->features[i * 200000 + 9], numbers[static_cast<size_t>(part->sourceRows[i]) * 200000 + 9]);
}

/// As anndata 0.8 writes it.
void writeAnnData(const std::filesystem::path& path) {
  Writer file(path);
  for (const char* group : {"X", "obs", "obs/cell_type", "obs/batch", "obsm", "var"}) file.group(group);
  file.attribute("X", "encoding-type", "csr_matrix");
  file.attribute("X", "shape", std::vector<int64_t>{4, 3});
  file.floats("X/data", {4}, {2, 1, 3, 4});
  file.integers("X/indices", {1, 0, 2, 1});
  file.integers("X/indptr", {0, 1, 1, 3, 4});
  for (const char* column : {"cell_type", "batch"}) {
    file.attribute(std::string("obs/") + column, "encoding-type", "categorical");
    const std::vector<int8_t> codes = {1, 0, -1, 1};
    file.write(std::string("obs/") + column + "/codes", H5T_NATIVE_INT8, {4}, codes.data());
  }
  file.texts("obs/cell_type/categories", {"B", "T"});
  file.texts("obs/batch/categories", {"one", "two"});
  file.texts("obs/_index", {"c1", "c2", "c3", "c4"});
  file.floats("obs/score", {4}, {1, 2, 3, 4});
  file.floats("obsm/X_pca", {4, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  file.texts("var/_index", {"g1", "g2", "g3"});
}

TEST_F(Hdf5, AnnDataIsReadWithItsSparseMatrixAndCategories) {
  writeAnnData(path());
  const DatasetPtr dataset = open();
  EXPECT_EQ(dataset->features, (Floats{0, 2, 0, 0, 0, 0, 1, 0, 3, 0, 4, 0}));
  EXPECT_EQ(dataset->classNames, (Texts{"B", "T"}));
  EXPECT_EQ(dataset->labels, (Indices{1, 0, kUnlabelled, 1}));
  EXPECT_TRUE(
      contains(dataset->warnings.at(0), "Labels are obs/cell_type; --label-array takes another column."));
  const DatasetPtr other = open({.array = "obsm/X_pca", .labelArray = "obs/batch"});
  EXPECT_EQ(other->features, (Floats{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(other->classNames, (Texts{"one", "two"}));
  EXPECT_FALSE(open({.labelColumn = "none"})->hasLabels());
}

/// [[0, 2], [1, 0]] by columns; only the attribute says so. As h5py writes it, and of fixed length; in either
/// version of the format.
TEST_F(Hdf5, ASquareMatrixOfColumnsIsToldByItsAttribute) {
  for (const bool latest : {false, true}) {
    for (const char* encoding : {"csc_matrix", "csr_matrix"}) {
      SCOPED_TRACE(std::string(encoding) + (latest ? ", latest" : ""));
      {
        Writer file(path(), latest);
        file.group("X");
        file.attribute("X", "encoding-version", "0.1.0");
        file.attribute("X", "encoding-type", encoding);
        file.attribute("X", "shape", std::vector<int64_t>{3, 3});
        file.floats("X/data", {3}, {1, 2, 3});
        file.integers("X/indices", {1, 0, 2});
        file.integers("X/indptr", {0, 1, 3, 3});
      }
      const bool byColumns = std::string(encoding) == "csc_matrix";
      EXPECT_EQ(open()->features,
                byColumns ? (Floats{0, 2, 0, 1, 0, 0, 0, 3, 0}) : (Floats{0, 1, 0, 2, 0, 3, 0, 0, 0}));
    }
  }
  // The heap in which the text lies is damaged: no crash, and no guess.
  std::string damaged = bytes();
  const size_t heap = damaged.find("GCOL");
  ASSERT_NE(heap, std::string::npos);
  damaged.replace(heap, 4, "XXXX");
  folder.write("a.h5", damaged);
  EXPECT_TRUE(contains(error(), "attribute encoding-type cannot be read."));
}

TEST_F(Hdf5, AttributesInDenseStorageAreNamedAsThat) {
  for (const int more : {0, 12}) {
    {
      Writer file(path(), true);
      file.group("X");
      for (int k = 0; k < more; ++k)
        file.attribute("X", ("a" + std::to_string(k)).c_str(), std::vector<int64_t>{k});
      file.attribute("X", "shape", std::vector<int64_t>{3, 3});
      file.floats("X/data", {3}, {1, 2, 3});
      file.integers("X/indices", {1, 0, 2});
      file.integers("X/indptr", {0, 1, 3, 3});
      file.floats("other", {3, 2}, six);
    }
    EXPECT_EQ(open({.array = "other"})->features, six);
    if (more == 0)
      EXPECT_EQ(open()->dimensions, 3);
    else
      EXPECT_TRUE(
          contains(error(),
                   "array X: is a sparse matrix whose shape lies in an attribute in dense storage (as "
                   "HDF5 keeps more than eight), which is not read. Save the matrix alone, in Python: "))
          << error();
  }
}

TEST_F(Hdf5, LinksAreNotFollowed) {
  {
    Writer other(folder.path() / "other.h5");
    other.floats("x", {3, 2}, six);
  }
  {
    Writer file(path());
    file.group("g");
    H5Lcreate_external("other.h5", "x", file.id(), "out", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_soft("/g", file.id(), "g/circle", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_hard(file.id(), "/", file.id(), "g/root", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_hard(file.id(), "g", file.id(), "g/itself", H5P_DEFAULT, H5P_DEFAULT);
  }
  EXPECT_TRUE(contains(error(), "holds no arrays."));
  EXPECT_TRUE(contains(error({.array = "out"}), "holds no array \"out\""));
  {
    Writer file(path());
    file.floats("x", {3, 2}, six);
    H5Lcreate_external("other.h5", "x", file.id(), "out", H5P_DEFAULT, H5P_DEFAULT);
  }
  EXPECT_TRUE(
      contains(open()->warnings.at(0), "Links within the file and to other files are not followed: out."));
}

TEST_F(Hdf5, DataInOtherFilesAreRefused) {
  folder.write("raw.bin", std::string(24, '\1'));
  {
    Writer file(path());
    const hsize_t shape[] = {3, 2};
    const hid_t space = H5Screate_simple(2, shape, nullptr), creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_external(creation, (folder.path() / "raw.bin").c_str(), 0, 24);
    H5Dclose(H5Dcreate2(file.id(), "x", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    H5Pclose(creation);
    H5Sclose(space);
  }
  EXPECT_TRUE(contains(error(), "lies in other files, which are not opened."));
}

TEST_F(Hdf5, PromisesOfMoreThanTheFileHoldsAreRefused) {
  const auto promise = [&](const std::vector<hsize_t>& shape, const std::vector<hsize_t>& chunk) {
    Writer(path()).write("x", H5T_NATIVE_FLOAT, shape, nullptr, chunk);
    return error();
  };
  EXPECT_TRUE(contains(promise({1ull << 30, 1ull << 30}, {16, 16}), "more than the file can hold"));
  EXPECT_TRUE(contains(promise({1ull << 25, 1ull << 25}, {}), "more than the file can hold"));
  EXPECT_TRUE(contains(promise({1ull << 40, 1ull << 40}, {16, 16}), "more than the file can hold"));
  EXPECT_TRUE(contains(promise({100, 100}, {}), "more than the file can hold")) << "never written";
  // One chunk is written, which claims to be large.
  {
    Writer file(path());
    const Floats zeros(30 << 20);
    file.floats("x", {30 << 20, 1}, zeros, {30 << 20, 1});
  }
  EXPECT_LT(std::filesystem::file_size(path()), 400000u);
  EXPECT_TRUE(contains(error(), "in chunks that are larger than the file can hold"));
}

TEST(Lzf, UnpacksLiteralsAndCopies) {
  EXPECT_EQ(unpackLzf(std::string("\2abc", 4), 100), "abc");
  // Three back, 5 long; then one back, 2 + 7 + 250 long.
  EXPECT_EQ(unpackLzf(std::string("\2abc\x60\2\xe0\xfa\0", 9), 1000), "abcabcab" + std::string(259, 'b'));
  EXPECT_EQ(unpackLzf(std::string("\2abc\xe0\xfa\0", 7), 261), std::nullopt) << "more than wanted";
  for (const std::string& damaged : {std::string("\3abc"), std::string("\2abc\x60"), std::string("\2abc\xe0"),
                                     std::string("\2abc\x60\3"), std::string("\x60\0", 2)})
    EXPECT_EQ(unpackLzf(damaged, 1000), std::nullopt);
}

/// One chunk of 3 x 2 floats with its bytes as they are given.
void writePacked(const std::filesystem::path& path, H5Z_filter_t filter, const std::string& packed) {
  H5Zunregister(filter);  // The program's filter cannot pack.
  Writer file(path);
  const hsize_t shape[] = {3, 2}, place[] = {0, 0};
  const hid_t space = H5Screate_simple(2, shape, nullptr), creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(creation, 2, shape);
  H5Pset_filter(creation, filter, H5Z_FLAG_OPTIONAL, 0, nullptr);
  const hid_t dataset =
      H5Dcreate2(file.id(), "x", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, place, packed.size(), packed.data());
  H5Dclose(dataset);
  H5Pclose(creation);
  H5Sclose(space);
}

TEST_F(Hdf5, ReadsWhatLzfPackedAndNamesOtherFilters) {
  // 24 zeros: one, and 23 copied from one back.
  writePacked(path(), 32000, std::string("\0\0\xe0\x0e\0", 5));
  EXPECT_EQ(open()->features, Floats(6, 0));
  writePacked(path(), 32000, std::string("\0\0\xe0\x0e\7", 5));
  EXPECT_TRUE(contains(error(), "array x: cannot be read. The file is damaged"));
  writePacked(path(), 32000, std::string("\0\0\xe0\x05\0", 5));
  EXPECT_TRUE(contains(error(), "array x: cannot be read.")) << "fewer bytes than a chunk has";
  writePacked(path(), 32001, "anything");
  EXPECT_TRUE(contains(error(), "is packed by a filter that is not known here (32001"));
}

TEST_F(Hdf5, DamagedFilesAreReadOrRefusedAndNothingElse) {
  RandomStream random(77);
  int loaded = 0, refused = 0;
  for (const bool annData : {false, true}) {
    if (annData)
      writeAnnData(path());
    else
      Writer(path()).floats("X", {3, 2}, six, {2, 1});
    const std::string good = bytes();
    for (int round = 0; round < 300; ++round) {
      std::string bad = good;
      for (uint64_t k = 1 + random.below(4); k > 0; --k) {
        const size_t place = random.below(bad.size());
        if (random.below(8) == 0)
          bad.resize(place + 1);
        else
          bad[place] = static_cast<char>(random.below(2) ? random.next() : random.below(16));
      }
      folder.write("a.h5", bad);
      try {
        const DatasetPtr dataset = open({.missing = MissingPolicy::Drop});
        ASSERT_EQ(dataset->features.size(), static_cast<size_t>(dataset->points * dataset->dimensions));
        ++loaded;
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(loaded, 50);
  EXPECT_GT(refused, 50);
}

TEST_F(Hdf5, DamageIsRefused) {
  {
    Writer file(path());
    file.floats("x", {3, 2}, six);
  }
  const std::string good = bytes();
  folder.write("a.h5", good.substr(0, good.size() / 2));
  EXPECT_TRUE(contains(error(), "is not a readable HDF5 file."));
  folder.write("a.h5", "\x89HDF\r\n\x1a\n and no more");
  EXPECT_TRUE(contains(error(), "is not a readable HDF5 file."));
  {
    Writer file(path());
    file.texts("names", {"a", "b"});
    const hid_t complex = H5Tcreate(H5T_COMPOUND, 8);
    H5Tinsert(complex, "r", 0, H5T_NATIVE_FLOAT);
    H5Tinsert(complex, "i", 4, H5T_NATIVE_FLOAT);
    file.write("z", complex, {3, 1}, six.data());
    H5Tclose(complex);
  }
  EXPECT_TRUE(contains(error(), "holds no array of features; its arrays are names (2) and z (3 x 1)."));
  EXPECT_TRUE(contains(error({.array = "z"}), "holds no real numbers."));
  EXPECT_TRUE(contains(error({.array = "names"}), "holds no real numbers."));
}

}  // namespace
}  // namespace adapsne
