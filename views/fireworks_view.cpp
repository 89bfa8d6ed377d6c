// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fireworks_view.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/icons.h"

namespace adapsne {

namespace {
constexpr int kPassInterval = 600;  // ms at normal speed: time to see a pass land
}

FireworksView::FireworksView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setAccessibleName(tr("Fireworks search"));
  canvas_ = new QWidget(this);
  canvas_->setMouseTracking(true);
  canvas_->setMinimumSize(200, 120);
  canvas_->setAttribute(Qt::WA_OpaquePaintEvent);
  canvas_->installEventFilter(this);
  buildControls();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(canvas_, 1);
  column->addWidget(controls_);
  clock_.setInterval(kPassInterval);
  connect(&clock_, &QTimer::timeout, this, &FireworksView::advance);
  setTheme(theme);
  clear();
}

void FireworksView::buildControls() {
  controls_ = new QWidget(this);
  auto* row = new QHBoxLayout(controls_);
  row->setContentsMargins(10, 0, 12, 4);
  row->setSpacing(4);
  const auto button = [&](const QString& name) {
    auto* made = new QToolButton(controls_);
    made->setProperty("flat", true);
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setIconSize({16, 16});
    row->addWidget(made);
    return made;
  };
  back_ = button(tr("One pass back (Left)"));
  play_ = button(tr("Play (Space)"));
  forward_ = button(tr("One pass forward (Right)"));
  slider_ = new QSlider(Qt::Horizontal, controls_);
  slider_->setAccessibleName(tr("Pass of the replay"));
  slider_->setPageStep(4);
  slider_->installEventFilter(this);
  row->addWidget(slider_, 1);
  position_ = new QLabel(controls_);
  position_->setFont(interfaceFont(11));
  position_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  position_->setMinimumWidth(78);
  row->addWidget(position_);
  speed_ = new QComboBox(controls_);
  speed_->setAccessibleName(tr("Speed of the replay"));
  speed_->setToolTip(speed_->accessibleName());
  for (const double factor : {0.5, 1.0, 2.0, 4.0})
    speed_->addItem(QStringLiteral("%1 ×").arg(factor), factor);
  speed_->setCurrentIndex(1);
  speed_->setFont(interfaceFont(11));
  row->addWidget(speed_);
  connect(back_, &QToolButton::clicked, this, [this] {
    setPlaying(false);
    setStep(step_ - 1);
  });
  connect(forward_, &QToolButton::clicked, this, [this] {
    setPlaying(false);
    setStep(step_ + 1);
  });
  connect(play_, &QToolButton::clicked, this, [this] { setPlaying(!playing()); });
  connect(slider_, &QSlider::valueChanged, this, &FireworksView::setStep);
  connect(slider_, &QSlider::sliderPressed, this, [this] { setPlaying(false); });
  connect(speed_, &QComboBox::currentIndexChanged, this,
          [this] { clock_.setInterval(static_cast<int>(kPassInterval / speed_->currentData().toDouble())); });
}

void FireworksView::setTheme(const Theme& theme) {
  theme_ = theme;
  back_->setIcon(lineIcon("step-back", theme.dim));
  forward_->setIcon(lineIcon("step-forward", theme.dim));
  QPalette dim = position_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  position_->setPalette(dim);
  refresh();
}

void FireworksView::setScene(std::shared_ptr<const FireworksScene> scene) {
  if (!scene) return clear();
  setPlaying(false);
  scene_ = std::move(scene);
  hoverU_.reset();
  step_ = scene_->steps();
  const QSignalBlocker quiet(slider_);
  slider_->setRange(0, scene_->steps());
  refresh();
  emit stepChanged(step_);
}

void FireworksView::showEmpty(const QString& text) {
  setPlaying(false);
  scene_.reset();
  hoverU_.reset();
  step_ = 0;
  emptyText_ = text;
  refresh();
}

void FireworksView::clear() {
  showEmpty(tr("Click a point of a finished map: its search for sigma appears here, pass by pass."));
}

void FireworksView::setStep(int step) {
  step = scene_ ? std::clamp(step, 0, scene_->steps()) : 0;
  if (step == step_) return;
  step_ = step;
  refresh();
  emit stepChanged(step_);
}

