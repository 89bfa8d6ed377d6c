// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "core/pipeline/schema.h"
#include "views/theme.h"

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace adapsne {

/// One option of the schema: label, editor, unit, reset arrow, message. Knows its spec, not the options.
///
/// Keys that undo and redo belong to the editor as long as its text is not applied, and to the window after
/// that.
class OptionField : public QWidget {
  Q_OBJECT

 public:
  OptionField(const OptionSpec& spec, const Theme& theme, QWidget* parent = nullptr);

  const OptionSpec& spec() const { return spec_; }
  void setTheme(const Theme& theme);
  /// The value as text, and what the reset arrow would bring back. Clears a message.
  void setValue(const QString& text, const QString& preset);
  const QString& value() const { return value_; }
  const QString& preset() const { return preset_; }
  QString shownText() const;
  /// Marks it as changed against the map that is shown.
  void setPending(bool pending);
  /// No option of a run: what it changes is seen at once, and needs no mark.
  void actAtOnce();

  void setMessage(const QString& message);
  QString message() const;
  bool isResettable() const;
  /// "live: takes effect in the running job", "re-runs from Embedding", or "acts at once".
  QString mark() const;

  /// What people type into, for tests and focus.
  QWidget* editor() const;
  QToolButton* resetButton() const { return reset_; }

 signals:
  void edited(const QString& text);  ///< The user settled on another text; valid or not.
  void resetRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildEditor();
  void commit();
  void browse();
  void take(const QString& path);  ///< What was chosen; empty: nothing.
  void updateLabel();
  void updateHelp();
  QString rangeText() const;
  QString toolTipText() const;

  OptionSpec spec_;
  Theme theme_;
  QString value_, preset_;
  bool pending_ = false, atOnce_ = false;
  QLabel* label_ = nullptr;
  QLabel* message_ = nullptr;
  QToolButton* reset_ = nullptr;
  QCheckBox* check_ = nullptr;  // one of these three is the editor
  QComboBox* combo_ = nullptr;
  QLineEdit* line_ = nullptr;  // also the line of an editable combo
  QAction* browse_ = nullptr;  // of an option that is a file
};

}  // namespace adapsne
