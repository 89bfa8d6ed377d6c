// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace adapsne {

/// What people read when something is wrong with their input or their machine.
///
/// `where` names the file, option or stage and the place in it ("iris.csv, line 12, column petal"),
/// `problem` says what was found and what was expected there, `remedy` what to do about it.
/// `what()` joins the three into one line.
class Error : public std::runtime_error {
 public:
  Error(std::string where, std::string problem, std::string remedy)
      : std::runtime_error(where + ": " + problem + (remedy.empty() ? "" : " " + remedy)),
        where_(std::move(where)),
        problem_(std::move(problem)),
        remedy_(std::move(remedy)) {}

  const std::string& where() const { return where_; }
  const std::string& problem() const { return problem_; }
  const std::string& remedy() const { return remedy_; }

 private:
  std::string where_, problem_, remedy_;
};

/// Wrong use of a name or a value on the command line or in a form: exit code 2 instead of 1.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Thrown out of a stage when the work was cancelled; not an error, nothing is reported.
struct Cancelled {};

}  // namespace adapsne
