// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/column_roles.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/support/nearest_name.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

constexpr std::array<std::string_view, 5> kLabelNames{"label", "class", "target", "species", "y"};
constexpr std::array<std::string_view, 13> kIdNames{
    "id", "ids", "idx", "index", "#", "uuid", "guid", "rownames", "nr", "nr.", "no.", "rowid", "caseid"};

std::string lowerCase(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

int labelRank(const std::string& name) {
  const auto known = std::find(kLabelNames.begin(), kLabelNames.end(), lowerCase(name));
  return known == kLabelNames.end() ? -1 : static_cast<int>(known - kLabelNames.begin());
}

bool isIdName(const std::string& name) {
  const std::string lower = lowerCase(name);
  // "PassengerId", "customerID", but neither "Acid" nor "GRID".
  const size_t end = name.size();
  const bool joined = end > 2 && name[end - 3] >= 'a' && name[end - 3] <= 'z' &&
                      (name.ends_with("Id") || name.ends_with("ID"));
  if (joined) return true;
  return std::find(kIdNames.begin(), kIdNames.end(), lower) != kIdNames.end() || lower.ends_with("_id") ||
         lower.starts_with("unnamed: ");
}

/// Assigns the roles of one table, those that options ask for first.
class Roles {
 public:
  Roles(TableLayout& layout, const std::vector<ColumnSample>& samples, const std::string& shownAs,
        const DatasetOptions& options)
      : columns_(layout.columns),
        samples_(samples),
        shownAs_(shownAs),
        options_(options),
        warnings_(layout.warnings),
        set_(columns_.size(), false),
        named_(std::any_of(columns_.begin(), columns_.end(), [](const auto& c) { return !c.name.empty(); })) {
  }

  void assign() {
    takeAsked();
    if (options_.labelColumn.empty()) guessLabel();
    leaveOtherLabelsOut();
    if (options_.idColumn.empty()) guessId();
    leaveOut();
    say();
  }

 private:
  void set(size_t c, ColumnRole role, std::string reason) {
    columns_[c].role = role;
    columns_[c].reason = std::move(reason);
    set_[c] = true;
  }

  /// The columns of this name, else of this number from 1, or "3-7" for several.
  std::vector<size_t> columnsOf(const std::string& wanted, const char* option, const char* purpose) const {
    std::vector<size_t> found;
    for (size_t c = 0; c < columns_.size(); ++c)
      if (columns_[c].name == wanted) found.push_back(c);
    if (!found.empty()) return found;
    size_t first = 0, last = 0;
    const char *begin = wanted.data() + (wanted.starts_with('#') ? 1 : 0),
               *end = wanted.data() + wanted.size();
    auto parsed = std::from_chars(begin, end, first);
    last = first;
    if (parsed.ec == std::errc{} && parsed.ptr != end && *parsed.ptr == '-')
      parsed = std::from_chars(parsed.ptr + 1, end, last);
    if (parsed.ec == std::errc{} && parsed.ptr == end) {
      if (first < 1 || last < first || last > columns_.size())
        throw Error(
            shownAs_, "there is no column " + wanted + purpose + ".",
            std::string("Give ") + option + " a number from 1 to " + std::to_string(columns_.size()) + ".");
      for (size_t c = first; c <= last; ++c) found.push_back(c - 1);
      return found;
    }
    std::vector<std::string> names;
    for (const SourceColumn& column : columns_)
      if (!column.name.empty()) names.push_back(column.name);
    throw Error(shownAs_, "there is no column \"" + wanted + "\"" + purpose + ".",
                named_ ? "Did you mean \"" + nearestName(wanted, names) + "\"?"
                       : "The file has no header: give the column's number, from 1 to " +
                             std::to_string(columns_.size()) + ".");
  }

  void takeAsked() {
    for (const std::string& wanted : listItems(options_.leaveOut))
      for (const size_t c : columnsOf(wanted, "--leave-out", " to leave out"))
        set(c, ColumnRole::LeftOut, "asked for");
    const std::vector<std::string> features = listItems(options_.featureColumns);
    for (const std::string& wanted : features)
      for (const size_t c : columnsOf(wanted, "--features-columns", " for the features")) {
        if (set_[c] && columns_[c].role == ColumnRole::LeftOut)
          throw Error(shownAs_,
                      "column " + quotedName(columns_, c) + " is to be a feature and to be left out.",
                      "Name it in one of --features-columns and --leave-out.");
        set(c, ColumnRole::Feature, "asked for");
      }
    takeOne(options_.labelColumn, "--label-column", " for the labels", ColumnRole::Label);
    takeOne(options_.idColumn, "--id-column", " for the ids", ColumnRole::Id);
    if (features.empty()) return;
    for (size_t c = 0; c < columns_.size(); ++c)
      if (!set_[c] && labelRank(columns_[c].name) < 0 && !isIdName(columns_[c].name))
        set(c, ColumnRole::LeftOut, "not among the features asked for");
  }

  void takeOne(const std::string& wanted, const char* option, const char* purpose, ColumnRole role) {
    if (wanted.empty() || wanted == "none") return;
    const std::vector<size_t> found = columnsOf(wanted, option, purpose);
    set(found.front(), role, "asked for");
    for (size_t i = 1; i < found.size(); ++i)
      set(found[i], ColumnRole::LeftOut, "has the name of another column");
  }

  /// A name for labels is no proof: y may be a coordinate beside x, target a measurement.
  bool mayBeLabel(size_t c) {
    const bool coordinate =
        lowerCase(columns_[c].name) == "y" &&
        std::any_of(columns_.begin(), columns_.end(), [](const auto& o) { return lowerCase(o.name) == "x"; });
    if (coordinate) return false;
    const bool measured = !samples_[c].isText() && samples_[c].fractions > 0;
    if (measured && !set_[c]) {
      warnings_.push_back(
          "Column " + quotedName(columns_, c) +
          " holds fractions and was taken as a feature; name it with --label-column if it holds the "
          "classes.");
      set(c, ColumnRole::Feature, "named as labels are, but holds fractions");
    }
    return !measured;
  }

  void guessLabel() {
    std::vector<size_t> candidates;
    for (size_t c = columns_.size(); c-- > 0;)
      if (!set_[c] && labelRank(columns_[c].name) >= 0 && samples_[c].values() > 0 && mayBeLabel(c))
        candidates.push_back(c);
    // Names of classes before numbers that stand for them; then as the names rank, the last column first.
    const auto best = std::min_element(candidates.begin(), candidates.end(), [&](size_t a, size_t b) {
      if (samples_[a].isText() != samples_[b].isText()) return samples_[a].isText();
      return labelRank(columns_[a].name) < labelRank(columns_[b].name);
    });
    if (best != candidates.end()) return set(*best, ColumnRole::Label, "named as labels are");
    if (columns_.size() < 2) return;
    // An empty column after it is a separator at each line's end.
    size_t last = columns_.size() - 1;
    while (last > 0 && samples_[last].values() == 0) --last;
    // Text that is the same in all rows, or another one in each, is no class.
    const auto mayBeClasses = [&](size_t c) {
      return samples_[c].isText() && samples_[c].repeats() && !set_[c] && !isId(c);
    };
    bool alone = last > 0 && mayBeClasses(last) && !isIdName(columns_[last].name);
    for (size_t c = 0; c < last; ++c) alone &= !mayBeClasses(c);
    if (alone) set(last, ColumnRole::Label, "the last column, and it alone holds names of classes");
  }

  void leaveOtherLabelsOut() {
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (set_[c] || labelRank(columns_[c].name) < 0 || samples_[c].isText()) continue;
      const bool chosen = std::any_of(columns_.begin(), columns_.end(),
                                      [](const SourceColumn& o) { return o.role == ColumnRole::Label; });
      if (!chosen || options_.labelColumn == "none" || !mayBeLabel(c) || !leavesFeature(c)) continue;
      set(c, ColumnRole::LeftOut, "a second column named as labels are");
      warnings_.push_back("Column " + quotedName(columns_, c) +
                          " is named as labels are, beside the labels, and was left out; --label-column " +
                          quotedName(columns_, c) +
                          " takes it as the labels, --features-columns as a feature.");
    }
  }

  /// Whether a column names the points instead of describing them.
  bool isId(size_t c) const {
    const ColumnSample& sample = samples_[c];
    if (sample.values() < 2) return false;
    const bool nameless = columns_[c].name.empty() || lowerCase(columns_[c].name).starts_with("unnamed: ");
    const bool fractions = !sample.isText() && sample.fractions > 0;
    if (nameless && named_) return sample.counts() || (sample.tellsApart() && !fractions);
    // Without any names, a column of numbers that counts from the first row on, in rows enough for no
    // accident.
    constexpr int64_t kNoAccident = 10;
    if (!named_) return sample.counts() && sample.values() >= kNoAccident && columns_.size() > 1;
    return isIdName(columns_[c].name) && sample.tellsApart() && !fractions;
  }

  void guessId() {
    bool found = false;
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (set_[c] || !isId(c)) continue;
      if (!leavesFeature(c)) continue;
      const std::string why = samples_[c].counts()       ? "counts the rows"
                              : columns_[c].name.empty() ? "has no name and tells all points apart"
                                                         : "is named as an id and tells all points apart";
      if (found) {
        set(c, ColumnRole::LeftOut, "another id: " + why);
      } else {
        set(c, ColumnRole::Id, why);
      }
      found = true;
      if (columns_[c].role == ColumnRole::Id)
        warnings_.push_back("Column " + quotedName(columns_, c) + " " + why +
                            ", and was taken as an id, not as a feature" +
                            (samples_[c].isText() ? "." : "; --features-columns takes it as one."));
    }
  }

  /// Whether a column of numbers is left if this one is none.
  bool leavesFeature(size_t without) const {
    for (size_t c = 0; c < columns_.size(); ++c)
      if (c != without && samples_[c].values() > 0 && !samples_[c].isText() &&
          (!set_[c] || columns_[c].role == ColumnRole::Feature))
        return true;
    return false;
  }

  /// What is no number: identifiers, paths, free text. A column that holds some numbers is a mistake to
  /// report.
  void leaveOut() {
    constexpr int64_t kFewest = 2;  // a single cell of text may as well be the mistake
    for (size_t c = 0; c < columns_.size(); ++c) {
      const ColumnSample& sample = samples_[c];
      if (set_[c]) continue;
      if (!options_.featureColumns.empty())
        set(c, ColumnRole::LeftOut, "not among the features asked for");
      else if (sample.values() == 0)
        set(c, ColumnRole::LeftOut, "holds no value");
      else if (sample.texts == sample.values() && sample.texts >= kFewest)
        set(c, sample.arePictures() ? ColumnRole::Picture : ColumnRole::Text,
            sample.arePictures() ? "names pictures" : "holds text");
      else
        set(c, ColumnRole::Feature,
            columns_[c].kind == ColumnKind::Date      ? "holds dates"
            : columns_[c].kind == ColumnKind::Boolean ? "holds true and false"
                                                      : "holds numbers");
    }
  }

  /// Some columns of which one sentence speaks. A table may have a hundred thousand: the first ones are
  /// named.
  struct Named {
    std::vector<std::string> names;
    size_t count = 0;
  };
  void add(Named& named, size_t c) const {
    constexpr size_t kNamed = 5;
    if (++named.count <= kNamed) named.names.push_back(quotedName(columns_, c));
  }
  void warn(Named named, const std::string& one, const std::string& many) {
    if (named.count == 0) return;
    if (named.count > named.names.size())
      named.names.push_back(std::to_string(named.count - named.names.size()) + " more");
    warnings_.push_back((named.count == 1 ? "Column " : "Columns ") + listed(named.names) + " " +
                        (named.count == 1 ? one : many));
  }

  void say() {
    Named empty, dates, booleans, texts;
    for (size_t c = 0; c < columns_.size(); ++c) {
      const SourceColumn& column = columns_[c];
      if (column.role == ColumnRole::Text) add(texts, c);
      if (column.reason == "holds no value") add(empty, c);
      if (column.role != ColumnRole::Feature) continue;
      if (column.kind == ColumnKind::Date) add(dates, c);
      if (column.kind == ColumnKind::Boolean) add(booleans, c);
    }
    warn(texts, "holds text and was left out; --label-column takes it as the labels.",
         "hold text and were left out; --label-column takes one as the labels.");
    warn(empty, "holds no value and was left out.", "hold no value and were left out.");
    warn(dates, "holds dates and was read as seconds since 1970 (UTC); --leave-out leaves it out.",
         "hold dates and were read as seconds since 1970 (UTC); --leave-out leaves them out.");
    warn(booleans, "holds true and false and was read as 1 and 0.",
         "hold true and false and were read as 1 and 0.");
  }

  std::vector<SourceColumn>& columns_;
  const std::vector<ColumnSample>& samples_;
  const std::string& shownAs_;
  const DatasetOptions& options_;
  std::vector<std::string>& warnings_;
  std::vector<bool> set_;
  bool named_;
};

}  // namespace