void FireworksView::setPlaying(bool playing) {
  playing = playing && scene_;
  if (playing == clock_.isActive()) return;
  if (playing) {
    if (step_ >= scene_->steps()) setStep(0);
    clock_.start();
  } else {
    clock_.stop();
  }
  refresh();
}

std::vector<VisibleEvent> FireworksView::visibleEvents(int step) const {
  return scene_ ? adapsne::visibleEvents(*scene_, step) : std::vector<VisibleEvent>{};
}

void FireworksView::advance() {
  setStep(step_ + 1);
  if (!scene_ || step_ >= scene_->steps()) setPlaying(false);
}

void FireworksView::refresh() {
  setFocusPolicy(scene_ ? Qt::StrongFocus : Qt::NoFocus);  // Without a search keys do nothing here.
  controls_->setVisible(scene_ != nullptr);
  play_->setIcon(lineIcon(playing() ? "pause" : "run", theme_.accent));
  play_->setToolTip(playing() ? tr("Pause (Space)") : tr("Play (Space)"));
  play_->setAccessibleName(play_->toolTip());
  if (scene_) {
    const QSignalBlocker quiet(slider_);
    slider_->setValue(step_);
    back_->setEnabled(step_ > 0);
    forward_->setEnabled(step_ < scene_->steps());
    position_->setText(tr("pass %1 of %2").arg(step_).arg(scene_->steps()));
    canvas_->setAccessibleDescription(sceneText(*scene_));
  } else {
    canvas_->setAccessibleDescription(emptyText_);
  }
  canvas_->update();
}

void FireworksView::paint(QPainter& painter, QSizeF size, const Theme& theme) const {
  if (scene_) return paintFireworks(painter, size, theme, *scene_, step_, hoverU_);
  painter.fillRect(QRectF(QPointF(), size), theme.panel);
  painter.setFont(interfaceFont(13));
  painter.setPen(theme.dim);
  painter.drawText(QRectF(QPointF(), size).adjusted(24, 8, -24, -8), Qt::AlignCenter | Qt::TextWordWrap,
                   emptyText_);
}

void FireworksView::paintCanvas() {
  QPainter painter(canvas_);
  paint(painter, canvas_->size(), theme_);
  if (!focusRing_) return;
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(theme_.accent);
  painter.drawRect(canvas_->rect().adjusted(0, 0, -1, -1));
}

void FireworksView::focusInEvent(QFocusEvent* event) {
  focusRing_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  canvas_->update();
}

void FireworksView::focusOutEvent(QFocusEvent*) {
  focusRing_ = false;
  canvas_->update();
}

bool FireworksView::eventFilter(QObject* watched, QEvent* event) {
  // The slider would take the arrows for itself and leave space unused.
  if (watched == slider_ && event->type() == QEvent::KeyPress) {
    keyPressEvent(static_cast<QKeyEvent*>(event));
    return event->isAccepted();
  }
  if (watched != canvas_) return QWidget::eventFilter(watched, event);
  if (event->type() == QEvent::Paint) {
    paintCanvas();
    return true;
  }
  if (event->type() == QEvent::MouseButtonPress) setFocus(Qt::MouseFocusReason);
  if (event->type() == QEvent::MouseMove && scene_) {
    hoverU_ = FireworksLayout(*scene_, canvas_->size()).uAt(static_cast<QMouseEvent*>(event)->position().x());
    canvas_->update();
  }
  if (event->type() == QEvent::Leave) {
    hoverU_.reset();
    canvas_->update();
  }
  return QWidget::eventFilter(watched, event);
}

void FireworksView::keyPressEvent(QKeyEvent* event) {
  if (!scene_) return QWidget::keyPressEvent(event);
  const int key = event->key();
  if (key == Qt::Key_Space) {
    setPlaying(!playing());
  } else if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home || key == Qt::Key_End) {
    setPlaying(false);
    setStep(key == Qt::Key_Left    ? step_ - 1
            : key == Qt::Key_Right ? step_ + 1
            : key == Qt::Key_Home  ? 0
                                   : scene_->steps());
  } else {
    return QWidget::keyPressEvent(event);
  }
  event->accept();
}

}  // namespace adapsne
