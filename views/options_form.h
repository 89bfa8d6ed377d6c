// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QString>
#include <QWidget>

#include "core/pipeline/options.h"
#include "core/pipeline/schema.h"
#include "views/theme.h"

class QComboBox;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace adapsne {

class OptionField;
class OptionSection;
class SearchLine;

/// What the user did to the options, as one step.
struct OptionsEdit {
  QString key;       ///< The option's name; "" where it is about several.
  QString subject;   ///< "Perplexity"
  QString from, to;  ///< "30", "50"; empty where it is about several.
  Options before, after;
};

/// All options, built from the schema alone: a search on top, then the preset, then a section a stage. Holds
/// the options that its fields show; a text that is not valid stays in its field with the reason below, and
/// is not applied.
class OptionsForm : public QWidget {
  Q_OBJECT

 public:
  explicit OptionsForm(const Theme& theme, QWidget* parent = nullptr);

  const Options& options() const { return options_; }
  /// Texts that are not applied yet stay where neither the value nor its preset changes.
  void setOptions(const Options& options);
  /// Brings back what the reset arrows would, all at once; the method stays.
  void resetAll();
  /// Whether anything differs from the method's preset.
  bool isResettable() const;
  void setTheme(const Theme& theme);
  /// The options of the map that is shown or running: fields that differ are marked. Null: nothing to
  /// compare.
  void setReference(const Options* reference);

  OptionField* field(const std::string& name) const;
  QComboBox* methodBox() const { return method_; }
  SearchLine* searchLine() const { return search_; }
  /// Unfolds, scrolls to and focuses an option; ends a search.
  void reveal(const std::string& name);

 signals:
  void edited(const adapsne::OptionsEdit& edit);  ///< By the user; comes before optionsChanged.
  void optionsChanged(const adapsne::Options& options);

 private:
  void buildSearch(QVBoxLayout* layout);
  void buildMethodBox(QVBoxLayout* layout);
  void buildSections(QVBoxLayout* layout);
  void chainTabs();
  void search();
  void showNoMatch();
  void focusFirstMatch();
  void scrollTo(QWidget* widget);
  void changeTo(const OptionsEdit& edit);
  void apply(OptionField* field, const QString& text);
  void showValues();
  void showPending();

  Theme theme_;
  Options options_;
  bool hasReference_ = false;
  Options reference_;
  SearchLine* search_ = nullptr;
  QLabel* noMatch_ = nullptr;
  QScrollArea* area_ = nullptr;
  QWidget* methodRow_ = nullptr;
  QComboBox* method_ = nullptr;
  QLabel* methodHelp_ = nullptr;
  std::vector<OptionSection*> sections_;
  std::map<std::string, OptionField*> fields_;
};

}  // namespace adapsne
