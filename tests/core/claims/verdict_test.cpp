// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/claims/verdict.h"

#include <gtest/gtest.h>

#include "core/claims/reproduce.h"

namespace adapsne {
namespace {

ClaimCondition gains(std::vector<double> values, double claimed = 0) {
  return {"a condition", "points", {{"before", {1, 1}}, {"after", {2, 2}}}, std::move(values), claimed};
}

TEST(Verdicts, FollowTheRule) {
  // Mean 2, standard error 1: two of them reach 0 exactly, which is not beyond.
  EXPECT_EQ(gains({1, 3}).outcome(), Outcome::No);
  EXPECT_EQ(gains({1.1, 3}).outcome(), Outcome::Yes);
  EXPECT_EQ(gains({-1, -3}).outcome(), Outcome::No);
  EXPECT_EQ(gains({2, 2}).outcome(), Outcome::Yes) << "without any spread";
  EXPECT_EQ(gains({0, 0}).outcome(), Outcome::No);
  EXPECT_EQ(gains({2}).outcome(), Outcome::Unknown);
  EXPECT_EQ(gains({}).outcome(), Outcome::Unknown);
  EXPECT_EQ(gains({8, 9}, 15).outcome(), Outcome::Smaller);
  EXPECT_EQ(gains({13.9, 14.9}, 15).outcome(), Outcome::Yes) << "15 lies within two standard errors";
  EXPECT_EQ(gains({20, 21}, 15).outcome(), Outcome::Yes);
}

TEST(Verdicts, OfSeveralConditions) {
  const ClaimCondition yes = gains({2, 2}), no = gains({-1, 1}), smaller = gains({8, 8}, 15),
                       unknown = gains({1});
  EXPECT_EQ(verdictOf({yes, yes}), Verdict::Holds);
  EXPECT_EQ(verdictOf({no, no}), Verdict::DoesNotHold);
  EXPECT_EQ(verdictOf({yes, no}), Verdict::Depends);
  EXPECT_EQ(verdictOf({yes, smaller}), Verdict::Depends);
  EXPECT_EQ(verdictOf({smaller}), Verdict::Depends);
  EXPECT_EQ(verdictOf({yes, unknown}), Verdict::Depends);
  EXPECT_EQ(verdictOf({unknown, unknown}), Verdict::Unknown);
  EXPECT_EQ(verdictOf({}), Verdict::Unknown);
  ClaimCondition ours = yes;
  ours.beyond = true;
  EXPECT_EQ(verdictOf({no, ours}), Verdict::DoesNotHold) << "the papers get no credit for it";
}

TEST(Verdicts, GainsInWords) {
  EXPECT_EQ(gainText(gains({8, 9})), "+8.5 +- 0.5");
  EXPECT_EQ(gainText(gains({-0.5, -0.3})), "-0.40 +- 0.10");
  EXPECT_EQ(gainText(gains({-0.001, -0.001})), "+0.00 +- 0.00");
  EXPECT_EQ(gainText(gains({2})), "+2.0");
  EXPECT_EQ(gainText(gains({})), "-");
}

TEST(Verdicts, ThePageSaysWhatTheTextAndTheJsonSay) {
  ClaimsReport report{"my <data>", 100, 25, 2, 3, "1", "v4", {}};
  report.results.push_back({claims().front(), {gains({2, 2}), gains({-1, 1}), gains({8, 9}, 15)}});
  ASSERT_EQ(report.results[0].conclusion(),
            "depends on the condition: of 3, 1 yes, 1 smaller than claimed and 1 no");
  const std::string page = claimsPage(report, "adapsne reproduce x"), text = claimsText(report),
                    json = claimsJson(report);
  for (const std::string* all : {&page, &text}) {
    EXPECT_NE(all->find(report.results[0].conclusion()), std::string::npos);
    EXPECT_NE(all->find("2 pools of 100 points, one a seed (3 to 4)"), std::string::npos) << *all;
  }
  EXPECT_NE(page.find("my &lt;data&gt;"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos) << "nothing beside it is needed";
  EXPECT_NE(page.find("+8.5 &plusmn; 0.5"), std::string::npos);
  EXPECT_NE(json.find("\"outcome\": \"smaller than claimed\""), std::string::npos);
  size_t charts = 0;
  for (size_t at = 0; (at = page.find("<svg", at)) != std::string::npos; ++at) ++charts;
  EXPECT_EQ(charts, 3u);
}

}  // namespace
}  // namespace adapsne
