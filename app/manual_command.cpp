// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/manual_command.h"

#include <algorithm>
#include <cctype>

#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "core/version/version.h"

namespace adapsne {
namespace {

/// Text that roff prints as it stands.
std::string plain(const std::string& text) {
  std::string roff;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((i == 0 || text[i - 1] == '\n') && (c == '.' || c == '\'')) roff += "\\&";
    if (c == '\\')
      roff += "\\e";
    else if (c == '-')
      roff += "\\-";
    else if (c == '~')
      roff += "\\(ti";
    else if (c == '`')
      roff += "\\(ga";
    else
      roff += c;
    if (c == ',' || c == '|') roff += "\\:";  // Lists without blanks may break here.
  }
  return roff;
}

/// Paragraphs, apart by an empty line; one whose lines are indented stands as it is.
std::string paragraphs(const std::string& text) {
  std::string roff;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find("\n\n", begin), text.size());
    const std::string paragraph = text.substr(begin, end - begin);
    if (begin > 0) roff += ".PP\n";
    if (paragraph.rfind("  ", 0) == 0)
      roff += ".nf\n" + plain(paragraph) + "\n.fi\n";
    else
      roff += plain(paragraph) + "\n";
    begin = end + 2;
  }
  return roff;
}

std::string bold(const std::string& text) {
  return "\\fB" + plain(text) + "\\fR";
}
std::string italic(const std::string& text) {
  return "\\fI" + plain(text) + "\\fR";
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

/// The line that an argument's text hangs from.
std::string tag(const ArgumentEntry& a) {
  if (a.positional) return italic(upper(a.names.front()));
  std::string names;
  for (const std::string& name : a.names) names += (names.empty() ? "" : ", ") + bold(name);
  if (!a.takesValue) return names;
  // A type in capitals or of words is a placeholder; the schema's ranges are sentences and stand in the text.
  return names + " " + (a.group.empty() ? italic(a.takes) : italic("value"));
}

std::string item(const ArgumentEntry& a) {
  std::string roff = ".TP\n" + tag(a) + "\n";
  if (a.positional && !a.takes.empty()) roff += plain(a.takes) + ". ";
  roff += plain(a.help);
  if (!a.help.empty() && a.help.back() != '.') roff += ".";
  roff += "\n";
  if (!a.group.empty()) roff += "It takes " + plain(a.takes) + ".\n";
  if (!a.standard.empty()) roff += "Default: " + plain(a.standard) + ".\n";
  if (a.repeated) roff += "It may be given several times.\n";
  bool explained = false;
  if (!a.positional)
    for (const OptionWord& word : a.words) explained = explained || !word.help.empty();
  if (!explained) return roff;
  roff += ".RS\n";
  for (const OptionWord& word : a.words)
    roff += ".TP\n" + bold(word.word) + "\n" + (word.help.empty() ? "\\&" : plain(word.help)) + "\n";
  return roff + ".RE\n";
}

/// A command's own arguments; -h is the program's.
std::string items(const CommandEntry& command, bool isProgram) {
  std::string roff;
  for (const ArgumentEntry& a : command.arguments)
    if (a.group.empty() && (isProgram || a.names.front() != "-h")) roff += item(a);
  return roff;
}

std::string synopsis(const std::string& program, const CommandEntry& command) {
  std::string roff = ".B " + plain(program + (command.name == program ? "" : " " + command.name)) + "\n";
  bool options = false;
  for (const ArgumentEntry& a : command.arguments) {
    if (a.positional) {
      const std::string title = italic(upper(a.names.front()));
      roff.append(a.required ? "" : "[").append(title).append(a.required ? "\n" : "]\n");
    } else if (a.required) {
      roff.append(bold(a.names.front())).append(" ").append(italic(a.takes)).append("\n");
    } else {
      options = true;
    }
  }
  if (options) roff.append("[").append(italic("option")).append("]...\n");
  return roff.append(".br\n");
}

/// Every option of the schema that the program takes, once; as its first command has it.
std::vector<const ArgumentEntry*> shared(const ProgramTable& table) {
  std::vector<const ArgumentEntry*> all;
  for (const CommandEntry& command : table.commands)
    for (const ArgumentEntry& a : command.arguments) {
      const bool seen = std::any_of(all.begin(), all.end(),
                                    [&](const ArgumentEntry* other) { return other->names == a.names; });
      if (!a.group.empty() && !seen) all.push_back(&a);
    }
  return all;
}

/// Which of the shared options a command takes, in words.
std::string sharedBy(const CommandEntry& command, const std::vector<const ArgumentEntry*>& all) {
  std::string with, without;
  size_t taken = 0;
  for (const ArgumentEntry* option : all) {
    const bool has = std::any_of(command.arguments.begin(), command.arguments.end(),
                                 [&](const ArgumentEntry& a) { return a.names == option->names; });
    std::string& list = has ? with : without;
    list += (list.empty() ? "" : ", ") + bold(option->names.front());
    taken += has;
  }
  if (taken == 0) return "";
  if (taken == all.size()) return ".PP\nIt takes all OPTIONS below.\n";
  if (2 * taken > all.size()) return ".PP\nIt takes all OPTIONS below but " + without + ".\n";
  return ".PP\nOf the OPTIONS below it takes " + with + ".\n";
}

}  // namespace

