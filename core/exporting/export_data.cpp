// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/export_data.h"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/exporting/export_format.h"
#include "core/exporting/part_names.h"
#include "core/exporting/pictures.h"
#include "core/exporting/row_table.h"
#include "core/exporting/source_rows.h"
#include "core/exporting/web_dataset.h"
#include "core/files/byte_sink.h"
#include "core/pipeline/json_text.h"
#include "core/pipeline/run_manifest.h"
#include "core/pipeline/run_store.h"
#include "core/pipeline/schema.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/support/words.h"
#include "core/version/version.h"

namespace adapsne {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kInFolder = "provenance.json";
constexpr const char* kOwnedBy = "an earlier export";

/// How the format comes about for this dataset.
struct Plan {
  const ExportFormat* format = nullptr;
  std::optional<SourceFile> slice;  ///< Rows of the source are copied from it.
  std::string refusal, remedy;      ///< Why it cannot be, or empty.
  std::string remark = {};          ///< What is not as people may expect, or empty.

  /// Whether it takes more of the source than what is in memory.
  bool readsSource(const Dataset& dataset) const {
    return slice || (takesPictures() && attributeOf(dataset, ColumnRole::Picture));
  }
  bool isFolder() const { return format->isFolder(); }
  /// Whether weights have a place in what is written to a file of this name.
  bool carriesWeights(const fs::path& out) const {
    return takesPictures() || (format->kind == ExportFormat::Kind::Rows && endingOf(out) == ".csv");
  }

