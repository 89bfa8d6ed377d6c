// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/option_field.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

#include "views/icons.h"

namespace adapsne {

namespace {

constexpr int kLabelWidth = 118;

/// A line with the unit at its right end, whose undo ends where its text is `applied`. A click that brings
/// the focus selects everything, so that what is typed replaces it; so does every click in a word ("guided"),
/// which is never a part of something longer.
class ValueLine : public QLineEdit {
 public:
  ValueLine(QString unit, std::function<bool()> applied, std::function<bool(const QString&)> isWord,
            QWidget* parent)
      : QLineEdit(parent), unit_(std::move(unit)), applied_(std::move(applied)), isWord_(std::move(isWord)) {
    connect(this, &QLineEdit::textChanged, this, &ValueLine::makeRoom);
    makeRoom();
  }

 protected:
  // An editable box hands its keys over through here.
  bool event(QEvent* event) override {
    if (event->type() == QEvent::ShortcutOverride) {
      const auto* key = static_cast<QKeyEvent*>(event);
      if (undoes(key) || redoes(key)) {
        const bool own = !applied_() || (redoes(key) && isRedoAvailable());
        event->setAccepted(own);
        return true;
      }
    }
    return QLineEdit::event(event);
  }
  void focusInEvent(QFocusEvent* event) override {
    QLineEdit::focusInEvent(event);
    focusedByClick_ = event->reason() == Qt::MouseFocusReason;
  }
  void mouseReleaseEvent(QMouseEvent* event) override {
    QLineEdit::mouseReleaseEvent(event);
    const bool all = std::exchange(focusedByClick_, false) || isWord_(text());
    if (all && !hasSelectedText()) selectAll();  // What was dragged over stays as it is.
  }
  void keyPressEvent(QKeyEvent* event) override {
    if (redoes(event)) return redo();  // Ctrl+Y too, on every platform
    QLineEdit::keyPressEvent(event);
  }
  void paintEvent(QPaintEvent* event) override {
    QLineEdit::paintEvent(event);
    if (!showsUnit()) return;
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const int inset = frameless() ? 2 : 8;
    painter.drawText(rect().adjusted(0, 0, -inset, 0), Qt::AlignRight | Qt::AlignVCenter, unit_);
  }

