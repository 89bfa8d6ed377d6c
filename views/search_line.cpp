// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/search_line.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QRegularExpression>

#include "views/icons.h"

namespace adapsne {

SearchLine::SearchLine(const Theme& theme, QWidget* parent) : QLineEdit(parent) {
  lens_ = addAction(QIcon(), LeadingPosition);
  clear_ = addAction(QIcon(), TrailingPosition);
  clear_->setToolTip(tr("Clear the search (Esc)"));
  clear_->setVisible(false);
  connect(lens_, &QAction::triggered, this, &SearchLine::begin);
  connect(clear_, &QAction::triggered, this, &QLineEdit::clear);
  connect(this, &QLineEdit::textChanged, this,
          [this](const QString& text) { clear_->setVisible(!text.isEmpty()); });
  connect(qApp, &QApplication::focusChanged, this, &SearchLine::rememberFocus);
  setTheme(theme);
}

void SearchLine::setTheme(const Theme& theme) {
  lens_->setIcon(lineIcon("search", theme.dim));
  clear_->setIcon(lineIcon("close", theme.dim));
}

void SearchLine::begin() {
  setFocus(Qt::ShortcutFocusReason);
  selectAll();
}

QStringList SearchLine::words() const {
  static const QRegularExpression space(QStringLiteral("\\s+"));
  return text().toLower().split(space, Qt::SkipEmptyParts);
}

void SearchLine::rememberFocus(QWidget* old, QWidget* now) {
  if (now == this && old) before_ = old;
}

bool SearchLine::event(QEvent* event) {
  // Esc is a command of the window too; here it belongs to the search.
  if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();
    return true;
  }
  return QLineEdit::event(event);
}

void SearchLine::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Escape) return QLineEdit::keyPressEvent(event);
  clear();
  if (before_ && before_->isVisible())
    before_->setFocus(Qt::OtherFocusReason);
  else
    clearFocus();
}

}  // namespace adapsne
