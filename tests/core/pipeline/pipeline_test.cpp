// SPDX-License-Identifier: GPL-3.0-or-later
// What a run finds, what it reuses, and what it counts.
#include "core/pipeline/pipeline.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/embedding/start.h"
#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using test::quickOptions;
using test::RecordingObserver;
using test::runOnce;
using test::sameBits;
using Calls = std::vector<std::string>;

void expectSameResults(const Run& a, const Run& b) {
  EXPECT_EQ(a.keys, b.keys);
  EXPECT_EQ(a.targetPerplexity, b.targetPerplexity);
  EXPECT_TRUE(sameBits(a.features->values, b.features->values));
  EXPECT_EQ(a.graph->index, b.graph->index);
  EXPECT_TRUE(sameBits(a.sigma->sigma, b.sigma->sigma));
  EXPECT_TRUE(sameBits(a.map->positions, b.map->positions));
  EXPECT_EQ(a.map->kl, b.map->kl);
  ASSERT_EQ(a.map->history.size(), b.map->history.size());
  for (size_t i = 0; i < a.map->history.size(); ++i) {
    EXPECT_EQ(a.map->history[i].iteration, b.map->history[i].iteration);
    EXPECT_EQ(a.map->history[i].kl, b.map->history[i].kl);
    EXPECT_EQ(a.map->history[i].gradientNorm, b.map->history[i].gradientNorm);
  }
  EXPECT_EQ(a.subset->rows, b.subset->rows);
  EXPECT_EQ(a.assessment.trustworthiness, b.assessment.trustworthiness);
  EXPECT_EQ(a.assessment.outliers.reasons, b.assessment.outliers.reasons);
  EXPECT_EQ(a.assessment.occupancy.entropy, b.assessment.occupancy.entropy);
  EXPECT_EQ(a.assessment.entropyRepresentation, b.assessment.entropyRepresentation);
  EXPECT_EQ(a.assessment.neighborhood.continuity, b.assessment.neighborhood.continuity);
  EXPECT_EQ(a.assessment.neighborhood.recall, b.assessment.neighborhood.recall);
  EXPECT_EQ(a.assessment.subset.coverage.largest, b.assessment.subset.coverage.largest);
  EXPECT_EQ(a.assessment.subset.coverage.mean, b.assessment.subset.coverage.mean);
  EXPECT_EQ(a.assessment.subset.balance.entropy, b.assessment.subset.balance.entropy);
  EXPECT_EQ(a.assessment.subset.discrepancy, b.assessment.subset.discrepancy);
}

class PipelineTest : public testing::Test {
 protected:
  RunPtr run(const Options& options, const std::atomic<int>* live = nullptr) {
    observer_ = RecordingObserver();
    RunControl control;
    return pipeline_.run(dataset_, options, observer_, control, live);
  }
  DatasetPtr dataset_ = test::clusteredDataset(120, 8, 1);
  Pipeline pipeline_;
  RecordingObserver observer_;
};

TEST_F(PipelineTest, StagesComeInOrderAndASecondRunReusesAll) {
  const RunPtr first = run(quickOptions("adapsne"));
  Calls started, finished, reused;
  for (Stage stage : kStages) {
    if (stage == Stage::Dataset) continue;  // opened by whoever calls
    for (const char* event : {"start ", "finish "}) started.push_back(std::string(event) + stageName(stage));
    for (const char* event : {"start ", "reuse "}) reused.push_back(std::string(event) + stageName(stage));
  }
  EXPECT_EQ(observer_.stageCalls(), started);
  const RunPtr second = run(quickOptions("adapsne"));
  EXPECT_EQ(observer_.stageCalls(), reused);
  expectSameResults(*first, *second);
  for (Stage stage : kStages)
    EXPECT_EQ(second->timing[static_cast<size_t>(stage)].reused, stage != Stage::Dataset) << stageName(stage);
}

