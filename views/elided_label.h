// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>

namespace adapsne {

/// One line that is cut with an ellipsis where it is too long, and whole in its tooltip.
class ElidedLabel : public QLabel {
  Q_OBJECT

 public:
  explicit ElidedLabel(QWidget* parent = nullptr);
  /// `brief`, where given, is shown instead where the whole has no room.
  void setFullText(const QString& text, const QString& brief = {});
  const QString& fullText() const { return full_; }

  QSize minimumSizeHint() const override { return {20, QLabel::minimumSizeHint().height()}; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit(int width);

  QString full_, brief_;
};

}  // namespace adapsne
