// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture.h"

#include <algorithm>
#include <iostream>

#include <QAction>
#include <QApplication>
#include <QBuffer>
#include <QComboBox>
#include <QMouseEvent>
#include <QPixmap>
#include <QPushButton>
#include <QTimer>

#include "app/actions.h"
#include "app/comparisons.h"
#include "app/jobs.h"
#include "app/main_window.h"
#include "app/messages.h"
#include "app/pages/explore_page.h"
#include "app/pages/worth_page.h"
#include "app/session.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"
#include "views/iteration_bar.h"
#include "views/map_view.h"
#include "views/point_images.h"
#include "views/run_bar.h"
#include "views/worth_form.h"

namespace adapsne {

namespace {

constexpr int kSettle = 250;  ///< ms for layouts, throttled charts and queued paints.
constexpr int kPausePoll = 20;
constexpr int kMidway = 500;  ///< Iterations after which a map looks like something.

/// A point that has something to tell: one that is lost or stray, else an exemplar, near the map's middle.
int64_t pointToHover(const MapView& map) {
  const Run& run = *map.scene().run;
  std::vector<int64_t> candidates;
  for (int64_t row = 0; row < run.dataset->points; ++row) {
    if (run.assessment.outliers.reasons[static_cast<size_t>(row)] != 0) candidates.push_back(row);
  }
  if (candidates.empty()) candidates = run.subset->rows;
  const QPointF middle(map.width() / 2.0, map.height() / 2.0);
  const auto distance = [&](int64_t row) { return (map.screenPosition(row) - middle).manhattanLength(); };
  return *std::min_element(candidates.begin(), candidates.end(),
                           [&](int64_t a, int64_t b) { return distance(a) < distance(b); });
}

QString nearestOf(const QString& name, const QStringList& names) {
  std::vector<std::string> candidates;
  for (const QString& candidate : names) candidates.push_back(candidate.toStdString());
  return QString::fromStdString(nearestName(name.toStdString(), candidates));
}

}  // namespace

Capture::Capture(MainWindow* window, StudioArguments arguments)
    : QObject(window), window_(window), arguments_(std::move(arguments)) {
  const RunController* controller = window_->controller();
  connect(controller, &RunController::datasetReady, this, &Capture::onDataset);
  connect(controller, &RunController::frame, this, [this](int, const WorkerFrame& frame) {
    onFrame(frame.iteration, frame.iterations, frame.candidate < 0);
  });
  connect(controller, &RunController::finished, this, &Capture::onFinished);
  connect(controller, &RunController::failed, this,
          [this](const QString& where, const QString& problem, const QString& remedy) {
            onFailed(where + ": " + problem + " " + remedy);
          });
}

/// What was measured has been read, or more of it has come.
void Capture::onCells() {
  const Measured* measured = window_->comparisons()->measured(window_->session()->dataset());
  if (done_ || !measured || measured->cells.empty()) return;
  if (arguments_.state == "running") {
    const bool more = comparing_ && window_->comparisons()->working();
    if (more) {
      done_ = true;
      return grabSoon();
    }
    if (comparing_) return fail("nothing was left to compare");
    comparing_ = true;
    QTimer::singleShot(0, this, [this] { window_->worth()->form()->bar()->button()->click(); });
    return;
  }
  done_ = true;
  // After the layout has settled, as somebody would click.
  QTimer::singleShot(kSettle, this, &Capture::lookInto);
}

/// METHOD,EXEMPLARS[,CLASS,TAKEN]
void Capture::lookInto() {
  if (arguments_.look.empty()) return grabSoon();
  const QStringList parts = QString::fromStdString(arguments_.look).split(',');
  WorthPage* page = window_->worth();
  if (parts.size() >= 2) page->lookInto(AccuracyPlace{parts[0].toStdString(), parts[1].toLongLong()});
  if (parts.size() == 4) {
    const std::vector<std::string>& names = window_->session()->dataset()->classNames;
    const auto index = [&](const QString& name) {
      return static_cast<int>(std::find(names.begin(), names.end(), name.toStdString()) - names.begin());
    };
    const ConfusionCell cell{index(parts[2]), index(parts[3])};
    const int classes = static_cast<int>(names.size());
    if (cell.first == classes || cell.second == classes) return fail("--look: there is no such class");
    page->lookInto(cell);
  }
  if (parts.size() != 2 && parts.size() != 4)
    return fail("--look: write METHOD,EXEMPLARS or METHOD,EXEMPLARS,CLASS,TAKEN");
  grabSoon();
}

void Capture::start() {
  if (arguments_.state == "empty") return grabSoon();
  if (arguments_.state == "error" && arguments_.source.empty()) arguments_.source = "missing/fashion.csv";
  window_->jobs()->open(QString::fromStdString(arguments_.source));
}

void Capture::onDataset() {
  if (arguments_.state == "loaded") return grabSoon();
  if (!arguments_.cells.empty()) {
    connect(window_->messages(), &Messages::failed, this,
            [this](const QString& where, const QString& problem, const QString& remedy) {
              onFailed(where + ": " + problem + " " + remedy);
            });
    connect(window_->comparisons(), &Comparisons::changed, this, &Capture::onCells, Qt::UniqueConnection);
    return window_->comparisons()->open(QString::fromStdString(arguments_.cells));
  }
  if (!arguments_.run || window_->controller()->busy()) return;
  if (arguments_.compare)
    window_->jobs()->compare();
  else
    window_->jobs()->run();
}

void Capture::onFrame(int iteration, int iterations, bool finalMap) {
  const bool wanted = arguments_.state == "running" || arguments_.state == "paused";
  const PlannedRun* run = window_->controller()->running();
  if (arguments_.compare && run && run->slot == 0) return;  // both maps belong into the picture
  if (!wanted || !finalMap || iteration < std::min(kMidway, iterations / 2) || done_) return;
  done_ = true;
  if (arguments_.state == "running") return grab();
  window_->controller()->pause();
  awaitPause();
}

void Capture::awaitPause() {
  if (window_->controller()->isPaused()) return grabSoon();
  if (!window_->controller()->busy()) return fail("the run ended before it could be paused");
  QTimer::singleShot(kPausePoll, this, &Capture::awaitPause);
}

void Capture::onFinished() {
  if (done_ || window_->controller()->busy()) return;  // a comparison has another run to do
  if (!arguments_.select.empty()) selectClass();
  applyLook();
  done_ = true;
  if (arguments_.state == "finished") return grabSoon();
  if (arguments_.state == "hovering") return hover();
  fail("the run ended before the state \"" + QString::fromStdString(arguments_.state) + "\" was reached");
}

void Capture::selectClass() {
  const Dataset& dataset = *window_->controller()->dataset();
  std::vector<int64_t> rows;
  for (size_t i = 0; i < dataset.labels.size(); ++i) {
    if (dataset.isLabelled(static_cast<int64_t>(i)) &&
        dataset.classNames[static_cast<size_t>(dataset.labels[i])] == arguments_.select)
      rows.push_back(static_cast<int64_t>(i));
  }
  if (rows.empty()) return fail("there is no class \"" + QString::fromStdString(arguments_.select) + "\"");
  window_->session()->setSelection(Selection().combined(rows, dataset.points, SelectMode::Replace));
}

/// Colours, overlays, mode and frame, as somebody would choose them in the menus.
void Capture::applyLook() {
  const auto action = [this](const std::string& name) {
    return window_->actions()->findChild<QAction*>(QString::fromStdString(name));
  };
  if (!arguments_.color.empty()) {
    ColorBy by{colorRow(arguments_.color)->value};
    const Dataset& dataset = *window_->controller()->dataset();
    if (hasChoice(by.kind)) {
      const QStringList columns = colorChoices(dataset, by.kind);
      if (columns.isEmpty()) return fail("every column of the dataset is a feature or its label");
      const QString wanted = QString::fromStdString(arguments_.column);
      if (!wanted.isEmpty()) by.column = colorChoice(dataset, by.kind, wanted);
      if (by.column < 0)
        return fail("--color: there is no column \"" + wanted + "\" to colour by. Did you mean \"" +
                    nearestOf(wanted, columns) + "\"?");
    }
    window_->actions()->setColor(by);
  }
  if (arguments_.overlays) {
    for (const std::string& word : overlayWords()) {
      const auto& wanted = *arguments_.overlays;
      action(word)->setChecked(std::find(wanted.begin(), wanted.end(), word) != wanted.end());
    }
  }
  if (!arguments_.mode.empty() && arguments_.mode != "side-by-side") action(arguments_.mode)->trigger();
  if (arguments_.frame) {
    IterationBar* bar = window_->explore()->iterations();
    bar->setPosition(static_cast<int>(*arguments_.frame * (bar->frames() - 1)));
  }
}

void Capture::hover() {
  MapView* map = window_->explore()->map();
  // After the layout has settled, as a real pointer would.
  QTimer::singleShot(kSettle, this, [this, map] {
    const QPointF at = map->screenPosition(pointToHover(*map));
    QMouseEvent move(QEvent::MouseMove, at, map->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(map, &move);
    grabSoon();
  });
}

void Capture::onFailed(const QString& message) {
  if (arguments_.state == "error") return grabSoon();
  fail(message);
}

void Capture::grabSoon() {
  QTimer::singleShot(kSettle, this, &Capture::grab);
}

void Capture::grab() {
  // Large maps are painted on another thread.
  if (!window_->page()->settled()) {
    window_->page()->update();
    return grabSoon();
  }
  const QPixmap grabbed = window_->grab();
  // Pictures of points are read when they are first painted.
  if (PointImages::shared()->busy()) return grabSoon();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  grabbed.save(&buffer, "PNG");
  try {
    writeFile(arguments_.capture, {bytes.constData(), static_cast<size_t>(bytes.size())});
  } catch (const Error& error) {
    return fail(error.what());
  }
  std::cout << arguments_.capture << std::endl;
  QApplication::exit(0);
}

void Capture::fail(const QString& message) {
  std::cerr << "adapsne-studio: " << message.toStdString() << std::endl;
  QApplication::exit(1);
}

}  // namespace adapsne
