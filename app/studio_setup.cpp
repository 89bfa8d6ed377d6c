// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio_setup.h"

#include <QApplication>
#include <QIcon>
#include <QStyleFactory>

#include "views/theme.h"

// Must stand outside of any namespace: the resources live in a static library.
static void loadResources() { Q_INIT_RESOURCE(resources); }

namespace adapsne {

void setUpStudio(QApplication& application) {
  loadResources();
  QApplication::setOrganizationName("AdapSNE");
  QApplication::setApplicationName("adapsne-studio");
  QApplication::setApplicationDisplayName("AdapSNE Studio");
  QApplication::setApplicationVersion(ADAPSNE_VERSION);
  QApplication::setStyle(QStyleFactory::create("Fusion"));
  application.setFont(interfaceFont());
  QApplication::setWindowIcon(QIcon(":/icons/app.svg"));
}

}  // namespace adapsne
