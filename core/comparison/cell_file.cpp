// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/cell_file.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <string_view>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/pipeline/schema.h"
#include "core/pipeline/side_file.h"
#include "core/pipeline/stage_keys.h"
#include "core/support/atomic_file.h"
#include "core/support/simd_clones.h"
#include "core/support/words.h"
#include "core/version/version.h"

namespace adapsne {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr const char* kFormat = "adapsne-cells";
constexpr int kFormatVersion = 1;

json budgetJson(const SubsetBudget& budget) {
  return budget.count > 0 ? json{{"count", budget.count}} : json{{"ratio", budget.ratio}};
}

SubsetBudget budgetOf(const json& value) {
  if (value.contains("count")) return {0, value.at("count").get<int64_t>()};
  return {value.at("ratio").get<double>(), 0};
}

json subjectJson(const ComparisonSubject& s) {
  json budgets = json::array(), hashes = json::array();
  for (const SubsetBudget& budget : s.plan.budgets) budgets.push_back(budgetJson(budget));
  for (const auto& [train, test] : s.hashes) hashes.push_back({{"train", train}, {"test", test}});
  return {{"format", kFormat},
          {"format_version", kFormatVersion},
          {"version", s.version},
          {"instruction_set", s.instructionSet},
          {"data", {{"train", s.train}, {"points", s.points}, {"test", s.test}, {"held_out", s.heldOut}}},
          {"hashes", hashes},
          {"methods", s.plan.methods},
          {"budgets", budgets},
          {"classifiers", s.plan.classifiers},
          {"seeds", {{"first", s.plan.firstSeed}, {"number", s.plan.seeds}}},
          {"pools", s.plan.pools},
          {"full", s.plan.full},
          {"options", s.options},
          {"keys", s.keys}};
}

ComparisonSubject subjectOf(const json& j) {
  ComparisonSubject s;
  s.version = j.at("version").get<std::string>();
  s.instructionSet = j.at("instruction_set").get<std::string>();
  const json& data = j.at("data");
  s.train = data.at("train").get<std::string>();
  s.test = data.at("test").get<std::string>();
  s.points = data.at("points").get<int64_t>();
  s.heldOut = data.at("held_out").get<int64_t>();
  for (const json& pool : j.at("hashes"))
    s.hashes.emplace_back(pool.at("train").get<std::string>(), pool.at("test").get<std::string>());
  j.at("methods").get_to(s.plan.methods);
  for (const json& budget : j.at("budgets")) s.plan.budgets.push_back(budgetOf(budget));
  j.at("classifiers").get_to(s.plan.classifiers);
  s.plan.firstSeed = j.at("seeds").at("first").get<uint64_t>();
  s.plan.seeds = j.at("seeds").at("number").get<int>();
  s.plan.pools = j.at("pools").get<int>();
  s.plan.full = j.at("full").get<bool>();
  j.at("options").get_to(s.options);
  j.at("keys").get_to(s.keys);
  if (s.plan.seeds < 1 || s.plan.pools < 1 || s.plan.pools > s.plan.seeds)
    throw Error("subject", "has no seeds.", "");
  return s;
}

json cellJson(const Cell& cell) {
  json j = budgetJson(cell.id.budget);
  j["method"] = cell.id.method;
  j["seed"] = cell.id.seed;
  j["classifier"] = cell.id.classifier;
  j["exemplars"] = cell.exemplars;
  if (std::isfinite(cell.accuracy))
    j["accuracy"] = cell.accuracy;
  else
    j["accuracy"] = nullptr;
  return j;
}

Cell cellOf(const json& j, const ComparisonPlan& plan) {
  Cell cell;
  cell.id = {j.at("method").get<std::string>(), budgetOf(j), j.at("seed").get<uint64_t>(),
             j.at("classifier").get<std::string>()};
  cell.exemplars = j.at("exemplars").get<int64_t>();
  const json& accuracy = j.at("accuracy");
  cell.accuracy = accuracy.is_null() ? std::numeric_limits<double>::quiet_NaN() : accuracy.get<double>();
  cell.pool = plan.poolOf(cell.id.seed);
  return cell;
}

std::string lineOf(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

/// "0.4 with 20 exemplars"
std::string answerText(const Cell& cell) {
  return cellJson(cell).at("accuracy").dump() + " with " + std::to_string(cell.exemplars) + " exemplars";
}

bool sameAnswer(const Cell& a, const Cell& b) {
  return a.exemplars == b.exemplars &&
         (a.accuracy == b.accuracy || (std::isnan(a.accuracy) && std::isnan(b.accuracy)));
}

/// Cells by what they ask; refuses two answers.
class CellSet {
 public:
  explicit CellSet(const ComparisonPlan& plan) {
    for (CellId& id : cellsOf(plan)) asked_.insert(std::move(id));
  }
  /// `where` names the file and the place in it. False where it was there already.
  bool add(const Cell& cell, const std::string& where) {
    if (asked_.count(cell.id) == 0)
      throw Error(where, "\"" + cellText(cell.id) + "\" is not asked by this comparison.",
                  "Remove the line, or the file.");
    const auto [place, isNew] = found_.emplace(cell.id, Found{cell, where});
    const Found& other = place->second;
    if (!isNew && !sameAnswer(other.cell, cell))
      throw Error(where,
                  "\"" + cellText(cell.id) + "\" is " + answerText(cell) + " here and " +
                      answerText(other.cell) + " in " + other.where + ".",
                  "One of them is damaged or comes from another machine: compute it again.");
    return isNew;
  }

 private:
  struct Found {
    Cell cell;
    std::string where;
  };
  std::set<CellId> asked_;
  std::map<CellId, Found> found_;
};

struct ParsedFile {
  std::optional<StoredCells> stored;  ///< Empty where there is not one whole line.
  size_t whole = 0;                   ///< Bytes of the lines that are whole.
};

/// The last line may be torn: without its end, or not to be read.
ParsedFile parse(const std::string& text, const std::string& name) {
  ParsedFile parsed;
  std::optional<CellSet> set;
  int line = 0;
  for (size_t begin = 0; begin < text.size(); ++line) {
    const size_t end = text.find('\n', begin);
    if (end == std::string::npos) break;
    const bool last = end + 1 == text.size();
    const json value = json::parse(text.begin() + static_cast<int64_t>(begin),
                                   text.begin() + static_cast<int64_t>(end), nullptr, false);
    const std::string where = name + ", line " + std::to_string(line + 1);
    try {
      if (line == 0) {
        if (!value.is_object() || value.value("format", "") != kFormat)
          throw Error(name, "is no file of a comparison's cells.", "Give another name.");
        if (value.value("format_version", 0) > kFormatVersion)
          throw Error(name, "was written by a later version of the program.", "Use that one.");
        parsed.stored = StoredCells{subjectOf(value), {}, {}};
        set.emplace(parsed.stored->subject.plan);
      } else {
        if (value.is_discarded() && last) break;
        const Cell cell = cellOf(value, parsed.stored->subject.plan);
        if (set->add(cell, where)) parsed.stored->cells.push_back(cell);
      }
    } catch (const json::exception&) {
      throw Error(where, "is damaged.",
                  line == 0 ? "Give another name." : "Remove the line: it is computed again.");
    }
    begin = parsed.whole = end + 1;
  }
  if (parsed.stored && parsed.whole < text.size())
    parsed.stored->warnings.push_back(name + ": its last line was torn and is left out.");
  return parsed;
}

std::string contentsOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::is_directory(file))
    throw Error(file.string(), "cannot be read.", "Give a file that --resume wrote.");
  return {std::istreambuf_iterator<char>(in), {}};
}