TEST_F(PipelineTest, AReusedStageRemembersWhatComputingItTook) {
  const RunPtr first = run(quickOptions("nms-ideal")), second = run(quickOptions("nms-edge"));
  for (const Stage stage : {Stage::Features, Stage::Neighbors}) {
    const StageTiming &computed = first->timing[static_cast<size_t>(stage)],
                      &shared = second->timing[static_cast<size_t>(stage)];
    EXPECT_FALSE(computed.reused);
    EXPECT_TRUE(shared.reused) << stageName(stage) << ": both methods look at the same neighbours";
    EXPECT_GT(computed.computed, 0);
    EXPECT_EQ(shared.computed, computed.computed);
    EXPECT_LT(shared.seconds, shared.computed);
  }
  Options longer = quickOptions("nms-edge");
  longer.embedding.iterations = 90;
  const StageTiming resumed = run(longer)->timing[static_cast<size_t>(Stage::Embedding)];
  EXPECT_FALSE(resumed.reused);
  EXPECT_GT(resumed.computed, resumed.seconds) << "the iterations that it went on from count";
}

TEST_F(PipelineTest, ADatapathThatMissesItsTargetSaysSo) {
  Options options = quickOptions("nms-edge");
  options.perplexity = 2;  // below what the saturated neighbours alone add up to
  const RunPtr edge = run(options);
  const int64_t missed = missedTargets(*edge->sigma);
  ASSERT_GT(missed * 20, 120);
  ASSERT_EQ(edge->warnings.size(), 1u);
  EXPECT_NE(edge->warnings[0].find("At " + std::to_string(missed) + " of 120 points"), std::string::npos);
  EXPECT_TRUE(run(quickOptions("nms-ideal"))->warnings.empty());
}

TEST_F(PipelineTest, AFixedTargetNeedsNoGuide) {
  const RunPtr result = run(quickOptions());
  EXPECT_EQ(observer_.stageCalls().size(), 12u) << "six stages begin and end";
  for (const std::string& call : observer_.stageCalls()) EXPECT_EQ(call.find("guidance"), std::string::npos);
  EXPECT_TRUE(result->guidance.empty());
  EXPECT_EQ(result->targetPerplexity, 10);
}

TEST_F(PipelineTest, AnotherRatioRunsAgainFromSampling) {
  run(quickOptions());
  Options options = quickOptions();
  options.sampling.ratio = 0.2;
  const RunPtr second = run(options);
  EXPECT_EQ(observer_.stageCalls(),
            (Calls{"start features", "reuse features", "start neighbors", "reuse neighbors",
                   "start affinities", "reuse affinities", "start embedding", "reuse embedding",
                   "start sampling", "finish sampling", "start assessment", "finish assessment"}));
  expectSameResults(*second, *runOnce(dataset_, options));
}

TEST_F(PipelineTest, TwoMethodsShareWhatComesBeforeTheirSearch) {
  run(quickOptions("nms-ideal"));
  Options edge = quickOptions("nms-edge");
  const RunPtr second = run(edge);
  EXPECT_EQ(observer_.stageCalls()[1], "reuse features");
  EXPECT_EQ(observer_.stageCalls()[3], "reuse neighbors");
  EXPECT_EQ(observer_.stageCalls()[5], "finish affinities");
  expectSameResults(*second, *runOnce(dataset_, edge));
}

TEST_F(PipelineTest, MoreIterationsContinueTheMap) {
  Options options = quickOptions();
  options.embedding.iterations = 110;  // not a multiple of the measuring interval
  run(options);
  options.embedding.iterations = 260;
  const RunPtr continued = run(options);
  ASSERT_FALSE(observer_.progress.empty());
  for (const Progress& p : observer_.progress) {
    EXPECT_EQ(p.detail.find("iteration 110 "), std::string::npos)
        << "the first 110 iterations are not repeated";
    EXPECT_EQ(p.detail.find("iteration 50 "), std::string::npos);
  }
  expectSameResults(*continued, *runOnce(dataset_, options));
  EXPECT_EQ(observer_.samples.size(), continued->map->history.size()) << "the earlier curve is told again";
  // Fewer iterations cannot be continued, but give what they would have given alone.
  options.embedding.iterations = 40;
  expectSameResults(*run(options), *runOnce(dataset_, options));
}

TEST_F(PipelineTest, SameBitsAtAnyThreadCountForEveryMethod) {
  for (const char* method : {"adapsne", "adapsne-edge", "nms-edge", "nms-ideal", "adapsne-plus"}) {
    Options options = quickOptions(method);
    const RunPtr one = runOnce(dataset_, options);
    for (int threads : {2, 3}) {
      options.threads = threads;
      expectSameResults(*one, *runOnce(dataset_, options));
    }
  }
}

