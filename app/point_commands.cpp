// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/point_commands.h"

#include <algorithm>
#include <vector>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QMenu>
#include <QUrl>

#include "app/actions.h"
#include "app/exemplar_editor.h"
#include "app/messages.h"
#include "app/pages/explore_page.h"
#include "app/session.h"
#include "core/exporting/pictures.h"
#include "core/support/error.h"
#include "views/format.h"
#include "views/map_pair.h"
#include "views/map_view.h"
#include "views/thumbnail.h"

namespace adapsne {

namespace {

constexpr size_t kNeighbors = 10;  // as many as the inspector shows

QString idOf(const Dataset& dataset, qint64 row) {
  const Attribute* id = attributeOf(dataset, ColumnRole::Id);
  return id ? QString::fromStdString(id->values[static_cast<size_t>(row)]) : QString();
}

/// Long names would make the menu wide; an ampersand would be a key.
QString inMenu(QString name) {
  constexpr int kMost = 24;
  if (name.size() > kMost) name = name.left(kMost - 1) + QStringLiteral("…");
  return name.replace('&', "&&");
}

}  // namespace

PointCommands::PointCommands(Session* session, ExemplarEditor* editor, ExplorePage* explore,
                             Messages* messages, Actions* actions, QWidget* window)
    : QObject(window),
      session_(session),
      editor_(editor),
      explore_(explore),
      messages_(messages),
      actions_(actions),
      window_(window) {
  connectActions();
  for (const auto signal : {&Session::runsChanged, &Session::exemplarsChanged, &Session::optionsChanged})
    connect(session, signal, this, &PointCommands::refresh);
  connect(session, &Session::datasetChanged, this, &PointCommands::refresh);
  connect(session, &Session::inspectedChanged, this, &PointCommands::refresh);
  connect(explore->maps(), &MapPair::mutedChanged, this, &PointCommands::refresh);
  connect(editor, &ExemplarEditor::swapped, explore, [this](qint64 before, qint64 instead) {
    if (row() == before) explore_->goTo(instead);  // so that the next swap goes on from there
  });
  refresh();
}

qint64 PointCommands::row() const {
  const qint64 row = session_->inspected();
  return session_->dataset() && row < session_->dataset()->points ? row : -1;
}

void PointCommands::connectActions() {
  const auto on = [this](QAction* action, auto&& what) { connect(action, &QAction::triggered, this, what); };
  on(actions_->inspect, [this] { emit inspectRequested(); });
  on(actions_->swapExemplar, [this] { editor_->swap(row()); });
  on(actions_->pinExemplar, [this](bool pinned) { editor_->setPinned(row(), pinned); });
  on(actions_->chooseExemplar, [this] { editor_->choose(row()); });
  on(actions_->removeExemplar, [this] { editor_->remove(row()); });
  on(actions_->selectNeighbors, [this] { selectNeighbors(); });
  on(actions_->selectTerritory, [this] { selectTerritory(); });
  on(actions_->selectClass, [this] { selectClass(); });
  on(actions_->muteClass, [this](bool muted) { muteClass(muted); });
  on(actions_->copyRow, [this] {
    const QString number = QString::number(session_->dataset()->sourceRow(row()));
    QApplication::clipboard()->setText(number);
    messages_->remark(tr("Copied: %1").arg(number));
  });
  on(actions_->copyId, [this] {
    const QString id = idOf(*session_->dataset(), row());
    QApplication::clipboard()->setText(id);
    messages_->remark(tr("Copied: %1").arg(id));
  });
  on(actions_->openPicture, [this] { openPicture(); });
}

/// Which commands there are for the inspected point, and what they say of it.
void PointCommands::refresh() {
  const qint64 row = this->row();
  const DatasetPtr& dataset = session_->dataset();
  const bool isPoint = row >= 0;
  const RunPtr& run = session_->currentRun();
  const bool labelled = isPoint && dataset->isLabelled(row);
  actions_->inspect->setEnabled(isPoint);
  actions_->copyRow->setEnabled(isPoint);
  actions_->swapExemplar->setEnabled(editor_->canSwap(row));
  actions_->pinExemplar->setEnabled(editor_->canPin(row));
  actions_->pinExemplar->setChecked(isPoint && editor_->isPinned(row));
  actions_->chooseExemplar->setEnabled(editor_->canChoose(row));
  actions_->removeExemplar->setEnabled(editor_->canRemove(row));
  actions_->selectNeighbors->setEnabled(isPoint && run != nullptr);
  const auto exemplars = session_->exemplars(run);
  actions_->selectTerritory->setEnabled(isPoint && exemplars && !exemplars->territory.empty());
  actions_->selectClass->setEnabled(labelled && run);
  actions_->muteClass->setEnabled(labelled && run);
  const QString name = labelled ? inMenu(className(*dataset, row)) : QString();
  actions_->selectClass->setText(labelled ? tr("Select Class %1").arg(name) : tr("Select Class"));
  actions_->muteClass->setText(labelled ? tr("Grey Class %1").arg(name) : tr("Grey Class"));
  const std::vector<uint8_t>& muted = explore_->maps()->muted();
  const auto label = labelled ? static_cast<size_t>(dataset->labels[static_cast<size_t>(row)]) : 0;
  actions_->muteClass->setChecked(labelled && label < muted.size() && muted[label] != 0);
  const QString id = isPoint ? idOf(*dataset, row) : QString();
  actions_->copyId->setEnabled(!id.isEmpty());
  actions_->copyId->setText(id.isEmpty() ? tr("Copy Id") : tr("Copy Id %1").arg(inMenu(id)));
  actions_->copyRow->setText(isPoint ? tr("Copy Row %1").arg(countText(dataset->sourceRow(row)))
                                     : tr("Copy Row"));
  const Attribute* picture = isPoint ? attributeOf(*dataset, ColumnRole::Picture) : nullptr;
  actions_->openPicture->setEnabled(picture && !picture->values[static_cast<size_t>(row)].empty());
}

void PointCommands::popup(qint64 row, QPoint globalPosition) {
  if (row >= 0) session_->inspect(row, true);
  const bool ofPoint = row >= 0 || (row == MapView::kInspected && this->row() >= 0);
  auto* menu = new QMenu(window_);
  menu->setObjectName("point-menu");
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setToolTipsVisible(true);
  const auto add = [menu](const std::vector<QAction*>& actions) {
    const qsizetype before = menu->actions().size();
    QAction* line = before > 0 ? menu->addSeparator() : nullptr;
    bool any = false;
    for (QAction* action : actions) {
      if (!action->isEnabled()) continue;
      menu->addAction(action);
      any = true;
    }
    if (line && !any) menu->removeAction(line);
  };
  if (ofPoint) {
    add({actions_->inspect});
    add({actions_->swapExemplar, actions_->pinExemplar, actions_->chooseExemplar, actions_->removeExemplar});
    add({actions_->selectNeighbors, actions_->selectTerritory, actions_->selectClass, actions_->muteClass});
    add({actions_->copyRow, actions_->copyId, actions_->openPicture});
  } else {
    add({actions_->fit, actions_->lasso});
    add({actions_->selectAll, actions_->invertSelection});
  }
  add({actions_->clearSelection, actions_->exportSelection, actions_->exportSubset});
  if (menu->isEmpty()) return delete menu;
  menu->popup(globalPosition);
}

void PointCommands::selectRows(const std::vector<int64_t>& rows) {
  explore_->maps()->select(Selection().combined(rows, session_->dataset()->points, SelectMode::Replace));
}

void PointCommands::selectTerritory() {
  const auto exemplars = session_->exemplars(session_->currentRun());
  std::vector<int64_t> rows;
  const int32_t own = exemplars->territory[static_cast<size_t>(row())];
  for (size_t i = 0; i < exemplars->territory.size(); ++i)
    if (exemplars->territory[i] == own) rows.push_back(static_cast<int64_t>(i));
  selectRows(rows);
}

void PointCommands::selectClass() {
  const Dataset& dataset = *session_->dataset();
  std::vector<int64_t> rows;
  const int32_t own = dataset.labels[static_cast<size_t>(row())];
  for (size_t i = 0; i < dataset.labels.size(); ++i)
    if (dataset.labels[i] == own) rows.push_back(static_cast<int64_t>(i));
  selectRows(rows);
}

void PointCommands::selectNeighbors() {
  const auto near = session_->currentRun()->graph->neighbors(row());
  std::vector<int64_t> rows(near.begin(),
                            near.begin() + static_cast<std::ptrdiff_t>(std::min(kNeighbors, near.size())));
  rows.push_back(row());
  selectRows(rows);
  emit galleryRequested();
}

void PointCommands::muteClass(bool muted) {
  const Dataset& dataset = *session_->dataset();
  std::vector<uint8_t> classes = explore_->maps()->muted();
  classes.resize(dataset.classNames.size(), 0);
  classes[static_cast<size_t>(dataset.labels[static_cast<size_t>(row())])] = muted ? 1 : 0;
  explore_->maps()->setMuted(classes);
}

void PointCommands::openPicture() {
  try {
    const Pictures pictures(*session_->dataset());
    if (!pictures.areFiles())
      return messages_->notice(tr("Its picture is no file of its own"),
                               tr("It lies within an archive; export it to have it as a file."));
    const QString path = QString::fromStdString(pictures.file(row()).string());
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
      messages_->fail(path, tr("No program was found that opens it."), tr("Open it by hand."));
  } catch (const Error& error) {
    messages_->fail(QString::fromStdString(error.where()), QString::fromStdString(error.problem()),
                    QString::fromStdString(error.remedy()));
  }
}

}  // namespace adapsne