/// What two subjects differ in, in words; the instruction set aside.
std::vector<std::string> differences(const json& there, const json& here) {
  std::vector<std::string> words;
  const auto tell = [&](const std::string& what, const json* a, const json* b) {
    const auto text = [](const json* value) {
      return value == nullptr     ? std::string("the default")
             : value->is_string() ? value->get<std::string>()
                                  : value->dump(-1, ' ', false, json::error_handler_t::replace);
    };
    words.push_back(what + " (" + text(a) + " there, " + text(b) + " here)");
  };
  const auto find = [](const json& object, const std::string& name) {
    const auto at = object.find(name);
    return at == object.end() ? nullptr : &*at;
  };
  for (const char* field :
       {"version", "data", "hashes", "methods", "budgets", "classifiers", "seeds", "pools", "full"})
    if (there.at(field) != here.at(field)) tell(field, &there.at(field), &here.at(field));
  const bool sameMethods = there.at("methods") == here.at("methods");
  if (sameMethods)
    for (const auto& [method, options] : here.at("options").items()) {
      const json& others = there.at("options").at(method);
      std::set<std::string> names;
      for (const json* object : {&options, &others})
        for (const auto& [name, value] : object->items()) names.insert(name);
      for (const std::string& name : names) {
        const json *a = find(others, name), *b = find(options, name);
        if (!a || !b || *a != *b) tell("--" + name + " of " + method, a, b);
      }
    }
  if (words.empty() && there.at("keys") != here.at("keys"))
    words.emplace_back("what the stages compute, or a file that an option names");
  constexpr size_t kMost = 4;
  if (words.size() > kMost) {
    words.resize(kMost);
    words.emplace_back("more");
  }
  return words;
}

/// Throws Error where `there`, of the file `name`, is not the subject `here`; a warning of the instruction
/// set.
std::vector<std::string> requireSame(const ComparisonSubject& there, const ComparisonSubject& here,
                                     const std::string& name, const std::string& remedy) {
  const std::vector<std::string> words = differences(subjectJson(there), subjectJson(here));
  if (!words.empty())
    throw Error(name, "is of another comparison: it differs in " + listed(words) + ".", remedy);
  if (there.instructionSet == here.instructionSet) return {};
  return {name + ": its cells were computed with the instructions of " + there.instructionSet +
          ", others with those of " + here.instructionSet + "; these may differ in their last digits."};
}

}  // namespace

