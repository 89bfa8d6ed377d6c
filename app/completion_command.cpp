// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/completion_command.h"

#include <map>

#include "core/support/error.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string wordsOf(const ArgumentEntry& a) {
  std::vector<std::string> words;
  for (const OptionWord& word : a.words) words.push_back(word.word);
  return joined(words, " ");
}

/// In single quotes, for sh and its kin.
std::string quoted(const std::string& text) {
  std::string quote = "'";
  for (const char c : text) quote += c == '\'' ? "'\\''" : std::string(1, c);
  return quote + "'";
}

/// A name that may be part of a function's name.
std::string identifier(std::string name) {
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

/// The commands, or the program alone where it has none.
std::vector<CommandEntry> parts(const ProgramTable& table) {
  if (!table.commands.empty()) return table.commands;
  CommandEntry only = table.program;
  only.name.clear();
  return {only};
}

std::string heading(const ProgramTable& table, const char* shell) {
  return "# SPDX-License-Identifier: GPL-3.0-or-later\n# Completion of " + table.program.name + " for " +
         shell + "; made by the program from its own tables.\n";
}

std::string bashCompletion(const ProgramTable& table) {
  const std::string function = "_" + identifier(table.program.name);
  // Options of several commands that offer the same share a line.
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> patterns;
  std::string options, places;
  const auto add = [&](const CommandEntry& command) {
    std::vector<std::string> names;
    for (const ArgumentEntry& a : command.arguments) {
      const std::string offer = (a.words.empty() ? "" : " words=" + quoted(wordsOf(a))) +
                                (a.list ? " list=1" : "") +
                                (a.files     ? " files=-f"
                                 : a.folders ? " files=-d"
                                             : "");
      if (a.positional) {
        if (!offer.empty()) places += "      " + quoted(command.name) + ")" + offer + " ;;\n";
        continue;
      }
      names.insert(names.end(), a.names.begin(), a.names.end());
      if (!a.takesValue) continue;
      if (patterns.find(offer) == patterns.end()) order.push_back(offer);
      for (const std::string& name : a.names) patterns[offer].push_back(quoted(command.name + " " + name));
    }
    options += "        " + quoted(command.name) + ") words=" + quoted(joined(names, " ")) + " ;;\n";
  };
  for (const CommandEntry& command : parts(table)) add(command);
  if (!table.commands.empty()) {
    CommandEntry before = table.program;
    before.name.clear();
    add(before);
    std::vector<std::string> names;
    for (const CommandEntry& command : table.commands) names.push_back(command.name);
    places += "      '') words=" + quoted(joined(names, " ")) + " ;;\n";
  }
  std::string values;
  for (const std::string& offer : order)
    values += "    " + joined(patterns[offer], " | \\\n    ") + ")" + offer + " ;;\n";

  return heading(table, "bash") + function + R"(() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command= option= words= list= files= before=
)" +
         (table.commands.empty()
              ? ""
              : R"(  [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} != -* ]] && command=${COMP_WORDS[1]}
)") + R"(  # bash parts --option=value into three words.
  if [[ $current == '=' ]]; then
    option=$previous current=
  elif [[ $previous == '=' ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $previous == -* ]]; then
    option=$previous
  fi
  case "$command $option" in
)" + values +
         R"(    *' '[!-]*) return ;;
    *)
      if [[ $current == -* ]]; then
        case $command in
)" + options +
         R"(        esac
      else
        case $command in
)" + places +
         R"(        esac
      fi ;;
  esac
  if [[ -n $list ]]; then
    before=${current%"${current##*,}"}
    current=${current##*,}
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -P "$before" -- "$current")
  if [[ -n $files ]]; then
    local found
    mapfile -t found < <(compgen "$files" -- "$current")
    COMPREPLY+=("${found[@]}")
    compopt -o filenames 2>/dev/null
  fi
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F )" +
         function + " " + table.program.name + "\n";
}

