// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help_sheet.h"

#include <algorithm>

#include <QAction>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/version/version.h"

#include "views/theme.h"

namespace adapsne {

namespace {

QDialog* sheet(QWidget* parent, const QString& title, QWidget* content) {
  auto* dialog = new QDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title);
  auto* layout = new QVBoxLayout(dialog);
  layout->setContentsMargins(22, 18, 22, 16);
  layout->setSpacing(14);
  auto* area = new QScrollArea(dialog);
  area->setWidget(content);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  // As high as it wants to be, but never higher than most of the screen.
  const QSize wanted = content->sizeHint();
  const int most = parent->screen()->availableGeometry().height() * 7 / 10;
  area->setMinimumSize(wanted.width() + 24, std::min(wanted.height() + 2, most));
  layout->addWidget(area);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
  layout->addWidget(buttons);
  return dialog;
}

QString withoutMnemonic(QString text) {
  return text.remove(QStringLiteral(" …")).remove('&');
}

}  // namespace

void showShortcutSheet(QWidget* parent, const std::vector<QAction*>& actions) {
  auto* content = new QWidget;
  auto* grid = new QGridLayout(content);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(34);
  grid->setVerticalSpacing(7);
  int row = 0;
  const auto line = [&](const QString& what, const QString& keys) {
    auto* key = new QLabel(keys, content);
    QFont bold = interfaceFont(13);
    bold.setWeight(QFont::DemiBold);
    key->setFont(bold);
    grid->addWidget(new QLabel(what, content), row, 0);
    grid->addWidget(key, row++, 1, Qt::AlignRight);
  };
  for (const QAction* action : actions) {
    if (action->shortcut().isEmpty()) continue;
    line(withoutMnemonic(action->property("title").toString()),
         QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText));
  }
  line(QObject::tr("Pan the map"), QObject::tr("Drag, arrow keys"));
  line(QObject::tr("Zoom the map"), QObject::tr("Wheel, + and -"));
  line(QObject::tr("Fit the map"), QObject::tr("Double click"));
  line(QObject::tr("Inspect a point, and keep it"), QObject::tr("Rest on it, click"));
  line(QObject::tr("Select by a rectangle: add, take away"), QObject::tr("Shift + drag, Alt + drag"));
  sheet(parent, QObject::tr("Keyboard shortcuts"), content)->show();
}

void showAboutSheet(QWidget* parent) {
  auto* label = new QLabel(
      QObject::tr(
          "<h3>AdapSNE Studio %1</h3>"
          "<p>From a dataset to a map and the few points worth training on.</p>"
          "<p>Methods: AdapSNE (arXiv 2508.16647), NMS (arXiv 2508.02313),<br>t-SNE (van der Maaten and "
          "Hinton 2008).</p><p>GPL-3.0-or-later</p>")
          .arg(version()));
  sheet(parent, QObject::tr("About"), label)->show();
}

}  // namespace adapsne
