// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QString>
#include <QWidget>

#include "core/comparison/cells.h"
#include "views/theme.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace adapsne {

class RunBar;

/// Methods with the look of their curves, budgets, classifiers, seeds and pools; start and stop; files of
/// cells.
class WorthForm : public QWidget {
  Q_OBJECT

 public:
  explicit WorthForm(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setPlan(const ComparisonPlan& plan);
  /// As it stands; fields that say nothing have a message, and the last value that they said.
  const ComparisonPlan& plan() const { return plan_; }
  bool isValid() const { return messages_.empty(); }
  /// Why classifiers cannot be used on the open data, by name; they cannot be chosen.
  void setRefused(const std::map<std::string, QString>& refused);

  /// Start while nothing is compared, Stop meanwhile; `hint` says what is going on, or what is missing.
  void setWorking(bool working, double share, const QString& hint, bool attention = false);
  void setStart(const QString& words, bool enabled);
  void setFiles(bool canOpen, bool canSave);

  RunBar* bar() const { return bar_; }
  QListWidget* methodList() const { return methods_; }
  QListWidget* classifierList() const { return classifiers_; }
  QLineEdit* field(const QString& name) const;  ///< "budgets", "seeds" or "pools"
  QString message() const;

 signals:
  void changed();
  void startRequested();
  void stopRequested();
  void openRequested();
  void saveRequested();
  void exportRequested();

 private:
  QLineEdit* addField(const QString& name, const QString& help);
  void readFields();
  void readLists();
  void paintSwatches();
  void fill(QListWidget* list, const std::vector<std::string>& chosen);

  Theme theme_;
  ComparisonPlan plan_;
  std::map<QString, QString> messages_;  ///< By field.
  bool working_ = false, filling_ = false;
  QListWidget* methods_ = nullptr;
  QListWidget* classifiers_ = nullptr;
  QLineEdit *budgets_ = nullptr, *seeds_ = nullptr, *pools_ = nullptr;
  QLabel* message_ = nullptr;
  RunBar* bar_ = nullptr;
  QPushButton *open_ = nullptr, *save_ = nullptr, *export_ = nullptr;
};

}  // namespace adapsne