ComparisonSubject subjectOf(const std::vector<HoldOut>& pools, const ComparisonOptions& options) {
  ComparisonSubject s;
  s.plan = planOf(pools, options);
  const HoldOut& first = pools.front();
  s.train = first.train->name;
  s.test = first.test->name;
  s.points = first.train->points;
  s.heldOut = first.test->points;
  for (const HoldOut& pool : pools) s.hashes.emplace_back(pool.train->hash, pool.test->hash);
  s.version = version();
  s.instructionSet = instructionSet();
  const std::set<std::string> aside = {"method", "ratio", "count", "seed", "threads"};
  for (const std::string& name : s.plan.methods) {
    Options o = methodOptions(first, options, name);
    o.seed = s.plan.firstSeed;
    auto& texts = s.options[name];
    const Options defaults;
    for (const OptionSpec& spec : schema())
      if (spec.stage != Stage::Dataset && aside.count(spec.name) == 0)
        if (const std::string text = optionText(o, spec); text != optionText(defaults, spec))
          texts[spec.name] = text;
    s.keys[name] =
        stageKeys(*first.train, o, hashesOf(readSideFiles(o)))[static_cast<size_t>(Stage::Sampling)];
  }
  return s;
}

std::string cellsText(const ComparisonSubject& subject, const std::vector<Cell>& cells) {
  std::map<CellId, const Cell*> found;
  for (const Cell& cell : cells) found.emplace(cell.id, &cell);
  std::string text = lineOf(subjectJson(subject));
  for (const CellId& id : cellsOf(subject.plan))
    if (const auto cell = found.find(id); cell != found.end()) text += lineOf(cellJson(*cell->second));
  return text;
}

StoredCells readCells(const fs::path& file) {
  ParsedFile parsed = parse(contentsOf(file), file.string());
  if (!parsed.stored)
    throw Error(file.string(), "is no file of a comparison's cells.", "Give a file that --resume wrote.");
  return std::move(*parsed.stored);
}

StoredCells joinCells(const std::vector<fs::path>& files) {
  if (files.empty()) throw UsageError("--join", "no file was given.", "Give those that --resume wrote.");
  std::optional<StoredCells> joined;
  std::optional<CellSet> set;
  for (const fs::path& file : files) {
    StoredCells stored = readCells(file);
    if (!joined) {
      joined = StoredCells{stored.subject, {}, {}};
      set.emplace(stored.subject.plan);
    }
    const auto different = requireSame(stored.subject, joined->subject, file.string(),
                                       "Join files of the same command, apart from --shard.");
    for (const auto& list : {stored.warnings, different})
      joined->warnings.insert(joined->warnings.end(), list.begin(), list.end());
    for (const Cell& cell : stored.cells)
      if (set->add(cell, file.string())) joined->cells.push_back(cell);
  }
  return std::move(*joined);
}

CellFile::CellFile(fs::path file, ComparisonSubject subject)
    : path_(std::move(file)), subject_(std::move(subject)) {
  if (fs::exists(path_) && !fs::is_regular_file(path_))
    throw Error(path_.string(), "is no file.", "Give another name.");
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor_ < 0) throwWriteError(path_, "cannot open the file", errno);
  try {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0)
      throw Error(path_.string(), "is being written by another comparison.",
                  "Wait for that one, or give another name.");
    const std::string text = contentsOf(path_);
    const std::string header = lineOf(subjectJson(subject_));
    ParsedFile parsed = parse(text, path_.string());
    if (!parsed.stored && !header.starts_with(text))
      throw Error(path_.string(), "is no file of a comparison's cells.", "Give another name.");
    if (parsed.whole < text.size() && ::ftruncate(descriptor_, static_cast<off_t>(parsed.whole)) != 0)
      throwWriteError(path_, "cannot cut off the torn last line", errno);
    if (!parsed.stored) {
      write(header);
      return;
    }
    warnings_ = std::move(parsed.stored->warnings);
    for (std::string& warning : requireSame(parsed.stored->subject, subject_, path_.string(),
                                            "Give the options that it was made with, or another file."))
      warnings_.push_back(std::move(warning));
    subject_ = std::move(parsed.stored->subject);
    cells_ = std::move(parsed.stored->cells);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

CellFile::~CellFile() {
  ::close(descriptor_);
}

void CellFile::append(const Cell& cell) {
  write(lineOf(cellJson(cell)));
  cells_.push_back(cell);
}

void CellFile::write(const std::string& line) {
  size_t done = 0;
  while (done < line.size()) {
    const ssize_t n = ::write(descriptor_, line.data() + done, line.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throwWriteError(path_, "cannot write the file", errno);
    done += static_cast<size_t>(n);
  }
}

void CellFile::finish() {
  writeFile(path_, cellsText(subject_, cells_));
}

}  // namespace adapsne