/// Text within the brackets or between the colons of _arguments.
std::string zshText(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string zshCompletion(const ProgramTable& table) {
  const std::string function = "_" + identifier(table.program.name);
  std::string helpers;
  std::map<std::string, std::string> helperNames;  // by body
  const auto helper = [&](const std::string& body) {
    std::string& name = helperNames[body];
    if (name.empty()) {
      name = function + "_words_" + std::to_string(helperNames.size());
      helpers += name + "() {\n  " + body + "\n}\n";
    }
    return name;
  };
  const auto action = [&](const ArgumentEntry& a) -> std::string {
    const std::string words = wordsOf(a);
    if (a.list) return helper("_values -s , name " + words);
    if (!a.words.empty() && a.words.front().word.back() == '=') return helper("compadd -S '' - " + words);
    if (!a.words.empty() && a.files)
      return helper("_alternative 'names:name:(" + words + ")' 'files:file:_files'");
    if (!a.words.empty()) return "(" + words + ")";
    return a.files ? "_files" : a.folders ? "_files -/" : " ";
  };
  const auto arguments = [&](const CommandEntry& command, const std::string& indent) {
    std::string text = "_arguments";
    int place = 0;
    for (const ArgumentEntry& a : command.arguments) {
      if (a.positional) {
        text += " \\\n" + indent +
                quoted(std::to_string(++place) + ":" + zshText(a.names.front()) + ":" + action(a));
        continue;
      }
      for (const std::string& name : a.names) {
        const bool joinable = a.takesValue && name.rfind("--", 0) == 0;
        std::string spec = (a.repeated ? "*" : "") + name + (joinable ? "=" : "") + "[" +
                           zshText(firstSentence(a.help)) + "]";
        if (a.takesValue) spec += ":" + zshText(a.takes) + ":" + action(a);
        text += " \\\n" + indent + quoted(spec);
      }
    }
    return text;
  };

  std::string body;
  if (table.commands.empty()) {
    body = "  " + arguments(table.program, "    ") + "\n";
  } else {
    body = "  local curcontext=$curcontext state line ret=1\n  local -A opt_args\n  " +
           arguments(table.program, "    ").insert(10, " -C") +
           " \\\n    '1:command:->command' \\\n    '*::argument:->argument' && ret=0\n  case $state in\n"
           "    command)\n      local -a commands\n      commands=(\n";
    for (const CommandEntry& command : table.commands)
      body += "        " + quoted(command.name + ":" + zshText(command.help)) + "\n";
    body +=
        "      )\n      _describe -t commands command commands && ret=0 ;;\n    argument)\n      case "
        "$words[1] in\n";
    for (const CommandEntry& command : table.commands)
      body +=
          "        " + command.name + ")\n          " + arguments(command, "            ") + " && ret=0 ;;\n";
    body += "      esac ;;\n  esac\n  return ret\n";
  }
  return "#compdef " + table.program.name + "\n" + heading(table, "zsh") + helpers + function + "() {\n" +
         body + "}\n" + function + " \"$@\"\n";
}

/// In single quotes, for fish.
std::string fishQuoted(const std::string& text) {
  std::string quote = "'";
  for (const char c : text) quote += (c == '\'' || c == '\\' ? "\\" : "") + std::string(1, c);
  return quote + "'";
}

std::string fishCompletion(const ProgramTable& table) {
  const std::string complete = "complete -c " + table.program.name;
  // Equal arguments of several commands share a line.
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> commandsOf;
  for (const CommandEntry& command : parts(table))
    for (const ArgumentEntry& a : command.arguments) {
      std::string line;
      for (const std::string& name : a.names) {
        if (a.positional) continue;
        line += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      if (a.takesValue) line += a.files || a.folders ? " -F" : " -f";
      if (a.takesValue && !a.positional) line += " -r";
      if (!a.words.empty()) line += " -a " + fishQuoted(wordsOf(a));
      if (!a.positional) line += " -d " + fishQuoted(firstSentence(a.help));
      if (commandsOf.find(line) == commandsOf.end()) order.push_back(line);
      commandsOf[line].push_back(command.name);
    }
  std::string text = heading(table, "fish") + complete + " -f\n";
  for (const CommandEntry& command : table.commands)
    text +=
        complete + " -n __fish_use_subcommand -a " + command.name + " -d " + fishQuoted(command.help) + "\n";
  if (!table.commands.empty())
    for (const ArgumentEntry& a : table.program.arguments)
      for (const std::string& name : a.names)
        text += complete + " -n __fish_use_subcommand " +
                (name.rfind("--", 0) == 0 ? "-l " + name.substr(2) : "-s " + name.substr(1)) + " -d " +
                fishQuoted(firstSentence(a.help)) + "\n";
  for (const std::string& line : order) {
    text += complete;
    if (!table.commands.empty())
      text.append(" -n ").append(fishQuoted("__fish_seen_subcommand_from " + joined(commandsOf[line], " ")));
    text.append(line).append("\n");
  }
  return text;
}

}  // namespace

const std::vector<std::string>& completionShells() {
  static const std::vector<std::string> shells = {"bash", "zsh", "fish"};
  return shells;
}

std::string completionScript(const ProgramTable& table, const std::string& shell) {
  if (shell == "bash") return bashCompletion(table);
  if (shell == "zsh") return zshCompletion(table);
  if (shell == "fish") return fishCompletion(table);
  throw UsageError("completion", "\"" + shell + "\" is not a shell that is known.",
                   "Did you mean " + nearestName(shell, completionShells()) + "?");
}

}  // namespace adapsne
