// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/summary_panel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "core/pipeline/presets.h"
#include "views/format.h"
#include "views/measure_list.h"
#include "views/thumbnail_grid.h"

namespace adapsne {

namespace {

constexpr size_t kMostPictures = 240;

double perPoint(int64_t total, const Run& run) {
  return static_cast<double>(total) / static_cast<double>(std::max<int64_t>(1, run.dataset->points));
}

QString outlierCount(int64_t count, const Run& run) {
  return QStringLiteral("%1 (%2 %)").arg(countText(count)).arg(100 * perPoint(count, run), 0, 'f', 1);
}

std::vector<Measure> quality(const Run& run) {
  const Assessment& a = run.assessment;
  const QString fixed = run.guidance.empty() ? QObject::tr("fixed") : QObject::tr("chosen by entropy");
  return {
      {QObject::tr("Target perplexity"), numberText(run.targetPerplexity), fixed},
      {QObject::tr("KL divergence"), QString::number(run.map->kl, 'f', 3),
       QObject::tr(
           "KL(P || Q) of the map in nats. Smaller is a closer fit to the same P; methods with another P are "
           "not comparable by it.")},
      {QObject::tr("Trustworthiness"), QString::number(a.trustworthiness, 'f', 4),
       QObject::tr("How far map neighbours are neighbours in the input space, k = 12; 1 is best.")},
      {QObject::tr("Lost points"), outlierCount(a.outliers.lost, run),
       QObject::tr("None of their 10 nearest input neighbours is among their 60 nearest in the map.")},
      {QObject::tr("Stray points"),
       run.dataset->hasLabels() ? outlierCount(a.outliers.stray, run) : QObject::tr("no labels"),
       QObject::tr(
           "Among another class in the map than in the input space. Labels are used for this report only.")},
      {QObject::tr("Unreachable"), outlierCount(a.outliers.unreachable, run),
       QObject::tr("No sigma gives their target perplexity.")},
      {QObject::tr("Missed target"), outlierCount(missedTargets(*run.sigma), run),
       QObject::tr("Their perplexity, as the datapath evaluated it, is more than 5 % off the target.")},
      {QObject::tr("H representation"), QString::number(a.entropyRepresentation, 'f', 4),
       QObject::tr("Entropy of how many points each exemplar stands for; 1 = all alike.")},
      {QObject::tr("H occupancy"), QString::number(a.occupancy.entropy, 'f', 4),
       QObject::tr("How evenly the map fills its box; 1 = evenly.")},
  };
}

std::vector<Measure> work(const Run& run) {
  return {
      {QObject::tr("Evaluations per point"), numberText(perPoint(run.sigma->totalEvaluations, run)),
       QObject::tr("Evaluations of the perplexity that the final sigma search took, on average.")},
      {QObject::tr("Passes per point"), numberText(perPoint(run.sigma->totalPasses, run)),
       QObject::tr(
           "Passes over a row of distances; evaluations that do not depend on each other share one.")},
      {QObject::tr("Subset"),
       QObject::tr("%1 of %2")
           .arg(countText(static_cast<int64_t>(run.subset->rows.size())), countText(run.dataset->points)),
       QObject::tr("Exemplars chosen.")},
      {QObject::tr("Peak memory"), memoryText(run.peakMemoryBytes), QObject::tr("Of the whole program.")},
  };
}

std::vector<Measure> seconds(const Run& run) {
  std::vector<Measure> measures;
  double longest = 1e-9;
  for (const StageTiming& timing : run.timing) {
    if (!timing.reused) longest = std::max(longest, timing.seconds);
  }
  for (const Stage stage : kStages) {
    const StageTiming& timing = run.timing[static_cast<size_t>(stage)];
    if (stage == Stage::Guidance && run.guidance.empty()) continue;
    Measure measure{
        stageTitle(stage), timing.reused ? QObject::tr("reused") : durationText(timing.seconds), {}};
    measure.bar = timing.reused ? 0 : timing.seconds / longest;
    measure.quiet = timing.reused;
    if (timing.reused)
      measure.help = QObject::tr("Nothing that it depends on had changed since an earlier run.");
    measures.push_back(measure);
  }
  measures.push_back(
      {QObject::tr("Total"), durationText(run.seconds),
       QObject::tr("On %1 threads, %2.").arg(run.threads).arg(QString::fromStdString(run.instructionSet))});
  return measures;
}

QLabel* heading(const QString& text, const Theme& theme, QWidget* parent) {
  auto* label = new QLabel(text.toUpper(), parent);
  label->setFont(titleFont());
  label->setSizePolicy(QSizePolicy::Ignored,
                       QSizePolicy::Preferred);  // A long title must not widen the panel.
  QPalette palette = label->palette();
  palette.setColor(QPalette::WindowText, theme.dim);
  label->setPalette(palette);
  return label;
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
  clear(tr("What a run found appears here: how good the map is, what it cost, and the exemplars it chose."));
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

void SummaryPanel::showRun(RunPtr run) {
  run_ = std::move(run);
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
  auto* method = new QLabel(QStringLiteral("<span style='color:%1'>▍</span><b>%2</b>&nbsp; %3")
                                .arg(methodColor(theme_, run.options.method).name(),
                                     QString::fromStdString(methodTitle(run.options.method)).toHtmlEscaped(),
                                     QString::fromStdString(run.dataset->name).toHtmlEscaped()),
                            page);
  method->setFont(interfaceFont(14));
  method->setWordWrap(true);
  layout->addWidget(method);
  layout->addSpacing(4);
  for (const std::string& warning : run.warnings) {
    auto* label = new QLabel(QString::fromStdString(warning), page);
    label->setWordWrap(true);
    label->setFont(interfaceFont(11));
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, theme_.warning);
    label->setPalette(palette);
    layout->addWidget(label);
  }
  layout->addWidget(heading(tr("Quality"), theme_, page));
  layout->addWidget(new MeasureList(quality(run), theme_, page));
  layout->addWidget(heading(tr("Work"), theme_, page));
  layout->addWidget(new MeasureList(work(run), theme_, page));
  layout->addWidget(heading(tr("Time by stage"), theme_, page));
  layout->addWidget(new MeasureList(seconds(run), theme_, page));

  std::vector<int64_t> rows = run.subset->rows;
  const size_t all = rows.size();
  rows.resize(std::min(all, kMostPictures));
  layout->addWidget(
      heading(all > rows.size()
                  ? tr("Exemplars, first %1 of %2").arg(rows.size()).arg(countText(static_cast<int64_t>(all)))
                  : tr("Exemplars, %1").arg(all),
              theme_, page));
  auto* grid = new ThumbnailGrid(theme_, page);
  grid->setAccessibleName(tr("Exemplars"));
  grid->setRows(run.dataset, std::move(rows));
  connect(grid, &ThumbnailGrid::clicked, this, &SummaryPanel::exemplarClicked);
  layout->addWidget(grid);
  layout->addStretch();
  return page;
}

}  // namespace adapsne
