// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels' copies for each instruction set that this machine can run, against each other and long double.
#include "core/perplexity/row_kernels.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/perplexity/row_kernels_inline.h"
#include "core/support/random.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

/// One compilation of the bodies. Plain functions: a lambda would not inherit the instruction set.
struct Copy {
  std::string name;
  bool runs;
  void (*exp)(const double*, double*);
  void (*expFloat)(const float*, float*);
  RowMoments (*moments)(const double*, int64_t, double);
  double (*exponentials)(const double*, int64_t, double, double*);
  FloatMoments (*floatMoments)(const float*, int64_t, float);
  FixedMoments (*saturating)(const FixedFormat&, const uint32_t*, const uint32_t*, int64_t, uint32_t);
  FixedMoments (*flushing)(const FixedFormat&, const uint32_t*, const uint32_t*, int64_t, uint32_t);
  void (*quantized)(const FixedFormat&, const float*, int64_t, double, uint32_t*);
};

#define ADAPSNE_COPY(NAME, ATTRIBUTE)                                                                      \
  namespace NAME {                                                                                         \
  ATTRIBUTE void exp4(const double* x, double* y) {                                                        \
    const Double4 e = expOfNegative(kernels::loaded<Double4>(x));                                          \
    __builtin_memcpy(y, &e, sizeof e);                                                                     \
  }                                                                                                        \
  ATTRIBUTE void exp8(const float* x, float* y) {                                                          \
    const Float8 e = expOfNegative(kernels::loaded<Float8>(x));                                            \
    __builtin_memcpy(y, &e, sizeof e);                                                                     \
  }                                                                                                        \
  ATTRIBUTE RowMoments moments(const double* d, int64_t n, double b) {                                     \
    return kernels::moments(d, n, b);                                                                      \
  }                                                                                                        \
  ATTRIBUTE double exponentials(const double* d, int64_t n, double b, double* e) {                         \
    return kernels::exponentials<Double4>(d, n, b, e);                                                     \
  }                                                                                                        \
  ATTRIBUTE FloatMoments floats(const float* d, int64_t n, float b) {                                      \
    return kernels::moments(d, n, b);                                                                      \
  }                                                                                                        \
  ATTRIBUTE FixedMoments saturating(const FixedFormat& f, const uint32_t* t, const uint32_t* d, int64_t n, \
                                    uint32_t b) {                                                          \
    return kernels::fixedMoments<true>(f, t, d, n, b);                                                     \
  }                                                                                                        \
  ATTRIBUTE FixedMoments flushing(const FixedFormat& f, const uint32_t* t, const uint32_t* d, int64_t n,   \
                                  uint32_t b) {                                                            \
    return kernels::fixedMoments<false>(f, t, d, n, b);                                                    \
  }                                                                                                        \
  ATTRIBUTE void quantized(const FixedFormat& f, const float* s, int64_t n, double largest, uint32_t* d) { \
    kernels::quantized(f, s, n, largest, d);                                                               \
  }                                                                                                        \
  Copy copy(bool runs) {                                                                                   \
    return {#NAME, runs, exp4, exp8, moments, exponentials, floats, saturating, flushing, quantized};      \
  }                                                                                                        \
  }

ADAPSNE_COPY(baseline, )
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
ADAPSNE_COPY(v3, __attribute__((target("arch=x86-64-v3"))))
ADAPSNE_COPY(v4, __attribute__((target("arch=x86-64-v4"))))
#endif
#undef ADAPSNE_COPY

std::vector<Copy> copies() {
  std::vector<Copy> all = {baseline::copy(true)};
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  const bool v3Runs = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool v4Runs = v3Runs && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  for (const Copy& copy : {v3::copy(v3Runs), v4::copy(v4Runs)})
    if (copy.runs) all.push_back(copy);
#endif
  return all;
}

/// Distance between neighbouring numbers at `value`.
template <typename Number>
long double unitAt(long double value) {
  const Number near = static_cast<Number>(value);
  return static_cast<long double>(std::nextafter(near, std::numeric_limits<Number>::infinity())) - near;
}

TEST(Exp, IsWithinTwoUnitsInTheLastPlaceOnEveryInstructionSet) {
  RandomStream random(1);
  for (const Copy& copy : copies()) {
    long double worst = 0, worstFloat = 0;
    for (int trial = 0; trial < 50000; ++trial) {
      double x[4], e[4];
      for (double& v : x) v = -std::exp(-20 + 26.56 * random.uniform());  // from -2e-9 to -706
      copy.exp(x, e);
      for (int l = 0; l < 4; ++l) {
        const long double exact = std::exp(static_cast<long double>(x[l]));
        worst = std::max(worst, std::abs(e[l] - exact) / unitAt<double>(exact));
      }
      float y[8], f[8];
      for (float& v : y) v = static_cast<float>(-std::exp(-12 + 16.46 * random.uniform()));  // to -86
      copy.expFloat(y, f);
      for (int l = 0; l < 8; ++l) {
        const long double exact = std::exp(static_cast<long double>(y[l]));
        worstFloat = std::max(worstFloat, std::abs(f[l] - exact) / unitAt<float>(exact));
      }
    }
    EXPECT_LT(worst, 2) << copy.name;
    EXPECT_LT(worstFloat, 2) << copy.name;
    EXPECT_GT(worst, 0.4) << copy.name << ": a measure that finds no error at all measures nothing";
  }
}

TEST(Exp, EndsAreExactAndTinyResultsAreFlushed) {
  for (const Copy& copy : copies()) {
    const double x[4] = {0, -708, std::nextafter(-708.0, -709.0), -1e300};
    double e[4];
    copy.exp(x, e);
    EXPECT_EQ(e[0], 1) << copy.name;
    EXPECT_NEAR(e[1] / std::exp(-708.0), 1, 1e-15) << copy.name;
    EXPECT_EQ(e[2], 0) << copy.name;
    EXPECT_EQ(e[3], 0) << copy.name;
    const float y[8] = {0, -87.336f, -87.3364f, -1e38f, -1, -2, -3, -4};
    float f[8];
    copy.expFloat(y, f);
    EXPECT_EQ(f[0], 1) << copy.name;
    EXPECT_TRUE(std::isnormal(f[1])) << copy.name;
    EXPECT_NEAR(f[1] / std::exp(-87.336f), 1, 1e-6) << copy.name;
    EXPECT_EQ(f[2], 0) << copy.name;
    EXPECT_EQ(f[3], 0) << copy.name;
  }
}

struct Row {
  std::vector<double> distances;
  size_t size;
};
Row randomRow(RandomStream& random) {
  Row row{std::vector<double>(1 + random.below(200)), 0};
  row.size = row.distances.size();
  for (double& d : row.distances) d = random.uniform();
  std::sort(row.distances.begin(), row.distances.end());
  row.distances.front() = 0;
  while (row.distances.size() % kFloatLanes != 0) row.distances.push_back(kFarAway);
  return row;
}

TEST(Float64Kernel, AgreesWithLongDoubleOnEveryInstructionSet) {
  RandomStream random(2);
  for (int trial = 0; trial < 300; ++trial) {
    const Row row = randomRow(random);
    const double beta = std::exp(-3 + 12 * random.uniform());
    long double e = 0, ex = 0, exx = 0;
    for (size_t j = 0; j < row.size; ++j) {
      const long double x = static_cast<long double>(beta) * row.distances[j], term = std::exp(-x);
      e += term;
      ex += term * x;
      exx += term * x * x;
    }
    const RowMoments chosen = momentsOf(std::span<const double>(row.distances), beta);
    bool chosenIsACopy = false;
    for (const Copy& copy : copies()) {
      const RowMoments found = copy.moments(row.distances.data(), std::ssize(row.distances), beta);
      // x itself is rounded, which moves exp(-x) by x ulp: 1e-13 at the largest x that counts.
      EXPECT_NEAR(found.e / static_cast<double>(e), 1, 2e-15) << copy.name;
      EXPECT_NEAR(found.ex, static_cast<double>(ex), 1e-14 * (1 + static_cast<double>(ex))) << copy.name;
      EXPECT_NEAR(found.exx, static_cast<double>(exx), 1e-13 * (1 + static_cast<double>(exx))) << copy.name;
      chosenIsACopy |= found.e == chosen.e && found.ex == chosen.ex && found.exx == chosen.exx;

      std::vector<double> terms(row.size);
      const double sum = copy.exponentials(row.distances.data(), std::ssize(terms), beta, terms.data());
      EXPECT_NEAR(sum / found.e, 1, 1e-15);
      for (size_t j = 0; j < row.size; ++j)
        ASSERT_NEAR(terms[j], std::exp(-beta * row.distances[j]), 1e-15) << copy.name;
    }
#if !defined(__SANITIZE_ADDRESS__)
    EXPECT_TRUE(chosenIsACopy) << "the program runs one of the copies compared here, " << instructionSet();
#endif
  }
}

TEST(Float32Kernel, AgreesWithLongDoubleOnEveryInstructionSet) {
  RandomStream random(3);
  for (int trial = 0; trial < 300; ++trial) {
    const Row row = randomRow(random);
    std::vector<float> distances;
    for (double d : row.distances) distances.push_back(d == kFarAway ? kFarAwayFloat : static_cast<float>(d));
    const float beta = static_cast<float>(std::exp(-2 + 8 * random.uniform()));
    long double e = 0, ex = 0;
    for (size_t j = 0; j < row.size; ++j) {
      const long double x = static_cast<long double>(beta) * distances[j];
      e += std::exp(-x);
      ex += x * std::exp(-x);
    }
    for (const Copy& copy : copies()) {
      const FloatMoments found = copy.floatMoments(distances.data(), std::ssize(distances), beta);
      EXPECT_NEAR(found.e / static_cast<double>(e), 1, 3e-6) << copy.name;
      EXPECT_NEAR(found.ex, static_cast<double>(ex), 3e-6 * (1 + static_cast<double>(ex))) << copy.name;
    }
  }
}

TEST(FixedKernels, GiveTheSameBitsOnEveryInstructionSet) {
  RandomStream random(4);
  for (Arithmetic arithmetic : {Arithmetic::Fixed16Flush, Arithmetic::Fixed16Saturate, Arithmetic::Fixed8}) {
    const FixedFormat& format = fixedFormat(arithmetic);
    const std::vector<uint32_t>& table = exponentialTable(arithmetic);
    for (int trial = 0; trial < 200; ++trial) {
      const int64_t n = trial == 0 ? 0 : trial == 1 ? 10000 : 1 + static_cast<int64_t>(random.below(300));
      std::vector<float> squared(n);
      for (float& s : squared) s = static_cast<float>(random.uniform() * 1.1);  // some above the largest
      std::vector<uint32_t> expected(n), d(n);
      for (int64_t j = 0; j < n; ++j)
        expected[j] =
            static_cast<uint32_t>(std::min(std::floor(std::ldexp(squared[j] / 0.97, format.distanceBits)),
                                           std::ldexp(1.0, format.distanceBits) - 1));
      const uint32_t beta = 1 + static_cast<uint32_t>(random.below(format.betaMaximum()));
      const FixedMoments chosen = momentsOf(format, table, expected, beta);
      for (const Copy& copy : copies()) {
        copy.quantized(format, squared.data(), n, 0.97, d.data());
        ASSERT_EQ(d, expected) << copy.name;
        const FixedMoments found =
            (format.saturate ? copy.saturating : copy.flushing)(format, table.data(), d.data(), n, beta);
        ASSERT_EQ(found.e, chosen.e) << copy.name;
        ASSERT_EQ(found.ex, chosen.ex) << copy.name;
      }
    }
  }
}

}  // namespace
}  // namespace adapsne
