// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/section_heading.h"

#include "core/pipeline/presets.h"

namespace adapsne {

namespace {
void setTextColor(QLabel* label, const QColor& color) {
  QPalette palette = label->palette();
  palette.setColor(QPalette::WindowText, color);
  label->setPalette(palette);
}
}  // namespace

QLabel* sectionHeading(const QString& text, const Theme& theme, QWidget* parent) {
  auto* label = new QLabel(text.toUpper(), parent);
  label->setFont(titleFont());
  label->setWordWrap(true);  // As narrow as a column gets, no word is cut.
  label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  setTextColor(label, theme.dim);
  return label;
}

QLabel* paragraph(const QString& text, const QColor& color, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setWordWrap(true);
  label->setFont(interfaceFont(11));
  setTextColor(label, color);
  return label;
}

QString methodMark(const std::string& method, const Theme& theme) {
  return QStringLiteral("<span style='color:%1'>▍</span><b>%2</b>")
      .arg(methodColor(theme, method).name(), QString::fromStdString(methodTitle(method)).toHtmlEscaped());
}

}  // namespace adapsne
