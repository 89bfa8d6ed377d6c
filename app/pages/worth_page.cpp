// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/worth_page.h"

#include <QFileInfo>
#include <QLabel>

#include "app/dock.h"
#include "app/session.h"

namespace adapsne {

WorthPage::WorthPage(Session* session, QWidget* parent) : Page(PageId::Worth, session, parent) {
  text_ = new QLabel;
  text_->setAlignment(Qt::AlignCenter);
  text_->setWordWrap(true);
  text_->setMargin(40);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  addPanel("worth", text_, Qt::TopDockWidgetArea);
  connect(session, &Session::datasetChanged, this, &WorthPage::describe);
  setTheme(session->theme());
}

void WorthPage::arrangePanels() {
  addDockWidget(Qt::TopDockWidgetArea, panel("worth"));
}

void WorthPage::setTheme(const Theme& theme) {
  Page::setTheme(theme);
  describe();
}

void WorthPage::describe() {
  const Theme& theme = session()->theme();
  const QString source = session()->source();
  const QString data = QFileInfo(source).exists() ? QFileInfo(source).fileName()
                       : source.isEmpty()         ? QStringLiteral("digits")
                                                  : source;
  text_->setText(
      tr("<p style='font-size:17px; color:%1'>What is a subset worth?</p>"
         "<p style='color:%2'>Nothing has been measured in this window. The command line trains classifiers "
         "on"
         " the exemplars of each method and tests them on points that were held back:</p>"
         "<p style='font-family:monospace; color:%1'>adapsne compare %3 --ratios 0.01,0.05 --seeds 5</p>")
          .arg(theme.text.name(), theme.dim.name(), data.toHtmlEscaped()));
}

}  // namespace adapsne
