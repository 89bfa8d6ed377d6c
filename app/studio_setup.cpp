// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio_setup.h"

#include <QApplication>
#include <QIcon>
#include <QProxyStyle>

#include "core/version/version.h"
#include "views/format.h"
#include "views/theme.h"

// Must stand outside of any namespace: the resources live in a static library.
static void loadResources() {
  Q_INIT_RESOURCE(resources);
}

namespace adapsne {

namespace {

/// Fusion without the permanent underlines in the menus; Alt still works.
class StudioStyle : public QProxyStyle {
 public:
  StudioStyle() : QProxyStyle("Fusion") {}
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* data) const override {
    if (hint == SH_UnderlineShortcut) return 0;
    return QProxyStyle::styleHint(hint, option, widget, data);
  }
};

}  // namespace

void setUpStudio(QApplication& application) {
  useOneNotation();
  loadResources();
  QApplication::setOrganizationName("AdapSNE");
  QApplication::setApplicationName("adapsne-studio");
  QApplication::setApplicationDisplayName("AdapSNE Studio");
  QApplication::setApplicationVersion(version());
  QApplication::setDesktopFileName("adapsne-studio");  // Its menu entry, by which a desktop finds the icon.
  QApplication::setStyle(new StudioStyle);
  application.setFont(interfaceFont());
  QApplication::setWindowIcon(QIcon(":/icons/app.svg"));
}

}  // namespace adapsne
