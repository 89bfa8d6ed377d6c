// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QWidget>

#include "core/accelerator/model.h"
#include "core/pipeline/run.h"
#include "views/accelerator_painter.h"
#include "views/theme.h"

class QComboBox;
class QLabel;
class QScrollArea;
class QStackedLayout;
class QPushButton;

namespace adapsne {

class OptionField;

/// What the user did to the knobs, as one step.
struct KnobEdit {
  QString key;       ///< The knob's name; "preset" where all were set.
  QString subject;   ///< "Rows"
  QString from, to;  ///< "16", "32"
  AcceleratorConfiguration before, after;
};

/// What an accelerator would do with the work of the shown run, and the knobs that change it at once.
class AcceleratorView : public QWidget {
  Q_OBJECT

 public:
  explicit AcceleratorView(const Theme& theme, QWidget* parent = nullptr);
  ~AcceleratorView() override;

  void setTheme(const Theme& theme);
  /// Without a run there are no numbers; `words` say what comes first.
  void clear(const QString& words = {});
  void showRun(RunPtr run);

  void setConfiguration(const AcceleratorConfiguration& configuration);
  /// As the user does it; both tell of the edit.
  void applyPreset(const std::string& name);
  /// Text as people type it; a refused value shows its message under the knob and changes nothing.
  void setKnobText(const std::string& name, const QString& text);
  const AcceleratorConfiguration& configuration() const { return configuration_; }
  /// Null before there is a run.
  const AcceleratorReport* report() const { return report_ ? &*report_ : nullptr; }
  OptionField* field(const std::string& name) const;

  /// Narrow panels show the picture alone; the button "Knobs" brings them.
  bool knobsShown() const;

 signals:
  void edited(const adapsne::KnobEdit& edit);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  class Canvas;
  void buildKnobs();
  void update();

  Theme theme_;
  RunPtr run_;
  AcceleratorConfiguration configuration_;
  std::optional<AcceleratorReport> report_;
  QString emptyText_;
  QStackedLayout* stack_ = nullptr;
  QLabel* empty_ = nullptr;
  Canvas* canvas_ = nullptr;
  QComboBox* presets_ = nullptr;
  QScrollArea* knobArea_ = nullptr;
  QPushButton* toggle_ = nullptr;
  bool wide_ = false;  ///< Enough for the knobs beside the picture.
  std::vector<OptionField*> fields_;
};

}  // namespace adapsne