 private:
  static bool undoes(const QKeyEvent* key) { return key->matches(QKeySequence::Undo); }
  static bool redoes(const QKeyEvent* key) {
    return key->matches(QKeySequence::Redo) || key->keyCombination() == QKeyCombination(Qt::CTRL, Qt::Key_Y);
  }
  /// Words ("guided") have no unit.
  bool showsUnit() const { return !unit_.isEmpty() && (text().isEmpty() || !text()[0].isLetter()); }
  void makeRoom() { setTextMargins(0, 0, showsUnit() ? fontMetrics().horizontalAdvance(unit_) + 4 : 0, 0); }
  bool frameless() const { return qobject_cast<QComboBox*>(parentWidget()) != nullptr; }
  QString unit_;
  std::function<bool()> applied_;
  std::function<bool(const QString&)> isWord_;
  bool focusedByClick_ = false;
};

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

}  // namespace

OptionField::OptionField(const OptionSpec& spec, const Theme& theme, QWidget* parent)
    : QWidget(parent), spec_(spec), theme_(theme) {
  setObjectName("option-" + text(spec.name));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(2);
  grid->setVerticalSpacing(2);
  label_ = new QLabel(this);
  label_->setFixedWidth(kLabelWidth);
  label_->setTextFormat(Qt::RichText);
  buildEditor();
  reset_ = new QToolButton(this);
  reset_->setProperty("flat", true);
  reset_->setFixedSize(22, 22);
  reset_->setIconSize({14, 14});
  QSizePolicy keep = reset_->sizePolicy();
  keep.setRetainSizeWhenHidden(true);  // rows must not move when an arrow appears
  reset_->setSizePolicy(keep);
  reset_->hide();
  connect(reset_, &QToolButton::clicked, this, [this] {
    if (reset_->hasFocus()) editor()->setFocus();  // the arrow is about to go
    emit resetRequested();
  });
  message_ = new QLabel(this);
  message_->setWordWrap(true);
  message_->setFont(interfaceFont(11));
  message_->hide();
  grid->addWidget(label_, 0, 0);
  grid->addWidget(reset_, 0, 1);
  grid->addWidget(editor(), 0, 2);
  grid->addWidget(message_, 1, 0, 1, 3);
  grid->setColumnStretch(2, 1);
  label_->setBuddy(editor());
  setTheme(theme);
  setValue({}, {});
}

void OptionField::buildEditor() {
  const QString unit = text(spec_.unit);
  const auto applied = [this] { return shownText() == value_; };
  const auto isWord = [this](const QString& shown) {
    return std::any_of(spec_.words.begin(), spec_.words.end(),
                       [&](const OptionWord& word) { return text(word.word) == shown; });
  };
  if (spec_.kind == OptionKind::Flag) {
    check_ = new QCheckBox(this);
    connect(check_, &QCheckBox::clicked, this, &OptionField::commit);
  } else if (!spec_.words.empty()) {
    combo_ = new QComboBox(this);
    const bool free = spec_.kind != OptionKind::Choice;
    combo_->setEditable(free);
    combo_->setInsertPolicy(QComboBox::NoInsert);
    combo_->setMinimumContentsLength(6);
    combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const OptionWord& word : spec_.words) {
      combo_->addItem(text(word.word));
      combo_->setItemData(combo_->count() - 1, text(word.help), Qt::ToolTipRole);
    }
    combo_->setFocusPolicy(Qt::StrongFocus);
    combo_->installEventFilter(this);
    connect(combo_, &QComboBox::activated, this, &OptionField::commit);
    if (free) {
      line_ = new ValueLine(unit, applied, isWord, combo_);
      combo_->setLineEdit(line_);
      combo_->setCompleter(nullptr);  // "1" is a number, not the beginning of a word
    }
  } else {
    line_ = new ValueLine(unit, applied, isWord, this);
    if (spec_.kind == OptionKind::Text) line_->setPlaceholderText(tr("automatic"));
    if (spec_.file) {
      browse_ = line_->addAction(QIcon(), QLineEdit::TrailingPosition);
      browse_->setToolTip(spec_.folder ? tr("Choose the folder or file") : tr("Choose the file"));
      connect(browse_, &QAction::triggered, this, &OptionField::browse);
    }
  }
  if (line_) connect(line_, &QLineEdit::editingFinished, this, &OptionField::commit);
  editor()->setAccessibleName(text(spec_.label));
}

QWidget* OptionField::editor() const {
  if (check_) return check_;
  if (combo_) return combo_;
  return line_;
}

void OptionField::setTheme(const Theme& theme) {
  theme_ = theme;
  reset_->setIcon(lineIcon("reset", theme.dim));
  if (browse_) browse_->setIcon(lineIcon("open", theme.dim));
  QPalette red = message_->palette();
  red.setColor(QPalette::WindowText, theme.error);
  message_->setPalette(red);
  updateLabel();
}

void OptionField::setValue(const QString& value, const QString& preset) {
  value_ = value;
  preset_ = preset;
  setMessage({});
  if (check_) check_->setChecked(value == "true");
  if (line_)
    line_->setText(value);
  else if (combo_)
    combo_->setCurrentText(value);
  reset_->setVisible(isResettable());
  reset_->setToolTip(tr("Back to %1").arg(preset.isEmpty() ? tr("automatic") : preset));
  reset_->setAccessibleName(tr("Reset %1").arg(text(spec_.label)));
  updateHelp();
}

QString OptionField::shownText() const {
  if (check_) return check_->isChecked() ? "true" : "false";
  return line_ ? line_->text().trimmed() : combo_->currentText();
}

void OptionField::commit() {
  // Leaving a field untouched is no edit; leaving a refused text again is no news either.
  if (shownText() == value_) {
    setMessage({});
    return;
  }
  emit edited(shownText());
}

