// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/accelerator_view.h"

#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QStackedLayout>
#include <QToolTip>
#include <QVBoxLayout>

#include "core/support/error.h"
#include "views/option_field.h"

namespace adapsne {

namespace {
constexpr int kKnobWidth = 300;
constexpr int kWideEnough = 1060;  // below this the picture needs the knobs' place
}  // namespace

class AcceleratorView::Canvas : public QWidget {
 public:
  Canvas(const AcceleratorView& view, QWidget* parent) : QWidget(parent), view_(view) {
    setMinimumSize(440, 150);
    setAccessibleName(tr("Accelerator occupancy"));
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    if (!view_.report()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAccelerator(painter, size(), view_.theme_, *view_.report(), &hovers_);
  }
  void resizeEvent(QResizeEvent*) override {
    if (auto* button = findChild<QPushButton*>()) {
      button->adjustSize();
      button->move(width() - button->width() - 8, 2);
    }
  }
  bool event(QEvent* event) override {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (const HoverText& hover : hovers_) {
      if (!hover.place.contains(help->pos())) continue;
      QToolTip::showText(help->globalPos(), hover.text, this, hover.place.toAlignedRect());
      return true;
    }
    QToolTip::hideText();
    return true;
  }

 private:
  const AcceleratorView& view_;
  std::vector<HoverText> hovers_;
};

AcceleratorView::AcceleratorView(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), configuration_(acceleratorPreset("edge")) {
  stack_ = new QStackedLayout(this);
  empty_ = new QLabel(this);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  stack_->addWidget(empty_);
  auto* page = new QWidget(this);
  auto* layout = new QHBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  canvas_ = new Canvas(*this, page);
  layout->addWidget(canvas_, 1);
  toggle_ = new QPushButton(tr("Knobs"), canvas_);
  toggle_->setCheckable(true);
  toggle_->setToolTip(tr("Show or hide the accelerator's knobs"));
  connect(toggle_, &QPushButton::clicked, this, [this](bool on) { knobArea_->setVisible(on); });
  knobArea_ = new QScrollArea(page);
  knobArea_->setWidgetResizable(true);
  knobArea_->setFocusPolicy(Qt::NoFocus);  // Tab goes from knob to knob, and the area follows
  knobArea_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  knobArea_->setFixedWidth(kKnobWidth);
  knobArea_->hide();  // until the panel turns out to be wide enough
  layout->addWidget(knobArea_);
  stack_->addWidget(page);
  buildKnobs();
  setTheme(theme);
}

AcceleratorView::~AcceleratorView() = default;

void AcceleratorView::buildKnobs() {
  auto* content = new QWidget(knobArea_);
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(10, 6, 10, 10);
  layout->setSpacing(4);
  presets_ = new QComboBox(content);
  presets_->setAccessibleName(tr("Accelerator preset"));
  for (const std::string& name : acceleratorPresets()) {
    const AcceleratorConfiguration c = acceleratorPreset(name);
    presets_->addItem(
        QStringLiteral("%1, %2 x %3").arg(QString::fromStdString(name)).arg(c.rows).arg(c.columns),
        QString::fromStdString(name));
  }
  presets_->setCurrentIndex(presets_->findData("edge"));
  connect(presets_, &QComboBox::activated, this,
          [this](int index) { applyPreset(presets_->itemData(index).toString().toStdString()); });
  layout->addWidget(presets_);
  for (const KnobSpec& knobSpec : knobs()) {
    OptionSpec spec;
    static_cast<ValueSpec&>(spec) = knobSpec;
    auto* field = new OptionField(spec, theme_, content);
    field->actAtOnce();  // The model is a closed form.
    connect(field, &OptionField::edited, this,
            [this, name = knobSpec.name](const QString& text) { setKnobText(name, text); });
    connect(field, &OptionField::resetRequested, this, [this, name = knobSpec.name] {
      const KnobSpec& k = knob(name);
      setKnobText(name,
                  QString::fromStdString(valueText(k, k.get(acceleratorPreset(configuration_.preset)))));
    });
    layout->addWidget(field);
    fields_.push_back(field);
  }
  layout->addStretch();
  knobArea_->setWidget(content);
}

void AcceleratorView::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette dim = empty_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  empty_->setPalette(dim);
  for (OptionField* field : fields_) field->setTheme(theme);
  update();
}

void AcceleratorView::clear(const QString& words) {
  run_ = nullptr;
  emptyText_ = words;
  update();
}

void AcceleratorView::showRun(RunPtr run) {
  if (run == run_) return;
  run_ = std::move(run);
  update();
}

void AcceleratorView::setConfiguration(const AcceleratorConfiguration& configuration) {
  configuration_ = configuration;
  presets_->setCurrentIndex(presets_->findData(QString::fromStdString(configuration.preset)));
  update();
}

void AcceleratorView::applyPreset(const std::string& name) {
  const AcceleratorConfiguration before = configuration_;
  setConfiguration(acceleratorPreset(name));
  emit edited({QStringLiteral("preset"), tr("Accelerator"), QString::fromStdString(before.preset),
               QString::fromStdString(name), before, configuration_});
}

void AcceleratorView::setKnobText(const std::string& name, const QString& text) {
  try {
    const AcceleratorConfiguration before = configuration_;
    setKnob(configuration_, name, text.toStdString());
    update();
    const KnobSpec& spec = knob(name);
    const std::string from = valueText(spec, spec.get(before)),
                      to = valueText(spec, spec.get(configuration_));
    if (from == to) return;
    emit edited({QString::fromStdString(name), QString::fromStdString(spec.label),
                 QString::fromStdString(from), QString::fromStdString(to), before, configuration_});
  } catch (const UsageError& e) {
    field(name)->setMessage(QString::fromStdString(e.problem() + " " + e.remedy()));
  }
}

bool AcceleratorView::knobsShown() const {
  return !knobArea_->isHidden();
}

OptionField* AcceleratorView::field(const std::string& name) const {
  for (OptionField* field : fields_)
    if (field->spec().name == name) return field;
  return nullptr;
}

void AcceleratorView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool wide = width() >= kWideEnough;
  // Not by the event's old size: a panel that was hidden meanwhile has none.
  if (std::exchange(wide_, wide) == wide) return;
  knobArea_->setVisible(wide);
  toggle_->setChecked(wide);
}

void AcceleratorView::update() {
  const AcceleratorConfiguration preset = acceleratorPreset(configuration_.preset);
  for (size_t i = 0; i < fields_.size(); ++i) {
    const KnobSpec& spec = knobs()[i];
    fields_[i]->setValue(QString::fromStdString(valueText(spec, spec.get(configuration_))),
                         QString::fromStdString(valueText(spec, spec.get(preset))));
  }
  report_.reset();
  try {
    if (run_) report_ = simulateAccelerator(run_->work, configuration_, run_->seconds);
    empty_->setText(emptyText_);
  } catch (const Error& e) {  // More than can be counted.
    empty_->setText(QString::fromStdString(e.what()));
  }
  stack_->setCurrentIndex(report_ ? 1 : 0);
  canvas_->update();
}

}  // namespace adapsne
