// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"

namespace adapsne {

class AcceleratorView;
class RunLibrary;
class UndoStack;

/// What an edge accelerator would do with the work of the current run.
class HardwarePage : public Page {
  Q_OBJECT

 public:
  HardwarePage(Session* session, RunController* controller, RunLibrary* library, UndoStack* undo,
               QWidget* parent = nullptr);

  AcceleratorView* accelerator() const { return accelerator_; }
  void setTheme(const Theme& theme) override;

 protected:
  void arrangePanels() override;

 private:
  void showRun();

  RunController* controller_;
  RunLibrary* library_;
  AcceleratorView* accelerator_ = nullptr;
};

}  // namespace adapsne
