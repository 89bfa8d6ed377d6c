// SPDX-License-Identifier: GPL-3.0-or-later
// The picture's speed: a full redraw of the points on one thread and on two, building the index, picking, a
// lasso; and how long the window's thread is busy with a frame while a map is panned and zoomed. Median
// milliseconds.
//   bench_raster_gui [points,points,...]     10000,100000,1000000
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QThread>

#include "core/support/random.h"
#include "views/map_layer.h"
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

/// Pans, then zooms, as fast as frames come, and lets what is painted on the other thread arrive in between.
void travel(const std::shared_ptr<const std::vector<float>>& positions, const std::vector<uint16_t>& colors,
            const std::vector<QRgb>& palette) {
  auto dataset = std::make_shared<Dataset>();
  dataset->points = static_cast<int64_t>(colors.size());
  auto known = std::make_shared<PointColors>();
  known->index = colors;
  known->palette = palette;
  MapPicture picture{{1280, 800}, {}, Camera({0, 0}, 800 / 220.0), {}};
  picture.scene.dataset = dataset;
  picture.scene.positions = positions;
  picture.scene.colors = known;
  for (const bool zooms : {false, true}) {
    MapLayer layer;
    QImage screen(1280, 800, QImage::Format_RGB32);
    std::vector<double> took;
    int whole = 0;
    constexpr int kFrames = 240;
    for (int frame = 0; frame < kFrames; ++frame) {
      const auto began = std::chrono::steady_clock::now();
      if (zooms)
        picture.camera = picture.camera.zoomed({500, 300}, frame % 80 < 40 ? 1.03 : 1 / 1.03, picture.size);
      else
        picture.camera = picture.camera.panned({frame % 80 < 40 ? 9.0 : -9.0, 3});
      QPainter painter(&screen);
      layer.paint(painter, picture);
      painter.end();
      QCoreApplication::processEvents();
      took.push_back(
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
      whole += layer.complete() ? 1 : 0;
      // The rest of a sixtieth of a second belongs to others.
      const double rest = 1000.0 / 60 - took.back();
      if (rest > 0) QThread::usleep(static_cast<unsigned long>(1000 * rest));
    }
    std::sort(took.begin(), took.end());
    const auto late = std::count_if(took.begin(), took.end(), [](double ms) { return ms > 1000.0 / 60; });
    std::printf(
        "  %s, 1280 x 800, a frame      %9.2f ms, 99 of 100 within %.2f ms, %d of %d late, %d complete\n",
        zooms ? "zoom" : "pan ", took[took.size() / 2], took[took.size() * 99 / 100], static_cast<int>(late),
        kFrames, whole);
  }
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
  travel(shared, colors, palette);
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  std::istringstream sizes(argc > 1 ? argv[1] : "10000,100000,1000000");
  for (std::string size; std::getline(sizes, size, ',');) measure(std::stoll(size));
}
