// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/technology.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/support/enum_words.h"

namespace adapsne {
namespace {

const std::string kHorowitz = "Horowitz, ISSCC 2014";
const std::string kStillmaker = "Stillmaker and Baas 2017, interpolated";
const std::string kCacti = "CACTI 7, interpolated between 32 and 22 nm";
const std::string kAladdin = "Aladdin (Shao et al. 2014), 40 nm, taken as 45 nm";
const std::string kAssumed = "assumed";

std::vector<Constant> buildConstants() {
  const std::string pj45 = "pJ at 45 nm, 0.9 V";
  return {
      {"add8", "addition, 8 bit", 0.03, pj45, kHorowitz},
      {"add16", "addition, 16 bit", 0.05, pj45, kHorowitz},
      {"add32", "addition, 32 bit", 0.1, pj45, kHorowitz},
      {"mul8", "multiplication, 8 bit", 0.2, pj45, kHorowitz},
      {"mul16", "multiplication, 16 bit", 0.787, pj45, "derived: power law through Horowitz's 8 and 32 bit"},
      {"mul32", "multiplication, 32 bit", 3.1, pj45, kHorowitz},
      {"dram_bit", "DRAM (LPDDR4), one bit", 8, "pJ", kAssumed + "; see docs/accelerator.md#energy-and-area"},
      {"energy28", "energy, 28 nm against 45 nm", 0.507, "", kStillmaker},
      {"energy22", "energy, 22 nm against 45 nm", 0.305, "", kStillmaker},
      {"energy7", "energy, 7 nm (0.9 V) against 45 nm", 0.102, "", kStillmaker},
      {"area28", "area, 28 nm against 45 nm", 0.377, "", kStillmaker},
      {"area22", "area, 22 nm against 45 nm", 0.252, "", kStillmaker},
      {"area7", "area, 7 nm against 45 nm", 0.059, "", kStillmaker},
      {"register_bit", "register, one bit", 0.009, "pJ", kAladdin},
      {"register_area", "register, one bit", 5.98, "um2 at 45 nm", kAladdin},
      {"compare", "comparator, 32 bit", 0.03, "pJ", kAladdin},
      {"compare_area", "comparator, 32 bit", 71, "um2 at 45 nm", kAladdin},
      {"sram8", "SRAM 8 kB, one byte", 0.20, "pJ at 28 nm", kCacti},
      {"sram64", "SRAM 64 kB, one byte", 0.41, "pJ at 28 nm", kCacti},
      {"sram128", "SRAM 128 kB, one byte", 0.58, "pJ at 28 nm", kCacti},
      {"sram1024", "SRAM 1 MB, one byte", 1.9, "pJ at 28 nm", kCacti},
      {"leak_hp", "SRAM leakage, high performance", 150, "uW/kB", kCacti},
      {"leak_lop", "SRAM leakage, low operating power", 67, "uW/kB", kCacti},
      {"leak_lstp", "SRAM leakage, low standby power", 0.12, "uW/kB", kCacti},
      {"sram_area", "SRAM", 0.00175, "mm2/kB at 28 nm", kCacti},
      {"exp", "exponential unit: 16-bit multiply, two adds, table", 0.60, "pJ at 28 nm", kAssumed},
      {"exp_area", "exponential unit", 654, "um2 at 28 nm", kAssumed},
      {"lfsr", "random number (LFSR)", 0.15, pj45, kAssumed},
      {"lut", "table read (logarithm, reciprocal)", 0.30, pj45, kAssumed},
      {"dram_background", "DRAM background", 20, "mW", kAssumed},
      {"logic_leakage", "logic leakage", 10, "mW/mm2", kAssumed},
      {"mux_energy", "operand multiplexers of a shared array, energy", 1.08, "x", kAssumed},
      {"mux_area", "operand multiplexers of a shared array, area", 1.15, "x", kAssumed},
      {"pe_area", "processing element: 16-bit multiplier, adder, 96 register bits", 1850, "um2 at 45 nm",
       "derived: registers from Aladdin; multiplier and adder about 1276 um2, assumed"},
  };
}

struct Scaling {
  double energy, area;
};
Scaling scalingOf(int node) {
  switch (node) {
    case 28:
      return {constant("energy28"), constant("area28")};
    case 22:
      return {constant("energy22"), constant("area22")};
    case 7:
      return {constant("energy7"), constant("area7")};
    default:
      return {1, 1};
  }
}

double multiplyEnergy(int bits) {
  // Horowitz's 8 and 32 bit, joined by a power law as the table's 16 bit is.
  const double exponent = std::log(constant("mul32") / constant("mul8")) / std::log(4.0);
  return constant("mul8") * std::pow(bits / 8.0, exponent);
}

/// Linear in the width between the table's values: .03, .05, .1 at 8, 16, 32 bit.
double addEnergy(int bits) {
  if (bits <= 16) return constant("add8") + (constant("add16") - constant("add8")) * (bits - 8) / 8.0;
  return constant("add16") + (constant("add32") - constant("add16")) * (bits - 16) / 16.0;
}

}  // namespace

const std::vector<Constant>& constants() {
  static const std::vector<Constant> all = buildConstants();
  return all;
}

double constant(const std::string& name) {
  for (const Constant& c : constants())
    if (c.name == name) return c.value;
  throw std::out_of_range("no constant " + name);
}

Technology technologyOf(const AcceleratorConfiguration& c) {
  Technology t;
  const Scaling scaling = scalingOf(c.node), at28 = scalingOf(28);
  constexpr double kTableVoltage = 0.9;
  const double voltage =
      (c.voltage / kTableVoltage) * (c.voltage / kTableVoltage);  // switching energy is C V^2
  const double from45 = scaling.energy * voltage, from28 = scaling.energy / at28.energy * voltage;
  t.multiplyAccumulate = from45 * (multiplyEnergy(c.inputBits) + addEnergy(c.accumulatorBits)) +
                         from45 * constant("register_bit") * (2 * c.inputBits + c.accumulatorBits);
  t.exponential = from28 * constant("exp");
  t.logarithm = t.reciprocal = from45 * constant("lut");
  t.random = from45 * constant("lfsr");
  t.compare = from45 * constant("compare");
  t.dramByte = constant("dram_bit") * 8;  // the interface, not the node, sets it
  t.sramScale_ = from28;

  const double area28 = scaling.area / at28.area;
  t.peArea = scaling.area * constant("pe_area") * 1e-6;
  t.expArea = area28 * constant("exp_area") * 1e-6;
  t.compareArea = scaling.area * constant("compare_area") * 1e-6;
  t.sramAreaPerKb = area28 * constant("sram_area");
  static constexpr auto kProfiles =
      wordsFor<Leakage>({{Leakage::Hp, "leak_hp"}, {Leakage::Lop, "leak_lop"}, {Leakage::Lstp, "leak_lstp"}});
  t.sramLeakagePerKb = constant(kProfiles.wordOf(c.leakage)) * 1e-6;
  t.logicLeakagePerMm2 = constant("logic_leakage") * 1e-3;
  t.dramBackground = constant("dram_background") * 1e-3;
  return t;
}

double Technology::sramByte(double kilobytes) const {
  // Linear in log size between the measured sizes, flat outside.
  static const std::array<std::pair<double, double>, 4> sizes = {{{8, constant("sram8")},
                                                                  {64, constant("sram64")},
                                                                  {128, constant("sram128")},
                                                                  {1024, constant("sram1024")}}};
  const double size = std::clamp(kilobytes, sizes.front().first, sizes.back().first);
  for (size_t i = 0; i + 1 < sizes.size(); ++i) {
    if (size > sizes[i + 1].first) continue;
    const double share = std::log(size / sizes[i].first) / std::log(sizes[i + 1].first / sizes[i].first);
    return sramScale_ * (sizes[i].second + share * (sizes[i + 1].second - sizes[i].second));
  }
  return sramScale_ * sizes.back().second;
}

}  // namespace adapsne