TEST_F(PipelineTest, GuidedRunsRecordTheirCandidates) {
  const RunPtr result = run(quickOptions("adapsne"));
  ASSERT_EQ(result->guidance.size(), 3u);
  EXPECT_EQ(observer_.candidates, (std::vector<double>{40, result->guidance[1].perplexity, 5}))
      << "from high to low, as they are computed";
  for (size_t i = 0; i < 3; ++i) {
    const GuidanceRecord& r = result->guidance[i];
    EXPECT_GT(r.perplexity, i > 0 ? result->guidance[i - 1].perplexity : 0) << "ascending in the run";
    for (double share : {r.entropyRepresentation, r.entropyOccupancy, r.trustworthiness}) {
      EXPECT_GT(share, 0);
      EXPECT_LE(share, 1 + 1e-12);
    }
    EXPECT_TRUE(std::isfinite(r.kl));
    EXPECT_EQ(r.thumbnail.size(), 240u);
  }
  EXPECT_EQ(result->targetPerplexity, guidanceCurve(result->guidance, result->options.guidance).target());
  EXPECT_EQ(result->sigma->target, result->targetPerplexity);
}

TEST_F(PipelineTest, FireworksGuideInTheirOwnOrderAndRecordInPerplexitys) {
  Options options = quickOptions("adapsne");
  options.guidance.optimizer = GuidanceOptimizer::Fireworks;
  options.guidance.candidates = 8;
  const RunPtr one = run(options);
  ASSERT_EQ(one->guidance.size(), 8u);
  ASSERT_EQ(one->work.descents.size(), 9u);
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_GT(one->guidance[i].perplexity, i > 0 ? one->guidance[i - 1].perplexity : 0);
    EXPECT_EQ(one->work.descents[i].iterations, i == 0 ? 45 : 15)
        << "only the highest perplexity has none above it to start from";
  }
  EXPECT_DOUBLE_EQ(observer_.candidates.front(), 40);
  EXPECT_FALSE(std::is_sorted(observer_.candidates.rbegin(), observer_.candidates.rend()))
      << "sparks come later";
  EXPECT_EQ(one->targetPerplexity, one->guidanceCurve.target());
  EXPECT_TRUE(one->guidanceCurve.allowed(one->guidanceCurve.chosen));
  for (int threads : {2, 3, 7}) {
    options.threads = threads;
    const RunPtr two = runOnce(dataset_, options);
    expectSameResults(*one, *two);
    EXPECT_EQ(one->guidanceCurve.entropy, two->guidanceCurve.entropy);
  }
  options.seed = 2;
  EXPECT_NE(runOnce(dataset_, options)->guidance[3].perplexity, one->guidance[3].perplexity);
}

TEST_F(PipelineTest, AStalledMapStopsAndIsTheMapOfSoManyIterations) {
  Options options = quickOptions("nms-ideal");
  options.embedding.iterations = 2000;
  options.embedding.exaggerationIterations = 50;
  options.embedding.stall = 0.01;
  Pipeline pipeline;
  test::RecordingObserver observer;
  RunControl control(1);
  const RunPtr early = pipeline.run(dataset_, options, observer, control);
  const int stopped = early->map->history.back().iteration;
  EXPECT_LT(stopped, 2000);
  EXPECT_GE(stopped, 100);
  EXPECT_EQ(early->options.embedding.iterations, 2000) << "what was asked for";
  ASSERT_FALSE(early->warnings.empty());
  EXPECT_NE(early->warnings.back().find("stopped after " + std::to_string(stopped)), std::string::npos);
  const RunPtr again = pipeline.run(dataset_, options, observer, control);
  EXPECT_TRUE(again->timing[static_cast<size_t>(Stage::Embedding)].reused);
  EXPECT_TRUE(test::sameBits(again->map->positions, early->map->positions));
  options.embedding.stall = 0;
  options.embedding.iterations = stopped;
  EXPECT_TRUE(test::sameBits(run(options)->map->positions, early->map->positions));
}

