// SPDX-License-Identifier: GPL-3.0-or-later
// Draws an SVG file as a square PNG: render_icon FILE.svg SIZE FILE.png. Used by the build alone.
#include <cstdlib>
#include <iostream>

#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: render_icon FILE.svg SIZE FILE.png\n";
    return 2;
  }
  const int size = std::atoi(argv[2]);
  QSvgRenderer drawing(QString::fromLocal8Bit(argv[1]));
  QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  drawing.render(&painter, QRectF(0, 0, size, size));
  painter.end();
  if (drawing.isValid() && image.save(QString::fromLocal8Bit(argv[3]), "PNG")) return 0;
  std::cerr << "render_icon: " << argv[1] << " cannot be drawn to " << argv[3] << "\n";
  return 1;
}
