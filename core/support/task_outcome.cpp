// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/task_outcome.h"

#include <new>

#include "core/support/error.h"
#include "core/support/run_control.h"

namespace adapsne {

TaskOutcome outcomeOf(const std::exception_ptr& thrown) {
  constexpr const char* kReport = "Please report it with the options you used.";
  try {
    std::rethrow_exception(thrown);
  } catch (const Cancelled&) {
    return {true, std::nullopt};
  } catch (const Error& error) {
    return {false, TaskFailure{error.where(), error.problem(), error.remedy()}};
  } catch (const std::bad_alloc&) {
    return {false, TaskFailure{"memory", "There is not enough memory for this dataset with these options.",
                               "Take fewer points, or fewer neighbours."}};
  } catch (const std::exception& error) {
    return {false, TaskFailure{"internal error", error.what(), kReport}};
  } catch (...) {
    return {false,
            TaskFailure{"internal error", "Something was thrown that says nothing of itself.", kReport}};
  }
}

}  // namespace adapsne
