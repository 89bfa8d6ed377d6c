// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/banner.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/icons.h"

namespace adapsne {

Banner::Banner(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 10, 8, 10);
  row->setSpacing(12);
  icon_ = new QLabel(this);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(2);
  title_ = new QLabel(this);
  body_ = new QLabel(this);
  remedy_ = new QLabel(this);
  QFont bold = interfaceFont(13);
  bold.setWeight(QFont::DemiBold);
  title_->setFont(bold);
  for (QLabel* label : {title_, body_, remedy_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    texts->addWidget(label);
  }
  action_ = new QPushButton(this);
  connect(action_, &QPushButton::clicked, this, &Banner::actionTriggered);
  close_ = new QToolButton(this);
  close_->setProperty("flat", true);
  close_->setFixedSize(26, 26);
  close_->setToolTip(tr("Dismiss"));
  close_->setAccessibleName(tr("Dismiss the message"));
  connect(close_, &QToolButton::clicked, this, &QWidget::hide);
  row->addWidget(icon_, 0, Qt::AlignTop);
  row->addLayout(texts, 1);
  row->addWidget(action_, 0, Qt::AlignVCenter);
  row->addWidget(close_, 0, Qt::AlignTop);
  setTheme(theme);
  hide();
}

void Banner::setTheme(const Theme& theme) {
  theme_ = theme;
  icon_->setPixmap(
      lineIcon(isError_ ? "warning" : "help", isError_ ? theme.error : theme.accent).pixmap(20, 20));
  close_->setIcon(lineIcon("close", theme.dim));
  QPalette dim = remedy_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  remedy_->setPalette(dim);
  update();
}

void Banner::showError(const QString& where, const QString& problem, const QString& remedy) {
  // Problems are written to follow "where: "; here they begin a line.
  QString sentence = problem;
  if (!sentence.isEmpty()) sentence[0] = sentence[0].toUpper();
  present(where, sentence, remedy, true);
}

void Banner::showNotice(const QString& title, const QString& text) {
  present(title, text, {}, false);
}

void Banner::present(const QString& title, const QString& text, const QString& remedy, bool isError) {
  isError_ = isError;
  setAction({});
  title_->setText(title);
  body_->setText(text);
  remedy_->setText(remedy);
  remedy_->setVisible(!remedy.isEmpty());
  setAccessibleName(isError ? tr("Error") : tr("Notice"));
  setAccessibleDescription(this->text());
  setTheme(theme_);
  show();
}

void Banner::setAction(const QString& text) {
  action_->setText(text);
  action_->setVisible(!text.isEmpty());
}

QString Banner::text() const {
  return QStringLiteral("%1: %2 %3").arg(title_->text(), body_->text(), remedy_->text()).trimmed();
}

void Banner::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme_.raised);
  const QColor color = isError_ ? theme_.error : theme_.accent;
  QColor wash = color;
  wash.setAlphaF(0.10f);
  painter.fillRect(rect(), wash);
  painter.fillRect(QRect(0, 0, 4, height()), color);
}

void Banner::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return hide();
  QWidget::keyPressEvent(event);
}

}  // namespace adapsne
