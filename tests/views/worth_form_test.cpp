// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/worth_form.h"

#include <gtest/gtest.h>

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "core/assessment/classifiers.h"
#include "core/comparison/compared_methods.h"
#include "views/run_bar.h"

namespace adapsne {
namespace {

struct WorthFormTest : ::testing::Test {
  WorthForm form{darkTheme()};
  ComparisonPlan plan;

  void SetUp() override {
    plan.methods = {"random", "kernel-ridge"};
    plan.budgets = {{0, 20}, {0, 50}};
    plan.classifiers = {"1-nn"};
    plan.seeds = 3;
    form.setPlan(plan);
    form.resize(240, 620);
    form.show();
  }
  QListWidgetItem* item(const QListWidget* list, const QString& name) {
    const auto found = list->findItems(name, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.front();
  }
  void type(const QString& field, const QString& text) {
    form.field(field)->setText(text);
    emit form.field(field)->editingFinished();
  }
};

TEST_F(WorthFormTest, OffersEveryMethodAndClassifierAndKeepsThePlan) {
  EXPECT_EQ(form.methodList()->count(), std::ssize(comparedMethods()));
  EXPECT_EQ(form.classifierList()->count(), std::ssize(classifiers()));
  EXPECT_EQ(form.plan(), plan);
  EXPECT_EQ(form.field("budgets")->text().toStdString(), "20, 50");
  EXPECT_EQ(item(form.methodList(), "kernel-ridge")->checkState(), Qt::Checked);
  EXPECT_EQ(item(form.methodList(), "herding")->checkState(), Qt::Unchecked);
}

TEST_F(WorthFormTest, TicksAndFieldsChangeThePlan) {
  QSignalSpy changed(&form, &WorthForm::changed);
  item(form.methodList(), "herding")->setCheckState(Qt::Checked);
  item(form.methodList(), "random")->setCheckState(Qt::Unchecked);
  type("budgets", "100 0.05");
  type("seeds", "7");
  type("pools", "2");
  EXPECT_EQ(changed.count(), 5);
  EXPECT_EQ(form.plan().methods, (std::vector<std::string>{"herding", "kernel-ridge"}));
  EXPECT_EQ(form.plan().budgets, (std::vector<SubsetBudget>{{0, 100}, {0.05, 0}}));
  EXPECT_EQ(form.plan().seeds, 7);
  EXPECT_EQ(form.plan().pools, 2);
}

TEST_F(WorthFormTest, WhatSaysNothingIsToldAndChangesNothing) {
  type("budgets", "many");
  EXPECT_FALSE(form.isValid());
  EXPECT_TRUE(form.message().contains("many")) << form.message().toStdString();
  EXPECT_EQ(form.plan().budgets, plan.budgets);
  type("seeds", "0");
  EXPECT_EQ(form.plan().seeds, 3);
  type("budgets", "50");
  EXPECT_FALSE(form.isValid()) << "the seeds still say nothing";
  type("seeds", "2");
  EXPECT_TRUE(form.isValid());
  EXPECT_TRUE(form.message().isEmpty());
}

TEST_F(WorthFormTest, AClassifierThatIsRefusedIsNotAskedAndSaysWhy) {
  item(form.classifierList(), "cnn")->setCheckState(Qt::Checked);
  ASSERT_EQ(form.plan().classifiers, (std::vector<std::string>{"1-nn", "cnn"}));
  form.setRefused({{"cnn", "needs images"}});
  EXPECT_EQ(form.plan().classifiers, (std::vector<std::string>{"1-nn"}));
  EXPECT_EQ(item(form.classifierList(), "cnn")->toolTip().toStdString(), "needs images");
  EXPECT_FALSE(item(form.classifierList(), "cnn")->flags().testFlag(Qt::ItemIsEnabled));
  form.setRefused({});
  EXPECT_EQ(form.plan().classifiers, (std::vector<std::string>{"1-nn", "cnn"}));
}

TEST_F(WorthFormTest, OneButtonStartsAndStops) {
  QSignalSpy start(&form, &WorthForm::startRequested), stop(&form, &WorthForm::stopRequested);
  form.setWorking(false, -1, "ready");
  form.setStart("Start", true);
  QTest::mouseClick(form.bar()->button(), Qt::LeftButton);
  EXPECT_EQ(start.count(), 1);
  form.setWorking(true, 0.3, "herding");
  QTest::mouseClick(form.bar()->button(), Qt::LeftButton);
  EXPECT_EQ(start.count(), 1);
  EXPECT_EQ(stop.count(), 1);
  form.setWorking(false, -1, "");
  form.setStart("Start", false);
  QTest::mouseClick(form.bar()->button(), Qt::LeftButton);
  EXPECT_EQ(start.count(), 1);
}

TEST_F(WorthFormTest, AThemeIsNoChange) {
  QSignalSpy changed(&form, &WorthForm::changed);
  form.setTheme(lightTheme());
  form.setPlan(plan);
  EXPECT_EQ(changed.count(), 0);
}

}  // namespace
}  // namespace adapsne