bool isIdColumnName(const std::string& name) {
  return isIdName(name);
}

bool isLabelColumnName(const std::string& name) {
  return labelRank(name) >= 0;
}

void assignRoles(TableLayout& layout, const std::vector<ColumnSample>& samples, const std::string& shownAs,
                 const DatasetOptions& options) {
  Roles(layout, samples, shownAs, options).assign();
}

void askForRoles(DatasetOptions& options, const std::vector<SourceColumn>& columns) {
  options.labelColumn = options.idColumn = "none";
  options.featureColumns.clear();
  options.leaveOut.clear();
  for (size_t c = 0; c < columns.size(); ++c) {
    const std::string name = optionName(columns, c);
    const bool quoted = name.find_first_of(",\" ") != std::string::npos;
    if (columns[c].role == ColumnRole::Label) options.labelColumn = name;
    if (columns[c].role == ColumnRole::Id) options.idColumn = name;
    if (columns[c].role != ColumnRole::Feature) continue;
    if (!options.featureColumns.empty()) options.featureColumns += ",";
    options.featureColumns += quoted ? '"' + name + '"' : name;
  }
}

Error noFeature(const TableLayout& layout, const std::string& shownAs) {
  if (layout.find(ColumnRole::Label) >= 0)
    return {shownAs, "has no column beside that of the labels.", "Give at least one column of numbers."};
  return {shownAs, "no column is left as a feature.",
          "Name those that are to be features with --features-columns, or leave fewer out."};
}

}  // namespace adapsne
