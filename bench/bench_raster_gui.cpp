// SPDX-License-Identifier: GPL-3.0-or-later
// The picture's speed: a full redraw of the points on one thread and on two, building the index, picking, a
// lasso. Median milliseconds.
//   bench_raster_gui [points,points,...]     10000,100000,1000000
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include <QImage>

#include "core/support/random.h"
#include "views/point_index.h"
#include "views/scatter_raster.h"
#include "views/selection.h"

using namespace adapsne;

namespace {

template <typename Work>
double medianOf(int times, const Work& work) {
  work();
  std::vector<double> took;
  for (int t = 0; t < times; ++t) {
    const auto began = std::chrono::steady_clock::now();
    work();
    took.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::sort(took.begin(), took.end());
  return took[took.size() / 2];
}

void measure(int64_t count) {
  // Round clusters of many sizes that fill most of the view, as maps do.
  RandomStream random(1);
  std::vector<float> positions;
  std::vector<uint16_t> colors;
  for (int64_t i = 0; i < count; ++i) {
    const auto cluster = static_cast<double>(i % 40);
    const double size = 3 + static_cast<double>(i % 7);
    positions.push_back(static_cast<float>(80 * std::cos(1.7 * cluster) + size * random.normal()));
    positions.push_back(static_cast<float>(80 * std::sin(2.3 * cluster) + size * random.normal()));
    colors.push_back(static_cast<uint16_t>(i % 10));
  }
  std::vector<QRgb> palette;
  for (int c = 0; c < 10; ++c) palette.push_back(0xff000000u | static_cast<QRgb>(c) * 0x1a2b3cu);

  std::printf("%lld points\n", static_cast<long long>(count));
  for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)}) {
    const double scale = size.height() / 220.0;
    const ScatterTransform transform{scale, -scale, size.width() / 2.0, size.height() / 2.0};
    for (const int threads : {1, 2})
      std::printf("  redraw %4d x %4d, %d thread%s %9.2f ms\n", size.width(), size.height(), threads,
                  threads == 1 ? " " : "s", medianOf(15, [&] {
                    QImage image(size, QImage::Format_RGB32);
                    image.fill(0xff14181f);
                    splat(image, {positions, colors, palette}, transform, 1.2, 0.6, threads);
                  }));
  }
  const auto shared = std::make_shared<const std::vector<float>>(positions);
  PointIndex index;
  std::printf("  index                        %9.2f ms\n", medianOf(5, [&] { index = PointIndex(shared); }));
  int64_t found = 0;
  const double picks = medianOf(15, [&] {
    for (int i = 0; i < 100; ++i)
      found += index.nearest({80 * std::cos(0.1 * i), 80 * std::sin(0.13 * i)}, 2);
  });
  std::printf("  one pick                     %9.4f ms\n", picks / 100);
  QPolygonF lasso;
  for (int i = 0; i < 200; ++i) {
    const double angle = 2 * std::numbers::pi * i / 200;
    lasso << QPointF((70 + 12 * std::sin(9 * angle)) * std::cos(angle),
                     (70 + 12 * std::sin(9 * angle)) * std::sin(angle));
  }
  size_t caught = 0;
  std::printf("  lasso of 200 corners         %9.2f ms",
              medianOf(9, [&] { caught = pointsInside(positions, lasso).size(); }));
  std::printf(" (%zu points)\n", caught);
}

}  // namespace

int main(int argc, char** argv) {
  std::istringstream sizes(argc > 1 ? argv[1] : "10000,100000,1000000");
  for (std::string size; std::getline(sizes, size, ',');) measure(std::stoll(size));
}