 private:
  bool takesPictures() const {
    return format->kind == ExportFormat::Kind::ImageFolder || format->kind == ExportFormat::Kind::WebDataset;
  }
};

Plan planOf(const std::string& word, const Dataset& d, RunControl& control) {
  using Kind = ExportFormat::Kind;
  Plan plan{&exportFormat(word), {}, {}, {}};
  const std::string others = "Write another format, as --as csv, npz or rows.";
  const auto refuse = [&](const std::string& why, const std::string& remedy) {
    plan.refusal = why;
    plan.remedy = remedy;
    return plan;
  };
  switch (plan.format->kind) {
    case Kind::Rows:
    case Kind::WebDataset:
      return plan;
    case Kind::ImageFolder:
      if (havePictures(d)) return plan;
      return refuse("has no pictures, neither files nor pixels.", others);
    case Kind::Source:
    case Kind::File:
      break;
  }
  std::optional<SourceFile> source = sourceFileOf(d, control);
  const FileFormat* read = source ? source->format : nullptr;  // Null where the file is gone, too.
  const bool own = plan.format->kind == Kind::Source;
  if (own && !source) {
    if (attributeOf(d, ColumnRole::Picture)) {
      plan.format = &exportFormat("images");
      return plan;
    }
    return refuse("has no file of its own whose rows could be copied.", others);
  }
  if (source && !read) {
    const std::vector<std::string>& endings = plan.format->endings;
    const bool named = std::find(endings.begin(), endings.end(), endingOf(source->path)) != endings.end();
    if (own || named)
      return refuse("was read from " + source->path.string() + ", which is gone.", "Bring it back.");
  }
  const FileFormat* wanted = own ? read : plan.format->file;
  // CSV and TSV are one format by content.
  const bool same = read && (read == wanted || (wanted->readTexts && read->readTexts == wanted->readTexts));
  if (same && source->canBeSliced) {
    plan.slice = std::move(source);
    return plan;
  }
  if (own && read->write) {
    plan.format = &exportFormat(read->endings.front().substr(1));
    plan.remark = std::string("Rows of ") + read->title +
                  " are not copied as they lie in the source: features, labels and the names of the classes "
                  "were written anew, other arrays were not.";
    return plan;
  }
  if (own) return refuse(std::string("is ") + read->title + ", of which rows cannot be copied.", others);
  if (plan.format->write) return plan;
  return refuse(std::string("cannot be written as ") + plan.format->title +
                    ", which is copied from a source of that format alone.",
                others);
}

/// The name must have one of the format's endings; where rows of the source are copied, its own will do, too.
void requireEnding(const Plan& plan, const fs::path& out) {
  std::string name = out.filename().string();
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  std::vector<std::string> endings = plan.format->endings;
  std::string title = plan.format->title;
  if (plan.slice) {
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    const FileFormat& format = *plan.slice->format;
    title = format.title;
    endings = format.endings;
    const auto add = [&](const std::string& ending) {
      if (!ending.empty() && std::find(endings.begin(), endings.end(), ending) == endings.end())
        endings.push_back(ending);
    };
    // Tables are read by their content.
    if (format.readTexts)
      for (const char* other : {".csv", ".tsv", ".txt"}) add(other);
    const fs::path source = plan.slice->path.filename();
    add(endingOf(endingOf(source) == ".gz" ? source.stem() : source));
  }
  for (const std::string& ending : endings)
    if (name.size() > ending.size() && name.ends_with(ending)) return;
  if (endings.size() > 1) throw unknownEnding(out, endings);
  throw Error(out.string(), "is not named as " + title + " is.", "Name it " + endings.front() + ".");
}

struct Part {
  std::string name;  ///< "", or "train", "test".
  PointsToExport points;
};

std::vector<Part> partsOf(const ExportRequest& r) {
  const Dataset& d = *r.dataset;
  const DatasetOptions& options = r.provenance.options.dataset;
  std::vector<size_t> order(r.chosen.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return r.chosen[a] < r.chosen[b]; });
  PointsToExport chosen{d, options, {}, {}, r.provenance.given, r.files},
      rest{d, options, {}, {}, {}, r.files};
  for (const size_t i : order) {
    if (!chosen.points.empty() && chosen.points.back() == r.chosen[i]) continue;
    chosen.points.push_back(r.chosen[i]);
    if (!r.weights.empty()) chosen.weights.push_back(r.weights[i]);
  }
  size_t next = 0;
  for (int64_t point = 0; point < d.points; ++point)
    if (next < chosen.points.size() && chosen.points[next] == point)
      ++next;
    else
      rest.points.push_back(point);
  std::vector<Part> parts;
  const bool split = r.part == ExportPart::Split;
  if (r.part != ExportPart::Rest) parts.push_back({split ? "train" : "", std::move(chosen)});
  if (r.part != ExportPart::Chosen) parts.push_back({split ? "test" : "", std::move(rest)});
  for (const Part& part : parts)
    if (part.points.points.empty())
      throw Error(r.out.string(), "there is no row to write.",
                  part.name == "test" || r.part == ExportPart::Rest
                      ? "Choose fewer points, so that some are left."
                      : "Select some points first.");
  return parts;
}

/// What an earlier export wrote: the names in its provenance, and that. Empty where there is none. Throws
/// Error where a file of that name is something else.
std::vector<std::string> earlierFiles(const fs::path& provenance) {
  if (std::error_code ignored; !fs::exists(provenance, ignored)) return {};
  std::ifstream file(provenance);
  const json there = json::parse(file, nullptr, false);
  if (!there.is_object() || there.value("format", json()) != kExportFormat || !there.contains("files") ||
      !there["files"].is_array())
    throw Error(provenance.string(),
                "exists and is not what is written beside an export; nothing was replaced.",
                "Move it, or choose another name.");
  std::vector<std::string> names = {provenance.filename().string()};
  for (const json& name : there["files"])
    if (name.is_string()) names.push_back(name.get<std::string>());
  return names;
}

std::vector<std::string> filesBelow(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_symlink() || !entry.is_directory())
      files.push_back(entry.path().lexically_relative(folder).string());
  std::sort(files.begin(), files.end());
  return files;
}

