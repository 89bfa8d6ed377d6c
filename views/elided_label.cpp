// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/elided_label.h"

#include <QFontMetrics>
#include <QResizeEvent>

namespace adapsne {

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setFullText(const QString& text) {
  full_ = text;
  setToolTip(text);
  setAccessibleName(text);
  setText(fontMetrics().elidedText(full_, Qt::ElideRight, width()));
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  setText(fontMetrics().elidedText(full_, Qt::ElideRight, event->size().width()));
}

}  // namespace adapsne
