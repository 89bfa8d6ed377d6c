// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/colors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace adapsne {

QColor classColor(int index) {
  static constexpr std::array<QRgb, 20> kTableau = {
      0xff4e79a7, 0xfff28e2b, 0xffe15759, 0xff76b7b2, 0xff59a14f, 0xffedc948, 0xffb07aa1,
      0xffff9da7, 0xff9c755f, 0xffbab0ac, 0xffa0cbe8, 0xffffbe7d, 0xff8cd17d, 0xffb6992d,
      0xff499894, 0xffff9d9a, 0xff79706e, 0xffd37295, 0xffd4a6c8, 0xffd7b5a6};
  if (index < 0) return QColor(0x97, 0xa1, 0xb0);
  if (index < static_cast<int>(kTableau.size())) return QColor::fromRgb(kTableau[index]);
  // Hues a golden angle apart never come close to their last few predecessors.
  const double hue = std::fmod(index * 0.61803398875, 1.0);
  return QColor::fromHslF(static_cast<float>(hue), 0.55f, index % 2 ? 0.66f : 0.54f);
}

QColor okabeIto(int index) {
  static constexpr std::array<QRgb, 8> kColors = {0xffe69f00, 0xff56b4e9, 0xff009e73, 0xfff0e442,
                                                  0xff0072b2, 0xffd55e00, 0xffcc79a7, 0xff999999};
  return QColor::fromRgb(kColors[std::max(0, index) % kColors.size()]);
}

QColor viridis(double t) {
  static constexpr std::array<QRgb, 11> kAnchors = {0xff440154, 0xff482475, 0xff414487, 0xff355f8d,
                                                    0xff2a788e, 0xff21918c, 0xff22a884, 0xff44bf70,
                                                    0xff7ad151, 0xffbddf26, 0xfffde725};
  if (!(t == t)) return QColor(0x80, 0x80, 0x80);
  const double x = std::clamp(t, 0.0, 1.0) * (kAnchors.size() - 1);
  const size_t i = std::min(static_cast<size_t>(x), kAnchors.size() - 2);
  const double f = x - static_cast<double>(i);
  const auto mix = [f](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * f)); };
  const QRgb a = kAnchors[i], b = kAnchors[i + 1];
  return QColor(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

}  // namespace adapsne
