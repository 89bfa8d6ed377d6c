// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/perplexity/fireworks_scene.h"
#include "views/fireworks_painter.h"
#include "views/theme.h"

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace adapsne {

/// One point's search for sigma, replayed pass by pass from its trace beside the one that it competes with.
/// Never plays unasked: a new scene stands at its last step. Left, right, home, end and space work inside.
class FireworksView : public QWidget {
  Q_OBJECT

 public:
  explicit FireworksView(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setScene(std::shared_ptr<const FireworksScene> scene);
  /// No scene: `text` says what to do, or what is being computed.
  void showEmpty(const QString& text);
  void clear();

  const FireworksScene* scene() const { return scene_.get(); }
  int step() const { return step_; }
  void setStep(int step);
  bool playing() const { return clock_.isActive(); }
  void setPlaying(bool playing);
  /// What the picture shows at a step.
  std::vector<VisibleEvent> visibleEvents(int step) const;
  /// The picture alone, without controls: for a file.
  void paint(QPainter& painter, QSizeF size, const Theme& theme) const;

 signals:
  void stepChanged(int step);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void buildControls();
  void refresh();
  void advance();
  void paintCanvas();

  Theme theme_;
  std::shared_ptr<const FireworksScene> scene_;
  int step_ = 0;
  bool focusRing_ = false;  ///< It was reached by keys, which then act here.
  std::optional<double> hoverU_;
  QString emptyText_;
  QTimer clock_;
  QWidget* canvas_ = nullptr;
  QWidget* controls_ = nullptr;
  QToolButton* back_ = nullptr;
  QToolButton* play_ = nullptr;
  QToolButton* forward_ = nullptr;
  QSlider* slider_ = nullptr;
  QComboBox* speed_ = nullptr;
  QLabel* position_ = nullptr;
};

}  // namespace adapsne