std::string manualPage(const ProgramTable& table, const ManualTexts& texts) {
  const std::string& name = table.program.name;
  std::string roff = ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n.TH " + plain(upper(name)) +
                     " 1 \"\" \"" + plain(name + " " + version()) +
                     "\" \"User Commands\"\n.nh\n.ad l\n.SH NAME\n" + plain(name) + " \\- " +
                     plain(texts.summary) + "\n.SH SYNOPSIS\n";
  for (const CommandEntry& command : table.commands) roff += synopsis(name, command);
  roff += synopsis(name, table.program) + ".SH DESCRIPTION\n" + paragraphs(texts.description);
  if (!table.commands.empty()) roff += ".SH COMMANDS\n";
  const auto all = shared(table);
  for (const CommandEntry& command : table.commands) {
    roff += ".SS " + plain(command.name) + "\n" + plain(command.help) + ".\n";
    if (!command.footer.empty()) roff += ".PP\n" + paragraphs(command.footer);
    roff += items(command, false) + sharedBy(command, all);
  }
  roff += ".SH OPTIONS\n" + items(table.program, true);
  std::string group;
  for (const ArgumentEntry* option : all) {
    if (option->group != group) roff += ".SS " + plain(option->group) + "\n";
    group = option->group;
    roff += item(*option);
  }
  for (const auto& [title, text] : texts.sections) roff += ".SH " + plain(title) + "\n" + paragraphs(text);
  return roff;
}

std::string commandLineManual(const ProgramTable& table) {
  std::string datasets;
  for (const CatalogueEntry& entry : catalogue()) datasets += "  " + entry.name + ": " + entry.title + "\n";
  return manualPage(
      table,
      {"map a dataset and choose the few points that stand for it",
       "Loads a dataset, maps it to the plane, picks a small subset of exemplars from the map and exports "
       "it, "
       "for people who must train on a small device. The map is a t-SNE whose per-point bandwidth sigma is "
       "found by the Fireworks Algorithm and whose target perplexity is guided by entropy.\n\n"
       "A dataset is a file (" +
           listedFormats(FormatUse::Read, "or") +
           ", gzipped or not) or one of the names under "
           "DATASETS.\n\nThe same seed gives the same bytes, at any number of threads.",
       {{"DATASETS", datasets},
        {"FILES",
         "A run's folder holds manifest.json (every option, version, hash and measure), embedding.npy (N x "
         "2), sigma.npy, subset.csv and subset.npy (row numbers in the file, from 0), history.csv, "
         "guidance.csv and candidates.npy (where entropy chose the perplexity: its curve and the maps it was "
         "read from) and work.json (what the accelerator model reads)."},
        {"EXIT STATUS",
         "0: done. 1: the data, the disk or the machine; nothing was written. 2: an option or its value; "
         "nothing was started. 130: interrupted; nothing was written."},
        {"EXAMPLES",
         "  adapsne run digits --method adapsne --ratio 0.05\n  adapsne run mydata.csv --label-column "
         "species --count "
         "100 --out result\n  adapsne accelerate result --preset tiny --set bandwidth=4\n  adapsne compare "
         "digits "
         "--ratios 0.01,0.05 --seeds 5 --csv table.csv"},
        {"SEE ALSO", "adapsne-studio(1)"}}});
}

}  // namespace adapsne