void OptionField::browse() {
  const auto file = [this] { take(QFileDialog::getOpenFileName(this, text(spec_.label), line_->text())); };
  if (!spec_.folder) return file();
  // A dialog shows either files or folders.
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  connect(menu->addAction(tr("A folder …")), &QAction::triggered, this,
          [this] { take(QFileDialog::getExistingDirectory(this, text(spec_.label), line_->text())); });
  connect(menu->addAction(tr("A file …")), &QAction::triggered, this, file);
  menu->popup(line_->mapToGlobal(line_->rect().bottomRight()) - QPoint(menu->sizeHint().width(), 0));
}

void OptionField::take(const QString& path) {
  if (path.isEmpty()) return;
  line_->setText(path);
  commit();
}

void OptionField::setPending(bool pending) {
  if (pending_ == pending) return;
  pending_ = pending;
  updateLabel();
  updateHelp();
}

void OptionField::actAtOnce() {
  atOnce_ = true;
  updateLabel();
  updateHelp();
}

void OptionField::setMessage(const QString& message) {
  message_->setText(message);
  message_->setVisible(!message.isEmpty());
  updateHelp();
  QWidget* widget = editor();
  if (widget->property("invalid").toBool() == !message.isEmpty()) return;
  widget->setProperty("invalid", !message.isEmpty());
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

QString OptionField::message() const {
  return message_->text();
}

bool OptionField::isResettable() const {
  return value_ != preset_;
}

QString OptionField::mark() const {
  if (atOnce_) return tr("Acts at once.");
  return spec_.live ? tr("Live: takes effect in the running job.")
                    : tr("Re-runs from %1.").arg(stageTitle(spec_.stage));
}

void OptionField::updateLabel() {
  QString label = text(spec_.label).toHtmlEscaped();
  if (spec_.live && !atOnce_)
    label += QStringLiteral(" <span style='color:%1; font-size:10px'>live</span>").arg(theme_.good.name());
  if (pending_) label += QStringLiteral(" <span style='color:%1'>●</span>").arg(theme_.warning.name());
  label_->setText(label);
}

void OptionField::updateHelp() {
  const QString tip = toolTipText();
  for (QWidget* widget : {static_cast<QWidget*>(label_), editor()}) widget->setToolTip(tip);
  // What is not seen must be heard: the refusal, or what the label's marks and the unit say.
  const QString help = tr("%1 Takes %2. %3").arg(text(spec_.help), rangeText(), mark());
  editor()->setAccessibleDescription(message().isEmpty() ? help : message() + " " + help);
}

QString OptionField::rangeText() const {
  const QString range = text(optionRange(spec_));
  return spec_.unit.empty() ? range : QStringLiteral("%1 (%2)").arg(range, text(spec_.unit));
}

QString OptionField::toolTipText() const {
  const auto escaped = [](const std::string& value) { return text(value).toHtmlEscaped(); };
  QString tip = QStringLiteral("<p><b>%1</b></p><p>%2</p>").arg(escaped(spec_.label), escaped(spec_.help));
  if (!spec_.words.empty()) {
    tip += "<p>";
    for (const OptionWord& word : spec_.words) {
      tip += QStringLiteral("<b>%1</b>: %2<br>").arg(escaped(word.word), escaped(word.help));
    }
    tip += "</p>";
  }
  tip += tr("<p>Takes %1.<br>Preset: %2.<br>%3")
             .arg(rangeText().toHtmlEscaped(), preset_.isEmpty() ? tr("automatic") : preset_.toHtmlEscaped(),
                  mark());
  if (pending_) tip += tr("<br>● The map that is shown was made with another value.");
  return tip + tr("</p><p>Command line: --%1</p>").arg(escaped(spec_.name));
}

bool OptionField::eventFilter(QObject* watched, QEvent* event) {
  // Scrolling the form must not turn what lies under the pointer.
  if (event->type() == QEvent::Wheel) {
    event->ignore();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace adapsne
