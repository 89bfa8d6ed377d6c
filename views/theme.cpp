// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme.h"

#include <QFontDatabase>
#include <QStringList>

namespace adapsne {

Theme darkTheme() {
  Theme t;
  t.dark = true;
  t.plot = QColor("#111419");
  t.window = QColor("#16191f");
  t.panel = QColor("#1c2027");
  t.raised = QColor("#252a33");
  t.line = QColor("#323944");
  t.text = QColor("#e3e7ed");
  t.dim = QColor("#97a1b0");
  t.faint = QColor("#7a8494");
  t.accent = QColor("#4c9aff");
  t.onAccent = QColor("#0b1220");
  t.good = QColor("#3ecf8e");
  t.warning = QColor("#f0b44c");
  t.error = QColor("#ff6b6b");
  t.nms = QColor("#ff9f4a");
  t.adapsne = QColor("#56b4f0");
  return t;
}

Theme lightTheme() {
  Theme t;
  t.dark = false;
  t.plot = QColor("#ffffff");
  t.window = QColor("#e9ecf1");
  t.panel = QColor("#f6f7f9");
  t.raised = QColor("#ffffff");
  t.line = QColor("#cdd3dc");
  t.text = QColor("#1b212b");
  t.dim = QColor("#545e6e");
  t.faint = QColor("#6d7787");
  t.accent = QColor("#1a66d6");
  t.onAccent = QColor("#ffffff");
  t.good = QColor("#0c7f4f");
  t.warning = QColor("#8f5d00");
  t.error = QColor("#c02626");
  t.nms = QColor("#c65a00");
  t.adapsne = QColor("#0a72b8");
  return t;
}

QPalette themePalette(const Theme& t) {
  QPalette p;
  p.setColor(QPalette::Window, t.panel);
  p.setColor(QPalette::WindowText, t.text);
  p.setColor(QPalette::Base, t.dark ? t.plot : t.raised);
  p.setColor(QPalette::AlternateBase, t.panel);
  p.setColor(QPalette::Text, t.text);
  p.setColor(QPalette::PlaceholderText, t.faint);
  p.setColor(QPalette::Button, t.raised);
  p.setColor(QPalette::ButtonText, t.text);
  p.setColor(QPalette::BrightText, t.error);
  p.setColor(QPalette::Highlight, t.accent);
  p.setColor(QPalette::HighlightedText, t.onAccent);
  p.setColor(QPalette::Link, t.accent);
  p.setColor(QPalette::ToolTipBase, t.raised);
  p.setColor(QPalette::ToolTipText, t.text);
  p.setColor(QPalette::Light, t.raised.lighter(112));
  p.setColor(QPalette::Midlight, t.raised);
  p.setColor(QPalette::Mid, t.line);
  p.setColor(QPalette::Dark, t.dark ? t.plot : t.line);
  p.setColor(QPalette::Shadow, t.dark ? QColor("#0a0c10") : t.faint);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    p.setColor(QPalette::Disabled, role, t.dark ? QColor("#5b6472") : QColor("#98a1ae"));
  }
  return p;
}

QString themeStyleSheet(const Theme& t) {
  QString sheet = R"(
QMainWindow, QMenuBar, QToolBar, QStatusBar { background: @window; }
QMainWindow::separator { background: @window; width: 5px; height: 5px; }
QMenuBar { padding: 3px 6px; border: none; }
QMenuBar::item { padding: 8px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: @accent; color: @onAccent; }
QMenu::item:disabled { color: @faint; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolBar { border: none; border-bottom: 1px solid @line; padding: 5px 8px; spacing: 4px; }
QToolBar::separator { background: @line; width: 1px; margin: 5px 7px; }
QToolBar QToolButton { padding: 5px 3px 5px 8px; border-radius: 5px; border: 1px solid transparent; }
QToolBar QToolButton:hover { background: @raised; }
QToolBar QToolButton:checked { background: @checked; }
QToolBar QToolButton:focus { border-color: @accent; }
QToolButton[page="true"] { background: transparent; color: @dim; border: none; border-bottom: 2px solid transparent;
  padding: 4px 12px 3px 12px; }
QToolButton[page="true"]:hover { color: @text; }
QToolButton[page="true"]:checked { color: @text; font-weight: 600; border-bottom-color: @accent; }
QToolButton[page="true"]:focus { background: @raised; }
QStatusBar { border-top: 1px solid @line; color: @dim; }
QStatusBar::item { border: none; }
QScrollArea { background: @panel; border: 1px solid @panel; }
QScrollArea:focus { border-color: @accent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 5px; }
QLineEdit, QComboBox { background: @base; border: 1px solid @line; border-radius: 5px; padding: 3px 7px;
  min-height: 18px; selection-background-color: @accent; }
QLineEdit:focus, QComboBox:focus { border-color: @accent; }
QLineEdit:disabled, QComboBox:disabled { color: @faint; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border-color: @error; }
QComboBox:!editable { padding-left: 9px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/chevron-@mode.svg); width: 10px; height: 10px; }
QComboBox QLineEdit { border: none; padding: 0; background: transparent; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; padding: 3px; outline: none;
  selection-background-color: @accent; selection-color: @onAccent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @faint; border-radius: 3px; background: @base; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/check-@mode.svg); }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked:focus { border-color: @text; }
