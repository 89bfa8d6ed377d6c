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
class QVBoxLayout;

namespace adapsne {

class OptionField;
class OptionSection;

/// All options, built from the schema alone: the preset on top, then a section a stage. Holds the options
/// that its fields show; a text that is not valid stays in its field with the reason below, and is not
/// applied.
class OptionsForm : public QWidget {
  Q_OBJECT

 public:
  explicit OptionsForm(const Theme& theme, QWidget* parent = nullptr);

  const Options& options() const { return options_; }
  void setOptions(const Options& options);
  void setTheme(const Theme& theme);
  /// The options of the map that is shown or running: fields that differ are marked. Null: nothing to
  /// compare.
  void setReference(const Options* reference);

  OptionField* field(const std::string& name) const;
  QComboBox* methodBox() const { return method_; }
  /// Unfolds, scrolls to and focuses an option.
  void reveal(const std::string& name);

 signals:
  void optionsChanged(const adapsne::Options& options);

 private:
  void buildMethodBox(QVBoxLayout* layout);
  void apply(OptionField* field, const QString& text);
  void showValues();
  void showPending();

  Theme theme_;
  Options options_;
  bool hasReference_ = false;
  Options reference_;
  QComboBox* method_ = nullptr;
  QLabel* methodHelp_ = nullptr;
  std::vector<OptionSection*> sections_;
  std::map<std::string, OptionField*> fields_;
};

}  // namespace adapsne
