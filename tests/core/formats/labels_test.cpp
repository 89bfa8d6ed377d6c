// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_readers.h"
#include "core/arrays/npy.h"
#include "core/arrays/npy_text.h"
#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "core/tables/table_readers.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Indices = std::vector<int32_t>;
using Texts = std::vector<std::string>;

class ReadLabels : public ::testing::Test {
 protected:
  Labels read(const std::string& bytes, const std::string& name = "labels.txt",
              const DatasetOptions& options = {}) {
    return readLabels(folder.write(name, bytes), options, control);
  }
  std::string error(const std::string& bytes, const std::string& name = "labels.txt",
                    const DatasetOptions& options = {}) {
    return errorOf([&] { read(bytes, name, options); });
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST(IndexLabels, SortsIntegersByValue) {
  const Labels labels = indexLabels({"10", "9", "-1", "10"});
  EXPECT_EQ(labels.names, (Texts{"-1", "9", "10"}));
  EXPECT_EQ(labels.values, (Indices{2, 1, 0, 2}));
}

TEST(IndexLabels, SortsTextAsText) {
  const Labels labels = indexLabels({"b10", "b9", "a"});
  EXPECT_EQ(labels.names, (Texts{"a", "b10", "b9"}));
  EXPECT_EQ(labels.values, (Indices{1, 2, 0}));
  EXPECT_EQ(indexLabels({"10", "9", "x"}).names, (Texts{"10", "9", "x"}));
  EXPECT_TRUE(indexLabels({}).values.empty());
}

TEST_F(ReadLabels, FromIdxNpyAndText) {
  EXPECT_EQ(read(idx(0x08, {3}, "\x02\x01\x02")).values, (Indices{1, 0, 1}));
  EXPECT_EQ(read(gzip(idx(0x08, {3}, "\x02\x01\x02"))).names, (Texts{"1", "2"}));
  EXPECT_EQ(read(formatNpy(std::vector<double>{3, 5}, {2})).names, (Texts{"3", "5"}));
  EXPECT_EQ(read(formatNpy(std::vector<int32_t>{3, 5}, {2, 1})).values, (Indices{0, 1}));
  EXPECT_EQ(read("dog\ncat\ndog\n").values, (Indices{1, 0, 1}));
  EXPECT_EQ(read("\"dog, big\"\r\ncat\r\n").names, (Texts{"cat", "dog, big"}));
}

TEST_F(ReadLabels, SkipsATitle) {
  EXPECT_EQ(read("kind\n0\n1\n").values, (Indices{0, 1}));
  EXPECT_EQ(read("Species\nsetosa\nvirginica\n").values, (Indices{0, 1}));
  EXPECT_EQ(read("0\n1\nx\n").values.size(), 3u);
}

TEST_F(ReadLabels, RefusesWhatIsNoLabels) {
  EXPECT_TRUE(
      contains(error(idx(0x08, {2, 2, 2}, "12345678"), "images"),
               "images: holds 2 x 2 x 2 values; labels have one dimension. Give the array of the labels"));
  EXPECT_TRUE(contains(error(formatNpy(std::vector<double>{1, 1.5}, {2})),
                       "row 1 (counted from 0): is not a class number: 1.5."));
  EXPECT_TRUE(contains(error(formatNpy(std::vector<double>{1e300}, {1})), "is not a class number: 1e+300."));
  EXPECT_TRUE(
      contains(error("1,2\n3,4\n"), "line 1: has more than one column; a labels file has one label a line."));
  EXPECT_TRUE(
      contains(error("@relation t\n@attribute a numeric\n@data\n1\n", "t.arff"),
               "is ARFF; a file of labels is CSV, TSV, NPY, NPZ, IDX, HDF5, safetensors or JSON. Save the "
               "labels with numpy.save"));
}

TEST_F(ReadLabels, AMissingOneKeepsItsPlace) {
  EXPECT_EQ(read("a\nNA\nb\n").values, (Indices{0, kUnlabelled, 1}));
  EXPECT_EQ(read("a\n\n\nb\n").values, (Indices{0, kUnlabelled, kUnlabelled, 1}));
  EXPECT_EQ(read("\nb\n\n\n").values, (Indices{kUnlabelled, 0})) << "empty lines at the end are none";
}

TEST_F(ReadLabels, TakesMissingOnesInArraysAsUnlabelled) {
  EXPECT_EQ(read(npyOf("<f4", "(3,)", raw<float>({1, std::numeric_limits<float>::quiet_NaN(), 0}))).values,
            (Indices{1, kUnlabelled, 0}));
  EXPECT_EQ(read(formatNpyText({"b", "", "a", "nan"})).values, (Indices{1, kUnlabelled, 0, kUnlabelled}));
}

TEST_F(ReadLabels, FromTextBytesAndOneHotArrays) {
  EXPECT_EQ(read(formatNpyText({"setosa", "iris", "setosa"})).names, (Texts{"iris", "setosa"}));
  EXPECT_EQ(read(gzip(npyOf("|S2", "(2, 1)", std::string("ab\xe9\0", 4)))).names, (Texts{"ab", "\xc3\xa9"}));
  EXPECT_EQ(read(idx(0x08, {2, 3}, std::string("\0\0\1\1\0\0", 6))).names, (Texts{"0", "2"}));
  EXPECT_TRUE(contains(error(npyOf("|O", "(2,)", "\x80\4")), "numpy.array(a.tolist(), str)"));
  EXPECT_TRUE(contains(error(formatNpy(std::vector<double>{1.5}, {1})), "Or leave out --labels."));
}

TEST_F(ReadLabels, FromAnArchiveTheArrayThatIsNamedSoOrAskedFor) {
  const std::string numbers = formatNpy(std::vector<int32_t>{1, 0, -1}, {3});
  const std::string matrix = formatNpy(std::vector<float>{1, 2, 3, 4, 5, 6}, {3, 2});
  EXPECT_EQ(read(zip({storedEntry("anything.npy", formatNpyText({"b", "", "a"}))})).values,
            (Indices{1, kUnlabelled, 0}))
      << "the only one";
  const std::string both = zip({storedEntry("X.npy", matrix), storedEntry("y.npy", numbers),
                                storedEntry("species.npy", formatNpyText({"b", "b", "a"})),
                                storedEntry("class_names.npy", formatNpyText({"ant", "bee"}))});
  EXPECT_EQ(read(both).names, (Texts{"ant", "bee"}));
  EXPECT_EQ(read(both).values, (Indices{1, 0, kUnlabelled}));
  EXPECT_EQ(read(both, "l.npz", {.labelArray = "species"}).values, (Indices{1, 1, 0}));
  EXPECT_TRUE(contains(error(both, "l.npz", {.labelArray = "kind"}),
                       "holds no array \"kind\"; its arrays are X (3 x 2), y (3)"));
  EXPECT_TRUE(contains(error(both, "l.npz", {.labelArray = "X"}), "labels have one dimension"));
  const std::string split = zip({storedEntry("y_train.npy", numbers),
                                 storedEntry("y_test.npy", formatNpy(std::vector<int32_t>{7, 8}, {2}))});
  EXPECT_EQ(read(split).values.size(), 3u);
  EXPECT_EQ(read(split, "l.npz", {.split = "test"}).names, (Texts{"7", "8"}));
  EXPECT_TRUE(contains(error(zip({storedEntry("a.npy", numbers), storedEntry("b.npy", numbers)})),
                       "does not tell which of its arrays are the labels; its arrays are a (3) and b (3)"));
  const std::string tensors =
      R"({"y":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[3,11]}})";
  EXPECT_EQ(read(littleEndian(tensors.size(), 8) + tensors + std::string("\5\6\5________")).names,
            (Texts{"5", "6"}));
}

TEST_F(ReadLabels, FromJsonAsAnArrayOrOneALine) {
  EXPECT_EQ(read(R"(["b", "a", null, "b"])", "l.json").values, (Indices{1, 0, kUnlabelled, 1}));
  EXPECT_EQ(read("[3, 10,\n 3.0, true]", "l.json").names, (Texts{"10", "3", "true"}));
  EXPECT_EQ(read("[\n{\"id\": 1, \"label\": \"x\"},\n{\"id\": 2}\n]", "l.json").values,
            (Indices{0, kUnlabelled}));
  EXPECT_EQ(read(R"({"labels": ["b", "a"], "note": "n"})", "l.json").values, (Indices{1, 0}));
  EXPECT_EQ(read("\"b\"\n\n7\r\nnull\n", "l.jsonl").values, (Indices{1, 0, kUnlabelled}));
  EXPECT_EQ(read("[2]\n[1]\n[2]\n", "l.jsonl").values, (Indices{1, 0, 1}));
  EXPECT_EQ(read("[[2], [1]]", "l.json").values, (Indices{1, 0}));
  const std::string lines = "{\"id\": \"p\", \"kind\": \"x\"}\n{\"kind\": \"w\", \"id\": \"q\"}\n";
  EXPECT_EQ(read(lines, "l.jsonl", {.labelArray = "id"}).names, (Texts{"p", "q"}));
  EXPECT_EQ(read(lines, "l.jsonl", {.labelArray = "kind"}).values, (Indices{1, 0}));
  EXPECT_TRUE(
      contains(error(lines, "l.jsonl", {.labelArray = "no"}), "holds no field \"no\", only id and kind."));
  EXPECT_TRUE(contains(error("{\"a\": 1, \"b\": 2}\n{\"a\": 2}\n", "l.jsonl"),
                       "line 1: does not tell which of its fields is the label: a and b."));
  EXPECT_TRUE(
      contains(error("[1, 1.5]", "l.json"), "record 1 (counted from 0): is not a class number: 1.5."));
  EXPECT_TRUE(contains(error("[[1, 2], [3, 4]]", "l.json"), "is a list or an object, no label."));
  EXPECT_TRUE(contains(error("[1, 2", "l.json"), "is not valid JSON from byte"));
  EXPECT_TRUE(contains(error("1\n{\n", "l.jsonl"), "line 2: is not valid JSON"));
  EXPECT_TRUE(contains(error(std::string(100000, '['), "l.json"), "l.json"));
}

TEST_F(ReadLabels, BesideDataTheArrayIsThatOfTheLabelsFile) {
  const std::string data =
      folder
          .write("x.npz", zip({storedEntry("X.npy", formatNpy(std::vector<float>{1, 2, 3}, {3, 1})),
                               storedEntry("y.npy", formatNpy(std::vector<int32_t>{0, 0, 1}, {3}))}))
          .string();
  const std::string labels = folder
                                 .write("l.npz", zip({storedEntry("a.npy", formatNpyText({"p", "q", "p"})),
                                                      storedEntry("b.npy", formatNpyText({"p", "q", "r"}))}))
                                 .string();
  const DatasetPtr dataset = openDataset(data, {.labels = labels, .labelArray = "b"}, 1, control);
  EXPECT_EQ(dataset->classNames, (Texts{"p", "q", "r"}));
  const DatasetPtr part = openDataset(data, {.points = 2, .labels = labels, .labelArray = "a"}, 1, control);
  EXPECT_EQ(part->labels, (Indices{0, 1}));
}

}  // namespace
}  // namespace adapsne