QCheckBox:focus { color: @accent; }
QPushButton { background: @raised; border: 1px solid @line; border-radius: 5px; padding: 5px 12px; }
QPushButton:hover { border-color: @faint; }
QPushButton:checked { background: @checked; }
QPushButton:focus { border-color: @accent; }
QPushButton[primary="true"] { background: @primary; border-color: @primary; color: #ffffff; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @primaryHover; }
QPushButton[primary="true"]:focus { border: 1px solid @text; }
QPushButton:disabled, QPushButton[primary="true"]:disabled { background: @raised; border-color: @line; color: @faint; }
QListWidget { background: @base; border: 1px solid @line; border-radius: 5px; padding: 2px; outline: none; }
QListWidget:focus { border-color: @accent; }
QListWidget::indicator { width: 13px; height: 13px; border: 1px solid @faint; border-radius: 3px; background: @base; }
QListWidget::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/check-@mode.svg); }
QListWidget::indicator:disabled { border-color: @line; }
QProgressBar { background: @base; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QToolButton[flat="true"] { border: 1px solid transparent; border-radius: 4px; padding: 2px; background: transparent; }
QToolButton[flat="true"]:hover { background: @raised; }
QToolButton[flat="true"]:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }
QTabBar { background: @window; }
QTabBar::tab { background: transparent; color: @dim; border: none; border-bottom: 2px solid transparent;
  padding: 6px 9px 5px 9px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { background: @panel; color: @text; border-bottom-color: @accent; }
QTabBar:focus { background: @raised; }
QTabBar::tab:selected:focus { background: @raised; color: @accent; }
)";
  const struct {
    const char* name;
    QString value;
  } tokens[] = {{"@primaryHover", t.dark ? "#3b8cf5" : "#2b76e4"},
                {"@primary", t.dark ? "#2b7de9" : t.accent.name()},
                {"@checked", t.dark ? "#2a3a55" : "#d3e2f8"},
                {"@mode", t.dark ? "dark" : "light"},
                {"@window", t.window.name()},
                {"@raised", t.raised.name()},
                {"@panel", t.panel.name()},
                {"@base", (t.dark ? t.plot : t.raised).name()},
                {"@line", t.line.name()},
                {"@onAccent", t.onAccent.name()},
                {"@accent", t.accent.name()},
                {"@faint", t.faint.name()},
                {"@dim", t.dim.name()},
                {"@text", t.text.name()},
                {"@error", t.error.name()}};
  for (const auto& token : tokens) sheet.replace(token.name, token.value);
  return sheet;
}

QFont interfaceFont(int pixelSize) {
  static const bool inter =
      QFontDatabase::families().contains("Inter");  // slow to ask, and asked at every paint
  QFont font = inter ? QFont("Inter") : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  font.setPixelSize(pixelSize);
  return font;
}

QFont titleFont() {
  QFont font = interfaceFont(11);
  font.setWeight(QFont::DemiBold);
  font.setLetterSpacing(QFont::AbsoluteSpacing, 0.9);
  return font;
}

QColor methodColor(const Theme& theme, const std::string& method) {
  return method.rfind("nms", 0) == 0 ? theme.nms : theme.adapsne;
}

}  // namespace adapsne
