// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/provenance.h"

#include "core/catalogue/catalogue.h"
#include "core/pipeline/schema.h"
#include "core/support/words.h"

namespace adapsne {
namespace fs = std::filesystem;

namespace {

std::string commandOf(const std::vector<std::string>& words) {
  std::string line = "adapsne";
  for (const std::string& word : words) line += " " + shellWord(word);
  return line;
}

void append(std::vector<std::string>& words, const std::vector<std::string>& further) {
  words.insert(words.end(), further.begin(), further.end());
}

}  // namespace

std::string chosenText(Options options, Sampler sampler, const ExemplarEdits& edits) {
  options.sampling.sampler = sampler;
  const std::string text = "exemplars: sampler " + optionText(options, optionSpec("sampler"));
  return edits.empty() ? text : text + "; " + editsText(edits);
}

Provenance exemplarsOf(const Run& run, const ExemplarEdits& edits) {
  return {.chosen = chosenText(run.options, run.subset->sampler, edits),
          .options = run.options,
          .runId = run.id(),
          .given = run.subset->given,
          .edits = edits,
          .byHand = !edits.empty()};
}

Provenance selectedByHand(const Run& run) {
  return {.chosen = "selected by hand in the map of run " + run.id(),
          .options = run.options,
          .runId = run.id(),
          .byHand = true};
}

Provenance selectedByHand(const Options& options) {
  return {.chosen = "selected by hand", .options = options, .byHand = true};
}

std::vector<std::string> optionWords(const Options& options, bool datasetAlone) {
  std::vector<std::string> words;
  Options said;  // What the words so far come to.
  for (const OptionSpec& spec : schema()) {
    const bool changesNothing = spec.name == "threads";
    if (changesNothing || (datasetAlone && spec.stage != Stage::Dataset)) continue;
    const std::string text = optionText(options, spec);
    if (text == optionText(said, spec)) continue;
    setOption(said, spec, text);
    append(words, {"--" + spec.name, text});
  }
  return words;
}

std::vector<std::string> repeatingCommands(const Dataset& dataset, const Provenance& provenance,
                                           const fs::path& out, const fs::path& written,
                                           const std::vector<std::string>& exportOptions) {
  std::vector<std::string> commands, words = {"export"};
  if (!provenance.byHand && !provenance.runId.empty()) {
    const fs::path folder =
        provenance.runFolder.empty() ? fs::path(out).concat("-run") : fs::absolute(provenance.runFolder);
    std::vector<std::string> run = {"run", dataset.openedAs};
    append(run, optionWords(provenance.options, false));
    append(run, {"--out", folder.string()});
    commands.push_back(commandOf(run));
    words.push_back(folder.string());
  } else {
    const fs::path rows = provenance.rowsFile.empty() ? written : fs::absolute(provenance.rowsFile);
    append(words, {dataset.openedAs, "--rows", rows.string()});
    append(words, optionWords(provenance.options, true));
  }
  append(words, exportOptions);
  append(words, {"--out", fs::absolute(out).string()});
  commands.push_back(commandOf(words));
  return commands;
}

}  // namespace adapsne
