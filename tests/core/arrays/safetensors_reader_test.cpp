// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>

#include "core/arrays/array_readers.h"
#include "core/catalogue/catalogue.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

using Floats = std::vector<float>;

std::string file(const std::string& json, const std::string& data) {
  return littleEndian(json.size(), 8) + json + data;
}

class Safetensors : public ::testing::Test {
 protected:
  DatasetPtr open(const std::string& bytes, const DatasetOptions& options = {}) {
    return openDataset(folder.write("a.safetensors", bytes).string(), options, 1, control);
  }
  std::string error(const std::string& json, const std::string& data = std::string(64, '\0')) {
    return errorOf([&] { open(file(json, data)); });
  }
  Floats values(const std::string& type, const std::string& data) {
    return open(file("{\"t\":{\"dtype\":\"" + type + "\",\"shape\":[2,1],\"data_offsets\":[0," +
                         std::to_string(data.size()) + "]}}",
                     data))
        ->features.floats();
  }
  TemporaryFolder folder;
  RunControl control{1};
};

TEST_F(Safetensors, ReadsEveryType) {
  EXPECT_EQ(values("F32", raw<float>({1.5, -2})), (Floats{1.5, -2}));
  EXPECT_EQ(values("F64", raw<double>({1.5, -2})), (Floats{1.5, -2}));
  EXPECT_EQ(values("F16", raw<uint16_t>({0x3c00, 0xc000})), (Floats{1, -2}));
  EXPECT_EQ(values("BF16", raw<uint16_t>({0x3fc0, 0xc000})), (Floats{1.5, -2}));
  EXPECT_EQ(values("I8", "\x01\xfe"), (Floats{1, -2}));
  EXPECT_EQ(values("U8", "\x01\xfe"), (Floats{1, 254}));
  EXPECT_EQ(values("BOOL", std::string("\x01\x00", 2)), (Floats{1, 0}));
  EXPECT_EQ(values("I16", raw<int16_t>({300, -2})), (Floats{300, -2}));
  EXPECT_EQ(values("U16", raw<uint16_t>({300, 65535})), (Floats{300, 65535}));
  EXPECT_EQ(values("I32", raw<int32_t>({70000, -2})), (Floats{70000, -2}));
  EXPECT_EQ(values("U32", raw<uint32_t>({70000, 2})), (Floats{70000, 2}));
  EXPECT_EQ(values("I64", raw<int64_t>({70000, -2})), (Floats{70000, -2}));
  EXPECT_EQ(values("U64", raw<uint64_t>({70000, 2})), (Floats{70000, 2}));
}

TEST_F(Safetensors, ChoosesTensorsAsArchivesDo) {
  const std::string json =
      R"({"__metadata__":{"format":"pt"},"labels":{"dtype":"I64","shape":[2],"data_offsets":[16,32]},)"
      R"("embeddings":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
      R"("head.weight":{"dtype":"F32","shape":[3,1],"data_offsets":[32,44]}}  )";
  const std::string bytes = file(json, raw<float>({1, 2, 3, 4}) + raw<int64_t>({7, 5}) + raw<float>({9, 8, 7}));
  const DatasetPtr dataset = open(bytes);
  EXPECT_EQ(dataset->features, (Floats{1, 2, 3, 4}));
  EXPECT_EQ(dataset->classNames, (std::vector<std::string>{"5", "7"}));
  EXPECT_EQ(dataset->name, "a");
  EXPECT_TRUE(contains(dataset->warnings.at(0), "Not read: head.weight (3 x 1)"));
  EXPECT_EQ(open(bytes, {.array = "head.weight"})->features, (Floats{9, 8, 7}));
  EXPECT_EQ(open(gzip(bytes))->hash, dataset->hash);
}

TEST_F(Safetensors, RefusesDamageAndWhatTheFileDoesNotHold) {
  EXPECT_TRUE(contains(error(R"({"t":{"dtype":"F32","shape":[4,8],"data_offsets":[0,128]}})"), "does not hold"));
  EXPECT_TRUE(contains(error(R"({"t":{"dtype":"F32","shape":[4,4],"data_offsets":[8,64]}})"), "does not hold"));
  EXPECT_TRUE(contains(error(R"({"t":{"dtype":"F32","shape":[4,4],"data_offsets":[64,0]}})"), "does not hold"));
  EXPECT_TRUE(contains(
      error(R"({"t":{"dtype":"F32","shape":[1152921504606846976,1],"data_offsets":[0,64]}})"), "does not hold"));
  EXPECT_TRUE(contains(error(R"({"t":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})"),
                       "does not hold"));
  EXPECT_TRUE(contains(error(R"({"t":{"dtype":"F32","shape":[-1,1],"data_offsets":[0,0]}})"), "no list of sizes"));
  EXPECT_TRUE(contains(error(R"({"t":{"dtype":"F32","shape":[1e3],"data_offsets":[0,0]}})"), "no list of sizes"));
  EXPECT_TRUE(contains(error(R"({"t":{"shape":[1,1],"data_offsets":[0,4]}})"), "has no dtype"));
  EXPECT_TRUE(contains(error(R"({"t":7})"), "has no shape"));
  EXPECT_TRUE(contains(error(R"({"t":{)"), "its header is no JSON"));
  EXPECT_TRUE(contains(error(R"({"t":[[[[[[[[[1]]]]]]]]]})"), "nested too deep"));
  EXPECT_TRUE(contains(error(R"({"t":{"dtype":"F8_E4M3","shape":[8,8],"data_offsets":[0,64]}})"),
                       "holds no array of features"));
  EXPECT_TRUE(contains(errorOf([&] { open(littleEndian(1ull << 60, 8) + "{\"t\""); }), "is not an"))
      << "no safetensors by its beginning, nor anything else";
  EXPECT_TRUE(contains(errorOf([&] { open(littleEndian(1000, 8) + "{\"t\""); }), "its header promises 1000 bytes"));
  EXPECT_TRUE(contains(errorOf([&] { open(littleEndian(5 << 20, 8) + "{\"t\"" + std::string(6 << 20, ' ')); }),
                       "its header promises 5242880 bytes"));
}

}  // namespace
}  // namespace adapsne