TEST_F(PipelineTest, ACandidateStartsFromTheNextHigherOnesMap) {
  Options options = quickOptions("adapsne");
  options.guidance.iterations = 1;
  options.guidance.candidates = 3;
  options.embedding.learningRate = 5;
  const RunPtr result = run(options);
  // One iteration moves a map little: each is far more like the one above than like the starting map.
  const auto distance = [](const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(sum);
  };
  RunControl control(1);
  const std::vector<float> start = pcaStart(*result->features, options.seed, control);
  for (size_t i = 0; i + 1 < 3; ++i)
    EXPECT_LT(distance(result->guidance[i].thumbnail, result->guidance[i + 1].thumbnail),
              0.2 * distance(result->guidance[i].thumbnail, start));
}

TEST_F(PipelineTest, WorkIsCountedConsistently) {
  const RunPtr result = run(quickOptions("adapsne-edge"));
  const WorkTrace& work = result->work;
  EXPECT_EQ(work.neighbors.points, 120);
  EXPECT_EQ(work.neighbors.k, 119);
  EXPECT_EQ(work.neighbors.pairs, 120 * 119);
  ASSERT_EQ(work.searches.size(), 4u);
  ASSERT_EQ(work.descents.size(), 4u);
  for (size_t i = 0; i < 4; ++i) {
    const WorkTrace::SigmaSearch& s = work.searches[i];
    EXPECT_EQ(s.candidate, i < 3);
    EXPECT_EQ(s.points, 120);
    EXPECT_EQ(s.expCalls, s.evaluations * s.neighborsPerPoint);
    EXPECT_LE(s.passes, s.evaluations);
    int64_t points = 0, evaluations = 0, passes = 0;
    for (const WorkTrace::SearchGroup& g : s.groups) {
      EXPECT_LE(g.passes, g.evaluations);
      points += g.points;
      evaluations += g.points * g.evaluations;
      passes += g.points * g.passes;
    }
    EXPECT_EQ(points, 120);
    // The totals hold the pilot rows of the warm start as well.
    EXPECT_GE(s.evaluations, evaluations + 16 * 8);
    EXPECT_LE(s.evaluations, evaluations + 16 * 32);
    EXPECT_GE(s.passes, passes + 16);
    EXPECT_EQ(s.nonzeros, 120 * 119);
    EXPECT_EQ(work.descents[i].candidate, i < 3);
    EXPECT_EQ(work.descents[i].repulsion.interactions, work.descents[i].iterations * 120 * 119);
  }
  EXPECT_EQ(work.descents[0].iterations, 45) << "the first candidate also has the exaggerated iterations";
  EXPECT_EQ(work.descents[1].iterations, 15);
  EXPECT_EQ(work.descents[3].iterations, 60);
  EXPECT_EQ(work.histogram.bin.size(), 120u);
  EXPECT_EQ(work.histogram.cells, 25);
  EXPECT_EQ(work.sampling.exemplars, 12);
  EXPECT_GT(work.sampling.scans, 0);
}

TEST_F(PipelineTest, ReusedStagesKeepTheirCounts) {
  const RunPtr first = run(quickOptions("adapsne"));
  Options options = quickOptions("adapsne");
  options.embedding.iterations = 90;
  const RunPtr second = run(options);
  ASSERT_EQ(second->work.searches.size(), first->work.searches.size());
  for (size_t i = 0; i < first->work.searches.size(); ++i)
    EXPECT_EQ(second->work.searches[i].evaluations, first->work.searches[i].evaluations);
  EXPECT_EQ(second->work.descents.back().iterations, 90);
  EXPECT_EQ(second->work.neighbors.inserts, first->work.neighbors.inserts);
}

TEST_F(PipelineTest, AssessesWhatItReturns) {
  const RunPtr result = run(quickOptions());
  EXPECT_EQ(result->assessment.outliers.reasons.size(), 120u);
  EXPECT_EQ(result->subset->rows.size(), 12u);
  EXPECT_GT(result->assessment.trustworthiness, 0.7) << "after 60 iterations only";
  EXPECT_EQ(result->threads, 1);
  EXPECT_GT(result->peakMemoryBytes, 1 << 20);
  EXPECT_FALSE(result->instructionSet.empty());
  EXPECT_EQ(result->id(), result->keys.back().substr(0, 8));
  EXPECT_GT(result->seconds, 0);
}

TEST_F(PipelineTest, InvalidOptionsAreRefusedBeforeAnyWork) {
  Options options = quickOptions();
  options.perplexity = 120;
  EXPECT_THROW(run(options), UsageError);
  EXPECT_TRUE(observer_.calls.empty());
}

}  // namespace
}  // namespace adapsne