json provenanceJson(const ExportRequest& r, const Plan& plan, const ExportResult& result,
                    const std::vector<std::string>& files, const fs::path& written) {
  std::vector<std::string> words = {"--as", plan.format->word, "--what", kExportPartWords.wordOf(r.part)};
  if (plan.isFolder()) words.insert(words.end(), {"--files", kPictureFilesWords.wordOf(r.files)});
  json object = {{"format", kExportFormat},
                 {"format_version", 1},
                 {"program", std::string("AdapSNE Studio ") + version()},
                 {"dataset", describeDataset(*r.dataset)},
                 {"options", optionsToJson(r.provenance.options)},
                 {"seed", r.provenance.options.seed},
                 {"chosen", r.provenance.chosen},
                 {"what", kExportPartWords.wordOf(r.part)},
                 {"as", plan.format->word},
                 {"rows", result.points},
                 {"files", files},
                 {"remarks", result.remarks},
                 {"commands", repeatingCommands(*r.dataset, r.provenance, r.out, written, words)}};
  if (!r.provenance.edits.empty()) object["edits"] = editsToJson(*r.dataset, r.provenance.edits);
  if (!r.provenance.given.empty()) object["given"] = r.provenance.given.size();
  if (!r.provenance.runId.empty()) object["run"]["id"] = r.provenance.runId;
  if (!r.provenance.runFolder.empty())
    object["run"]["folder"] = fs::absolute(r.provenance.runFolder).string();
  if (r.provenance.byHand && r.provenance.rowsFile.empty())
    object["row_numbers"] = sourceRowsOf(*r.dataset, r.chosen);
  return object;
}

std::string weightTable(const PointsToExport& p) {
  std::string text = "row,weight\n";
  for (size_t i = 0; i < p.points.size(); ++i)
    text += std::to_string(p.dataset.sourceRow(p.points[i])) + "," + std::to_string(p.weights[i]) + "\n";
  return text;
}

void append(std::vector<std::string>& remarks, const std::vector<std::string>& more) {
  for (const std::string& remark : more)
    if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end()) remarks.push_back(remark);
}

std::vector<std::string> writeFilePart(const Plan& plan, const PointsToExport& points, uint64_t seed,
                                       const fs::path& path, const ExportProgress& progress,
                                       RunControl& control) {
  std::vector<std::string> remarks;
  if (plan.slice)
    remarks = writeSourceRows(points, *plan.slice, seed, path, control);
  else if (plan.format->kind == ExportFormat::Kind::WebDataset)
    remarks = writeWebDataset(points, path, progress, control);
  else if (plan.format->kind == ExportFormat::Kind::Rows)
    writeThrough(path, rowTable(points, path), control);
  else
    plan.format->write(selectRows(points.dataset, points.points), path);
  if (!plan.remark.empty()) remarks.push_back(plan.remark);
  if (!points.weights.empty() && !plan.carriesWeights(path))
    writeThrough(fs::path(path).concat(".weights.csv"), weightTable(points), control);
  return remarks;
}

ExportResult writeToFiles(const ExportRequest& r, const Plan& plan, const std::vector<Part>& parts,
                          StagedFiles& staged, const ExportProgress& progress, RunControl& control) {
  const fs::path provenance = provenancePath(r.out);
  std::vector<std::string> mayReplace;
  const std::vector<std::string> earlier = earlierFiles(provenance);
  if (r.overwrite || r.replaceOut) mayReplace = earlier;
  if (r.replaceOut) mayReplace.push_back(r.out.filename().string());
  ExportResult result;
  for (const Part& part : parts) {
    append(result.remarks, writeFilePart(plan, part.points, r.provenance.options.seed,
                                         staged.folder() / partName(r.out, part.name), progress, control));
    result.points += std::ssize(part.points.points);
  }
  const std::vector<std::string> files = staged.names();
  writeThrough(staged.folder() / provenance.filename(),
               jsonText(provenanceJson(r, plan, result, files, provenance), 2), control);
  staged.commit(mayReplace);
  for (const std::string& name : files) result.written.push_back(r.out.parent_path() / name);
  result.written.push_back(provenance);
  return result;
}

