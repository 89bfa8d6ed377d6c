// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npy.h"

#include <cmath>
#include <limits>

#include "core/arrays/npy_text.h"
#include "tests/core/dataset/test_files.h"

namespace adapsne {
namespace {
using namespace test;

std::vector<double> valuesOf(const std::string& bytes) {
  return parseNpy(bytes, "a.npy").values;
}
std::string error(const std::string& bytes) {
  return errorOf([&] { parseNpy(bytes, "a.npy"); });
}

TEST(Npy, ReadsBackWhatItFormats) {
  const NpyArray array = parseNpy(formatNpy(std::vector<float>{1, 2.5, -3, 4, 5, 6}, {2, 3}), "a");
  EXPECT_EQ(array.shape, (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(array.values, (std::vector<double>{1, 2.5, -3, 4, 5, 6}));
  EXPECT_FALSE(array.integral);
  EXPECT_EQ(valuesOf(formatNpy(std::vector<double>{0.1}, {1})), (std::vector<double>{0.1}));
  EXPECT_EQ(valuesOf(formatNpy(std::vector<int32_t>{-7}, {1})), (std::vector<double>{-7}));
  EXPECT_EQ(valuesOf(formatNpy(std::vector<int64_t>{1ll << 40}, {1})), (std::vector<double>{0x1p40}));
  EXPECT_TRUE(parseNpy(formatNpy(std::vector<int32_t>{1}, {1}), "a").integral);
}

TEST(Npy, FormatsTheHeaderAsNumpyDoes) {
  const std::string bytes = formatNpy(std::vector<float>{1, 2, 3}, {3});
  EXPECT_EQ(bytes.size() % 64, 12u);
  EXPECT_EQ(bytes[bytes.size() - 13], '\n');
  EXPECT_TRUE(contains(bytes, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"));
  EXPECT_TRUE(contains(formatNpy(std::vector<float>{1}, {}), "'shape': ()"));
  EXPECT_TRUE(contains(formatNpy(std::vector<float>{1}, {1, 1}), "'shape': (1, 1)"));
}

TEST(Npy, ReadsEveryNumericType) {
  EXPECT_EQ(valuesOf(npyOf("|b1", "(2,)", std::string("\x00\x01", 2))), (std::vector<double>{0, 1}));
  EXPECT_EQ(valuesOf(npyOf("|i1", "(1,)", "\xff")), (std::vector<double>{-1}));
  EXPECT_EQ(valuesOf(npyOf("|u1", "(1,)", "\xff")), (std::vector<double>{255}));
  EXPECT_EQ(valuesOf(npyOf("<i2", "(1,)", raw<int16_t>({-300}))), (std::vector<double>{-300}));
  EXPECT_EQ(valuesOf(npyOf("<u2", "(1,)", raw<uint16_t>({60000}))), (std::vector<double>{60000}));
  EXPECT_EQ(valuesOf(npyOf("<u4", "(1,)", raw<uint32_t>({4000000000}))), (std::vector<double>{4e9}));
  EXPECT_EQ(valuesOf(npyOf("<u8", "(1,)", raw<uint64_t>({1ull << 63}))), (std::vector<double>{0x1p63}));
  EXPECT_EQ(valuesOf(npyOf("<i8", "(1,)", raw<int64_t>({-5}))), (std::vector<double>{-5}));
  EXPECT_EQ(valuesOf(npyOf("<f8", "(1,)", raw<double>({1e300}))), (std::vector<double>{1e300}));
}

TEST(Npy, ReadsHalfPrecision) {
  const auto values =
      valuesOf(npyOf("<f2", "(6,)", raw<uint16_t>({0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00, 0x7e00})));
  EXPECT_EQ(values[0], 1);
  EXPECT_EQ(values[1], -2);
  EXPECT_EQ(values[2], 0x1p-24);
  EXPECT_EQ(values[3], 65504);
  EXPECT_EQ(values[4], -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(values[5]));
}

TEST(Npy, ReadsBigEndian) {
  EXPECT_EQ(valuesOf(npyOf(">i4", "(1,)", bigEndian(258, 4))), (std::vector<double>{258}));
  EXPECT_EQ(valuesOf(npyOf(">f4", "(1,)", bigEndian(0x3fc00000, 4))), (std::vector<double>{1.5}));
}

TEST(Npy, ReadsFortranOrder) {
  // In memory a column after the other: [[1, 2, 3], [4, 5, 6]].
  EXPECT_EQ(valuesOf(npyOf("<i4", "(2, 3)", raw<int32_t>({1, 4, 2, 5, 3, 6}), true)),
            (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(valuesOf(npyOf("<i4", "(2, 1, 2)", raw<int32_t>({1, 3, 2, 4}), true)),
            (std::vector<double>{1, 2, 3, 4}));
}

TEST(Npy, ReadsVersions1To3) {
  const std::string dict = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }";
  for (const int version : {1, 2, 3}) EXPECT_EQ(valuesOf(npy(dict, "ab", version)).size(), 2u) << version;
  EXPECT_TRUE(
      contains(error(npy(dict, "ab", 4)), "a.npy: is an NPY file of version 4, known are 1, 2 and 3."));
}

TEST(Npy, ReadsNoDimensionAndNoElements) {
  EXPECT_EQ(parseNpy(npyOf("|u1", "()", "a"), "a").shape, (std::vector<int64_t>{}));
  EXPECT_EQ(parseNpy(npyOf("<f4", "(3, 0)", ""), "a").shape, (std::vector<int64_t>{3, 0}));
}

TEST(Npy, AcceptsOtherSpellingsOfTheHeader) {
  EXPECT_EQ(
      valuesOf(npy("{\"shape\": (2L, 1L), \"fortran_order\": False, \"descr\": \"|u1\"}   \n", "ab")).size(),
      2u);
}

TEST(Npy, RefusesOtherTypesByName) {
  EXPECT_TRUE(
      contains(error(npyOf("<U5", "(1,)", std::string(20, 'x'))), "holds text (dtype <U5), real numbers"));
  EXPECT_TRUE(contains(error(npyOf("|S5", "(1,)", "12345")), "holds text (dtype |S5)"));
  EXPECT_TRUE(contains(error(npyOf("|O", "(1,)", "x")), "holds Python objects (dtype |O)"));
  EXPECT_TRUE(
      contains(error(npyOf("<c16", "(1,)", std::string(16, 'x'))), "holds complex numbers (dtype <c16)"));
  EXPECT_TRUE(
      contains(error(npyOf("<M8[ns]", "(1,)", std::string(8, 'x'))), "holds dates or times (dtype <M8[ns])"));
  EXPECT_TRUE(contains(error(npyOf("<f16", "(1,)", std::string(16, 'x'))),
                       "extended-precision numbers (dtype <f16)"));
  EXPECT_TRUE(
      contains(error(npy("{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,), }",
                         "12345678")),
               "holds structured records (dtype [('a', '<f4'), ('b', '<i4')])"));
  EXPECT_TRUE(contains(error(npyOf("", "(1,)", "x")), "holds values of an unknown type"));
}

TEST(Npy, RefusesAnotherLengthThanPromised) {
  EXPECT_TRUE(contains(error(npyOf("<f4", "(2, 2)", "123456789012345")),
                       "promises 2 x 2 values in 16 bytes, the file holds 15 bytes. It is truncated"));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(1,)", "12345")),
                       "promises 1 values in 4 bytes, the file holds 5 bytes. Save one array a file."));
}

TEST(Npy, RefusesImpossibleShapes) {
  EXPECT_TRUE(
      contains(error(npyOf("<f4", "(-1, 2)", "")), "holds a shape that is not a tuple of sizes: -1, 2"));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(4611686018427387904,)", "")), "more than any file can hold."));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(4294967296, 4294967296)", "")), "more than any file can hold."));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(99999999999999999999,)", "")), "not a tuple of sizes"));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(1099511627776,)", "")),
                       "promises 1099511627776 values in 4398046511104"));
}

