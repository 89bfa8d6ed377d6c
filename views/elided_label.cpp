// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/elided_label.h"

#include <QFontMetrics>
#include <QResizeEvent>

namespace adapsne {

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setFullText(const QString& text, const QString& brief) {
  full_ = text;
  brief_ = brief;
  setToolTip(text);
  setAccessibleName(text);
  fit(width());
}

void ElidedLabel::fit(int width) {
  const bool shorten = !brief_.isEmpty() && fontMetrics().horizontalAdvance(full_) > width;
  setText(fontMetrics().elidedText(shorten ? brief_ : full_, Qt::ElideRight, width));
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  fit(event->size().width());
}

}  // namespace adapsne
