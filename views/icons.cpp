// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/icons.h"

#include <QByteArray>
#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace adapsne {

QIcon lineIcon(const QString& name, const QColor& color) {
  QFile file(":/icons/" + name + ".svg");
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QByteArray drawn = file.readAll().replace("currentColor", color.name().toLatin1());
  QSvgRenderer renderer(drawn);
  QIcon icon;
  for (const int side : {16, 20, 32, 40}) {
    QPixmap normal(side, side), disabled(side, side);
    normal.fill(Qt::transparent);
    disabled.fill(Qt::transparent);
    QPainter painter(&normal);
    renderer.render(&painter);
    painter.end();
    painter.begin(&disabled);
    painter.setOpacity(0.35);
    renderer.render(&painter);
    painter.end();
    icon.addPixmap(normal, QIcon::Normal);
    icon.addPixmap(disabled, QIcon::Disabled);
  }
  return icon;
}

}  // namespace adapsne