TEST(Npy, RefusesABrokenHeader) {
  EXPECT_TRUE(contains(error("\x93NUMPX"), "is not an NPY file"));
  EXPECT_TRUE(contains(error("\x93NUMPY\x01"), "ends inside the NPY header."));
  EXPECT_TRUE(contains(error(npyOf("<f4", "(1,)", "").substr(0, 30)), "ends inside the NPY header."));
  EXPECT_TRUE(contains(error(npy("[1, 2]", "")), "is not a dict of descr, fortran_order and shape"));
  EXPECT_TRUE(contains(error(npy("{'descr': '<f4'}", "")), "lacks descr, fortran_order or shape"));
  EXPECT_TRUE(contains(error(npy("{'descr: <f4}", "")), "holds a string without end"));
  EXPECT_TRUE(contains(error(npy("{'other': '<f4'}", "")), "has the unknown key 'other'"));
  EXPECT_TRUE(contains(error(npy("{'fortran_order': 1}", "")), "neither True nor False"));
}

TEST(NpyText, ReadsBackWhatItFormats) {
  const std::vector<std::string> texts{"", "T-shirt/top", "\xc3\xa9t\xc3\xa9", "\xe6\xbc\xa2",
                                       "\xf0\x9f\x98\x80"};
  EXPECT_EQ(parseNpyText(formatNpyText(texts), "a"), texts);
  EXPECT_TRUE(contains(formatNpyText(texts), "'descr': '<U11'"));
}

TEST(NpyText, RefusesNumbersAndDamage) {
  const auto textError = [](const std::string& bytes) { return errorOf([&] { parseNpyText(bytes, "a"); }); };
  EXPECT_TRUE(
      contains(textError(npyOf("<f4", "(1,)", "1234")), "is not a list of texts (dtype <f4, 4 bytes)."));
  EXPECT_TRUE(contains(textError(npyOf("<U2", "(3,)", std::string(8, '\0'))), "is not a list of texts"));
  EXPECT_TRUE(
      contains(textError(npyOf("<U1", "(1,)", "\xff\xff\xff\xff")), "a character that does not exist"));
}

}  // namespace
}  // namespace adapsne
