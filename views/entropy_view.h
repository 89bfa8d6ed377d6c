// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QHash>
#include <QImage>
#include <QList>
#include <QPointF>
#include <QString>
#include <QWidget>

#include "core/guidance/guidance_curve.h"
#include "core/guidance/guide.h"
#include "core/pipeline/run.h"
#include "views/theme.h"

class QAreaSeries;
class QChart;
class QChartView;
class QLabel;
class QLineSeries;
class QLogValueAxis;
class QScatterSeries;
class QStackedLayout;
class QValueAxis;

namespace adapsne {

/// H_rep, H_grid and trustworthiness against the target perplexity, growing while the guide works; then the
/// Gaussian processes from which the rule reads its choice, the constraint shaded, the choice marked; each
/// candidate's map on hover.
class EntropyView : public QWidget {
  Q_OBJECT

 public:
  enum class Curve { Representation, Occupancy, Trustworthiness };

  explicit EntropyView(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// Colours of the maps on hover; may be null.
  void setDataset(DatasetPtr dataset);
  /// The options that the run in progress guides with: the constraint's slack and the rule.
  void setGuidanceOptions(const GuidanceOptions& options);
  void clear();
  void showEmpty(const QString& text);  ///< The same, with these words in its place.
  /// In any order.
  void addCandidate(const GuidanceRecord& record);
  /// `records` ascend in perplexity; `curve` is what was concluded from them, empty where nothing is yet.
  void setRecords(std::vector<GuidanceRecord> records, const GuidanceOptions& options, GuidanceCurve curve);
  /// A finished run; says so where its target was fixed.
  void setRun(const RunPtr& run);
  /// Another run's target perplexity, as a second line; null takes it away.
  void setComparison(const RunPtr& run);
  /// The card of a candidate, -1 for none.
  void showCandidate(int index);

  /// What is drawn.
  QList<QPointF> points(Curve curve) const;  ///< As measured.
  QList<QPointF> posteriorMean() const;      ///< Of the rule's entropy; empty where nothing is concluded.
  QList<QPointF> posteriorEdge(bool upper) const;  ///< Two standard deviations from it.
  std::optional<double> markedPerplexity() const;
  std::optional<double> constraint() const;  ///< The least trustworthiness that is allowed.
  bool isEmpty() const;
  QString sentence() const;
  int candidateAt(QPointF position) const;  ///< Of the chart; -1 for none near.
  QPointF positionOf(int index) const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildChart();
  void redraw();
  void scaleAxes();
  int ruled() const { return options_.rule == GuidanceRule::Occupancy ? 1 : 0; }
  void assignAxes();
  void penCurves();
  void drawPosterior();
  void markConstraint();
  void markChoice();
  void paintCard();

  Theme theme_;
  DatasetPtr dataset_;
  GuidanceOptions options_;
  std::vector<GuidanceRecord> records_;  // ascending perplexity
  GuidanceCurve curve_;                  // empty while candidates arrive
  RunPtr comparison_;
  QString emptyText_;
  int shown_ = -1;
  QHash<int, QImage> maps_;

  QChart* chart_ = nullptr;
  QChartView* view_ = nullptr;
  QWidget* overlay_ = nullptr;
  QLabel* empty_ = nullptr;
  QLabel* sentence_ = nullptr;
  QStackedLayout* stack_ = nullptr;
  QLogValueAxis* perplexityAxis_ = nullptr;
  QValueAxis* entropyAxis_ = nullptr;  // of the rule's entropy
  QValueAxis* otherAxis_ = nullptr;    // of the other one: their ranges are too different for one
  QValueAxis* trustAxis_ = nullptr;
  QLineSeries* curves_[3] = {};
  QLineSeries* means_[2] = {};  // posterior of the rule's entropy and of trustworthiness
  QLineSeries* bandLow_ = nullptr;
  QLineSeries* bandHigh_ = nullptr;
  QAreaSeries* band_ = nullptr;
  QLineSeries* floor_ = nullptr;  // bottom edge of the shaded part
  QLineSeries* threshold_ = nullptr;
  QAreaSeries* refused_ = nullptr;
  QLineSeries* chosenLine_ = nullptr;
  QLineSeries* otherLine_ = nullptr;
  QScatterSeries* ring_ = nullptr;
};

}  // namespace adapsne