ExportResult writeToFolder(const ExportRequest& r, const Plan& plan, const std::vector<Part>& parts,
                           StagedFolder& staged, const ExportProgress& progress, RunControl& control) {
  ExportResult result;
  for (const Part& part : parts) {
    const fs::path folder = staged.folder() / part.name;
    fs::create_directory(folder);
    append(result.remarks, writeImageFolder(part.points, folder, progress, control));
    result.points += std::ssize(part.points.points);
  }
  writeThrough(staged.folder() / kInFolder,
               jsonText(provenanceJson(r, plan, result, filesBelow(staged.folder()), r.out / kInFolder), 2),
               control);
  staged.sync();
  staged.commit();
  result.written = {r.out, r.out / kInFolder};
  return result;
}

/// What `work` gives, which writes into a folder: errors name the place that people gave instead.
template <typename Work>
ExportResult namingTarget(const fs::path& staging, const fs::path& target, Work work) {
  try {
    return work();
  } catch (const UsageError&) {
    throw;
  } catch (const Error& e) {
    const std::string from = staging.string();
    const std::string& where = e.where();
    if (!where.starts_with(from)) throw;
    std::string rest = where.substr(from.size());
    if (target.empty() && rest.starts_with('/')) rest.erase(0, 1);
    throw Error(target.string() + rest, e.problem(), e.remedy());
  } catch (const fs::filesystem_error& e) {
    throwWriteError(target, "cannot write", e.code().value());
  }
}

}  // namespace

std::string whyNotExported(const std::string& format, const Dataset& dataset, RunControl& control) {
  return planOf(format, dataset, control).refusal;
}

fs::path provenancePath(const fs::path& file) {
  return fs::path(file).concat(".provenance.json");
}

std::vector<int64_t> territorySizes(const std::vector<int32_t>& territory, size_t m) {
  std::vector<int64_t> sizes(m, 0);
  for (const int32_t exemplar : territory) ++sizes[static_cast<size_t>(exemplar)];
  return sizes;
}

ExportResult exportData(const ExportRequest& request, RunControl& control, const ExportProgress& progress) {
  ExportRequest r = request;
  if (r.out.empty()) throw Error("export", "the name to write to is empty.", "Give a file or folder.");
  const Plan plan = planOf(r.format, *r.dataset, control);
  if (!plan.refusal.empty()) throw Error(r.dataset->name, plan.refusal, plan.remedy);
  const std::vector<Part> parts = partsOf(r);
  if (!plan.isFolder()) {
    if (!r.out.has_filename())
      throw Error(r.out.string(), "is a folder, a file was to be written there.", "Give a file name.");
    requireEnding(plan, r.out);
  }
  if (plan.readsSource(*r.dataset) && !r.openedNow)
    requireUnchangedSource(*r.dataset, r.provenance.options.dataset, r.provenance.options.seed, control);

  if (plan.isFolder()) {
    if (!r.out.has_filename()) r.out = r.out.parent_path();
    std::error_code ignored;
    if (!r.overwrite && fs::is_directory(r.out, ignored) && !fs::is_empty(r.out, ignored))
      throw Error(r.out.string(), "exists already and is not empty; nothing was replaced.",
                  "Choose another name; --overwrite replaces an earlier export.");
    StagedFolder staged(r.out, r.overwrite ? earlierFiles(r.out / kInFolder) : std::vector<std::string>(),
                        kOwnedBy);
    return namingTarget(staged.folder(), r.out,
                        [&] { return writeToFolder(r, plan, parts, staged, progress, control); });
  }
  for (const Part& part : parts) {
    const fs::path file = r.out.parent_path() / partName(r.out, part.name);
    std::error_code ignored;
    if (fs::is_directory(file, ignored))
      throw Error(file.string(), "is a folder, a file was to be written there.", "Give another file name.");
    if (!r.overwrite && !r.replaceOut && fs::exists(fs::symlink_status(file, ignored)))
      throw Error(file.string(), "exists already; nothing was replaced.",
                  "Choose another name; --overwrite replaces an earlier export.");
  }
  StagedFiles staged(r.out);
  return namingTarget(staged.folder(), r.out.parent_path(),
                      [&] { return writeToFiles(r, plan, parts, staged, progress, control); });
}

}  // namespace adapsne
