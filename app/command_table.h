// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/support/value_spec.h"

namespace CLI {
class App;
}

namespace adapsne {

/// What arguments take, beside numbers and text: the type names that --help shows, by which completion knows
/// what to offer.
namespace takes {
inline constexpr const char* kFile = "FILE";
inline constexpr const char* kFolder = "FOLDER";
inline constexpr const char* kRun = "RUN";              ///< A run's folder.
inline constexpr const char* kDataset = "DATASET";      ///< A name of the catalogue, or a file.
inline constexpr const char* kSource = "RUN|DATASET";   ///< Either.
inline constexpr const char* kGenerator = "GENERATOR";  ///< A generator of the catalogue.
inline constexpr const char* kMethods = "METHODS";      ///< Names of compared methods, by commas.
inline constexpr const char* kKnob = "KNOB=VALUE";      ///< A knob of the accelerator.
/// "tiny|edge|large": one of these words.
std::string oneOf(const std::vector<std::string>& words);
/// The same for a knob or an option that is a choice.
std::string oneOf(const ValueSpec& spec);
}  // namespace takes

/// "digits, fashion-mnist, ..."; of the generators alone if `generated`.
std::string datasetNames(bool generated);

/// One argument of a command, as help, manual and completion say it.
struct ArgumentEntry {
  std::vector<std::string> names;  ///< "--columns"; of an argument that goes by its place, its title alone.
  bool positional = false, required = false, repeated = false;
  bool takesValue = true;
  std::string takes;     ///< "FILE", "a whole number from 1 up"
  std::string standard;  ///< The default, as text; empty = none.
  std::string group;     ///< The schema's stage; empty = the command's own.
  std::string help;
  std::vector<OptionWord> words;  ///< What may stand there, where that can be listed; help may be empty.
  bool list = false;              ///< Several of the words, by commas.
  bool files = false, folders = false;  ///< A file, or a folder, may stand there.
};

/// A command, or a program that has none.
struct CommandEntry {
  std::string name, help, footer;
  std::vector<ArgumentEntry> arguments;
};

/// A program as its parser knows it.
struct ProgramTable {
  CommandEntry program;                ///< What stands before a command.
  std::vector<CommandEntry> commands;  ///< Empty where the program has none.
};

ProgramTable commandTable(const CLI::App& program);

/// The first sentence of a help text, without its full stop.
std::string firstSentence(const std::string& help);

}  // namespace adapsne
