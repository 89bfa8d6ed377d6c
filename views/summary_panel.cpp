// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/summary_panel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "core/pipeline/measures.h"
#include "views/format.h"
#include "views/measure_list.h"
#include "views/option_words.h"
#include "views/section_heading.h"

namespace adapsne {

namespace {

std::vector<MeasureRow> measured(const Run& run, Measure::Group group) {
  std::vector<MeasureRow> rows;
  for (const Measure& measure : measures()) {
    if (measure.group != group || measure.kind == Measure::Kind::Seconds)
      continue;  // times are below, by stage
    rows.push_back({QString::fromStdString(measure.title),
                    QString::fromStdString(measureText(measure, measure.value(run), run)),
                    QString::fromStdString(measure.help)});
  }
  return rows;
}

std::vector<MeasureRow> subset(const Run& run) {
  std::vector<MeasureRow> rows = measured(run, Measure::Group::Subset);
  rows.insert(rows.begin(), {QObject::tr("Exemplars"),
                             QObject::tr("%1 of %2")
                                 .arg(countText(static_cast<int64_t>(run.subset->rows.size())),
                                      countText(run.dataset->points)),
                             QObject::tr("How many were chosen.")});
  return rows;
}

std::vector<MeasureRow> work(const Run& run) {
  std::vector<MeasureRow> rows = measured(run, Measure::Group::Work);
  rows.push_back(
      {QObject::tr("Peak memory"), memoryText(run.peakMemoryBytes), QObject::tr("Of the whole program.")});
  return rows;
}

std::vector<MeasureRow> seconds(const Run& run) {
  std::vector<MeasureRow> rows;
  double longest = 1e-9;
  for (const StageTiming& timing : run.timing) {
    if (!timing.reused) longest = std::max(longest, timing.seconds);
  }
  for (const Stage stage : kStages) {
    const StageTiming& timing = run.timing[static_cast<size_t>(stage)];
    if (stage == Stage::Guidance && run.guidance.empty()) continue;
    MeasureRow measure{
        stageTitle(stage), timing.reused ? QObject::tr("reused") : durationText(timing.seconds), {}};
    measure.bar = timing.reused ? 0 : timing.seconds / longest;
    measure.quiet = timing.reused;
    if (timing.reused) {
      measure.help =
          QObject::tr("Nothing that it depends on had changed since an earlier run, where it took %1.")
              .arg(durationText(timing.computed));
    }
    rows.push_back(measure);
  }
  rows.push_back(
      {QObject::tr("Total"),
       durationText(run.seconds + run.timing[static_cast<size_t>(Stage::Dataset)].seconds),
       QObject::tr("On %1 threads, %2.").arg(run.threads).arg(QString::fromStdString(run.instructionSet))});
  return rows;
}

}  // namespace

SummaryPanel::SummaryPanel(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  stack_ = new QStackedLayout(this);
  empty_ = new QLabel(this);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  empty_->setMargin(20);
  stack_->addWidget(empty_);
  setTheme(theme);
  clear(tr("What a run found appears here: how good its map is, and what it cost."));
}

void SummaryPanel::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette dim = empty_->palette();
  dim.setColor(QPalette::WindowText, theme.faint);
  empty_->setPalette(dim);
  if (run_) fill();
}

void SummaryPanel::clear(const QString& text) {
  run_ = nullptr;
  empty_->setText(text);
  stack_->setCurrentWidget(empty_);
}

void SummaryPanel::showRun(RunPtr run, ExemplarEdits edits) {
  run_ = std::move(run);
  edits_ = std::move(edits);
  fill();
}

void SummaryPanel::fill() {
  QWidget* page = buildPage();
  stack_->addWidget(page);
  stack_->setCurrentWidget(page);
  if (page_) page_->deleteLater();
  page_ = page;
}

QWidget* SummaryPanel::buildPage() {
  auto* page = new QWidget(this);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(14, 10, 14, 12);
  layout->setSpacing(8);
  const Run& run = *run_;
  auto* method = new QLabel(methodMark(run.options.method, theme_) + "&nbsp; " +
                                QString::fromStdString(run.dataset->name).toHtmlEscaped(),
                            page);
  method->setFont(interfaceFont(14));
  method->setWordWrap(true);
  layout->addWidget(method);
  layout->addSpacing(4);
  for (const std::string& warning : run.warnings)
    layout->addWidget(paragraph(inWindowWords(warning), theme_.warning, page));
  layout->addWidget(sectionHeading(tr("Quality"), theme_, page));
  layout->addWidget(new MeasureList(measured(run, Measure::Group::Quality), theme_, page));
  layout->addWidget(sectionHeading(tr("Subset"), theme_, page));
  layout->addWidget(new MeasureList(subset(run), theme_, page));
  if (!edits_.empty()) {
    const auto now = static_cast<int64_t>(editedRows(run.subset->rows, edits_).size());
    layout->addWidget(paragraph(tr("%1; %2 are left. The figures above are those of the run's own choice.")
                                    .arg(QString::fromStdString(editsText(edits_)), countText(now)),
                                theme_.warning, page));
  }
  layout->addWidget(sectionHeading(tr("Work"), theme_, page));
  layout->addWidget(new MeasureList(work(run), theme_, page));
  layout->addWidget(sectionHeading(tr("Time by stage"), theme_, page));
  layout->addWidget(new MeasureList(seconds(run), theme_, page));
  layout->addStretch();
  return page;
}

}  // namespace adapsne
