// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/schema.h"

#include <climits>
#include <limits>
#include <map>
#include <type_traits>

#include "core/formats/file_format.h"
#include "core/pipeline/presets.h"
#include "core/sampling/class_budget.h"
#include "core/sampling/row_numbers.h"
#include "core/sampling/samplers.h"
#include "core/support/enum_words.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

constexpr double kHuge = 9007199254740992.0;  // 2^53: integers are exact up to here

/// Fluent details of a spec, so that each option below reads as one sentence.
struct Builder {
  OptionSpec spec;
  Builder&& unit(std::string text) && { return spec.unit = std::move(text), std::move(*this); }
  Builder&& range(double low, double high) && {
    spec.minimum = low;
    spec.maximum = high;
    return std::move(*this);
  }
  Builder&& above(double low, double high) && {
    spec.minimumExcluded = true;
    return std::move(*this).range(low, high);
  }
  Builder&& word(std::string text, double number, std::string help) && {
    spec.words.push_back({std::move(text), number, std::move(help)});
    return std::move(*this);
  }
  Builder&& live() && { return spec.live = true, std::move(*this); }
  Builder&& file() && { return spec.file = true, std::move(*this); }
  Builder&& fileOrFolder() && { return spec.folder = true, std::move(*this).file(); }
  Builder&& checked(std::function<void(const std::string&)> check) && {
    return spec.check = std::move(check), std::move(*this);
  }
  Builder&& advanced() && { return spec.advanced = true, std::move(*this); }
  Builder&& help(std::string text) && { return spec.help = std::move(text), std::move(*this); }
};

template <typename Field>
constexpr OptionKind kindOf() {
  if constexpr (std::is_same_v<Field, bool>)
    return OptionKind::Flag;
  else if constexpr (std::is_integral_v<Field>)
    return OptionKind::Integer;
  else if constexpr (std::is_floating_point_v<Field>)
    return OptionKind::Real;
  else if constexpr (std::is_enum_v<Field>)
    return OptionKind::Choice;
  else
    return OptionKind::Text;
}

/// An option whose value is the field that `field(options)` refers to.
template <typename Access>
Builder option(Stage stage, std::string name, std::string label, Access field) {
  using Field = std::remove_cvref_t<decltype(field(std::declval<Options&>()))>;
  Builder b;
  b.spec.name = std::move(name);
  b.spec.label = std::move(label);
  b.spec.stage = stage;
  b.spec.kind = kindOf<Field>();
  if constexpr (!std::is_enum_v<Field>) {
    using Stored = std::conditional_t<
        std::is_same_v<Field, bool>, bool,
        std::conditional_t<std::is_integral_v<Field>, int64_t,
                           std::conditional_t<std::is_floating_point_v<Field>, double, std::string>>>;
    b.spec.get = [field](const Options& o) -> OptionValue {
      return static_cast<Stored>(field(const_cast<Options&>(o)));
    };
    b.spec.set = [field](Options& o, const OptionValue& v) {
      field(o) = static_cast<Field>(std::get<Stored>(v));
    };
  }
  return b;
}

/// An option that is one of an enumeration's values.
template <typename Access, typename Enum, size_t kRows>
Builder choice(Stage stage, std::string name, std::string label, Access field, EnumWords<Enum, kRows> words) {
  Builder b = option(stage, std::move(name), std::move(label), field);
  for (const EnumWord<Enum>& row : words) b.spec.words.push_back({row.word, 0, row.help});
  b.spec.get = [field, words](const Options& o) -> OptionValue {
    return std::string(words.wordOf(field(const_cast<Options&>(o))));
  };
  b.spec.set = [field, words](Options& o, const OptionValue& v) {
    if (const EnumWord<Enum>* row = words.find(std::get<std::string>(v))) field(o) = row->value;
  };
  return b;
}

#define FIELD(member)        \
  [](Options & o) -> auto& { \
    return o.member;         \
  }

void datasetOptions(std::vector<Builder>& s) {
  s.push_back(
      option(Stage::Dataset, "points", "Points", FIELD(dataset.points))
          .range(1, INT_MAX)
          .word("all", 0, "every point of the source; a generator makes 2,000")
          .help("How many points to take. More points make a fuller map and cost time and memory: a guided "
                "run of 60,000 images takes about half a minute on two cores."));
  s.push_back(choice(Stage::Dataset, "pick", "Pick", FIELD(dataset.pick),
                     wordsFor<PickRows>({{PickRows::First, "first", "the first rows of the source"},
                                         {PickRows::Random, "random", "distinct rows drawn by the seed"}}))
                  .advanced()
                  .help("Which rows to take when fewer than all are wanted."));
  s.push_back(
      choice(Stage::Dataset, "missing", "Missing values", FIELD(dataset.missing),
             wordsFor<MissingPolicy>({{MissingPolicy::Refuse, "refuse", "stop and say where they are"},
                                      {MissingPolicy::Drop, "drop", "leave out rows that have any"},
                                      {MissingPolicy::Mean, "mean", "replace by the column's mean"}}))
          .advanced()
          .help("What to do with NaN, infinity and empty cells."));
  s.push_back(option(Stage::Dataset, "labels", "Labels file", FIELD(dataset.labels))
                  .file()
                  .help("A file of labels alone, one a point (" + listedFormats(FormatUse::Labels, "or") +
                        "). Empty: the labels that the source itself holds."));
  s.push_back(choice(Stage::Dataset, "header", "Header", FIELD(dataset.header),
                     wordsFor<Header>({{Header::Auto, "auto", "as the first lines tell"},
                                       {Header::Yes, "yes", "the first line holds names"},
                                       {Header::No, "no", "the first line is a point"}}))
                  .advanced()
                  .help("Tables: whether the first line holds the names of the columns."));
  s.push_back(
      option(Stage::Dataset, "label-column", "Label column", FIELD(dataset.labelColumn))
          .advanced()
          .help("Tables: the label column's name, or its number counted from 1; \"none\" if there is "
                "none. Empty: a column called label, class, target, species or y, or the last one if it "
                "alone is text. Points whose label is missing are drawn in grey and take no part in a "
                "choice by class."));
  s.push_back(
      option(Stage::Dataset, "id-column", "Id column", FIELD(dataset.idColumn))
          .advanced()
          .help("Tables: the column that names the points, which is no feature; \"none\" if there is none. "
                "Empty: a column without a name that counts, or one called id, index or the like that "
                "tells all points apart."));
  s.push_back(
      option(Stage::Dataset, "features-columns", "Feature columns", FIELD(dataset.featureColumns))
          .advanced()
          .help("Tables: the columns to take as features, by name or number, separated by commas; 3-7 stands "
                "for several. Empty: all columns of numbers that are neither labels nor ids."));
  s.push_back(
      option(Stage::Dataset, "leave-out", "Leave out", FIELD(dataset.leaveOut))
          .advanced()
          .help("Tables: columns that are not to be features, by name or number, separated by commas. They "
                "can still colour the map and leave with an export."));
  s.push_back(
      option(Stage::Dataset, "missing-words", "Missing words", FIELD(dataset.missingWords))
          .advanced()
          .help("Tables: further words that stand for a missing value, such as -999, separated by commas. "
                "NA, N/A, NaN, None, null, -, ? and the like are known."));
  s.push_back(
      option(Stage::Dataset, "text-column", "Text column", FIELD(dataset.textColumn))
          .advanced()
          .help(
              listedFormats(FormatUse::Texts) +
              ": read this column (its name, or in a table its number counted from 1) as text, as words and "
              "pairs of words weighted by TF-IDF and reduced by a truncated singular value decomposition "
              "of all rows. Other columns but the labels are left out. Empty: no text."));
  s.push_back(option(Stage::Dataset, "text-dimensions", "Text dimensions", FIELD(dataset.textDimensions))
                  .unit("dims")
                  .range(1, 300)
                  .advanced()
                  .help("Dimensions to which a text column, or a sparse matrix that is too large with its "
                        "zeros, is reduced. More keep rarer themes and more noise. No effect where there "
                        "are no more rows or columns, or neither text nor sparse matrix."));
  s.push_back(option(Stage::Dataset, "split", "Split", FIELD(dataset.split))
                  .advanced()
                  .help("Folders of pictures and archives of arrays that are split into parts: which one to "
                        "read, train, val, test, or all. Empty: train where there is one, else all."));
  s.push_back(
      option(Stage::Dataset, "image-size", "Picture size", FIELD(dataset.imageSize))
          .unit("px")
          .range(1, 1024)
          .word("auto", 0, "as they are where all have one size of at most 64 x 64, else 32")
          .advanced()
          .help("Pictures: the width and height that each is brought to, as the largest square in its "
                "middle. Larger shows more detail and costs memory and time."));
  s.push_back(choice(Stage::Dataset, "image-color", "Picture colour", FIELD(dataset.imageColor),
                     wordsFor<PictureColor>({{PictureColor::Auto, "auto", "as most of the pictures are"},
                                             {PictureColor::Grey, "grey", "one channel, by ITU-R BT.601"},
                                             {PictureColor::Color, "color", "red, green and blue"}}))
                  .advanced()
                  .help("Pictures: in which channels they are read."));
  s.push_back(option(Stage::Dataset, "follow-links", "Follow links", FIELD(dataset.followLinks))
                  .advanced()
                  .help("Folders of pictures: read also what symbolic links outside of the folder lead to."));
  s.push_back(
      option(Stage::Dataset, "pictures", "Pictures", FIELD(dataset.pictures))
          .fileOrFolder()
          .help(
              "Pictures that the points are shown as, beside whatever they are described by; no result "
              "depends on them. A folder, whose files belong to the rows that a column names them in, else "
              "one a row in the order of their paths; a text with one path a line; an array of images "
              "(NPY, NPZ, IDX, HDF5, safetensors, CIFAR) with one a row; a WebDataset tar. Empty: the files "
              "that a column of a table names beside it, or an image folder's own."));
  s.push_back(
      option(Stage::Dataset, "array", "Array of features", FIELD(dataset.array))
          .advanced()
          .help("NPZ, HDF5 and safetensors: the array to take as features, by its name or its path in the "
                "file. "
                "Empty: one called features, X, x, data, x_train, images, embeddings or vectors, or the only "
                "one of two or more dimensions."));
  s.push_back(
      option(Stage::Dataset, "label-array", "Array of labels", FIELD(dataset.labelArray))
          .advanced()
          .help(
              "NPZ, HDF5 and safetensors: the array to take as labels, by its name or its path in the file: "
              "whole numbers, text, or one-hot; \"none\" if there is none. Empty: one called labels, y, "
              "target, label, targets, class or classes, or AnnData's column of categories. With a file of "
              "labels, the array (or field of JSON) of that one."));
  s.push_back(
      choice(Stage::Dataset, "channels", "Channels", FIELD(dataset.channels),
             wordsFor<ChannelOrder>({{ChannelOrder::Auto, "auto", "last, or first where only that can be"},
                                     {ChannelOrder::Last, "last", "points x height x width x channels"},
                                     {ChannelOrder::First, "first",
                                      "points x channels x height x width, as PyTorch keeps them"}}))
          .advanced()
          .help("Arrays of four dimensions: where the channels of their images are. They come last in the "
                "program, whatever the file does."));
  s.push_back(
      option(Stage::Dataset, "seed", "Seed", FIELD(seed))
          .range(0, kHuge)
          .help(
              "Names all random numbers of a run: generators, random picks, sparks, samplers. The same seed "
              "gives the same bits, at any number of threads."));
  s.push_back(
      option(Stage::Dataset, "threads", "Threads", FIELD(threads))
          .range(1, 1024)
          .word("auto", 0, "as many as the machine has cores")
          .live()
          .help("Threads that compute. More make a run faster up to the number of cores and change no bit of "
                "its result."));
}

void featureOptions(std::vector<Builder>& s) {
  s.push_back(option(Stage::Features, "method", "Method", FIELD(method))
                  .help("A preset of arithmetic, search, target perplexity and what a sampler sees. The "
                        "pairs nms-edge | "
                        "adapsne-edge and nms-ideal | adapsne are the fair comparisons."));
  OptionSpec& method = s.back().spec;
  method.kind = OptionKind::Choice;
  for (const Preset& p : presets()) method.words.push_back({p.name, 0, p.help});
  method.set = [](Options& o, const OptionValue& v) { applyMethod(o, std::get<std::string>(v)); };

  s.push_back(
      choice(Stage::Features, "features", "Image features", FIELD(preprocess.features),
             wordsFor<ImageFeatures>(
                 {{ImageFeatures::Raw, "raw", "the values as they are: pixels, or a table's columns"},
                  {ImageFeatures::Patches, "patches",
                   "images only, at least 6 x 6 pixels: responses to 200 patches learned from the data, "
                   "summed over four quadrants (Coates, Ng and Lee 2011)"},
                  {ImageFeatures::Hog, "hog",
                   "images only, at least 8 x 8 pixels: histograms of oriented gradients (Dalal and "
                   "Triggs 2005) and "
                   "coarse colour"},
                  {ImageFeatures::Auto, "auto",
                   "patches of images that are large enough, raw of all other data"},
                  {ImageFeatures::MirroredPatches, "patches-mirrored",
                   "patches of an image and of its mirror image, averaged: for images whose left and right "
                   "may be "
                   "exchanged, as in most photographs"}}))
          .help("What an image is described by before scaling and PCA. Patches and gradients bring "
                "images of one kind "
                "closer together than pixels do, most of all in colour photographs, and cost about a "
                "millisecond an "
                "image."));
  s.push_back(
      choice(Stage::Features, "scale", "Scale", FIELD(preprocess.scale),
             wordsFor<Scale>(
                 {{Scale::Auto, "auto",
                   "pixels by their maximum, text as it is, tables and image features standardised"},
                  {Scale::None, "none", "as they are"},
                  {Scale::Standardize, "standardize", "each column to mean 0 and standard deviation 1"},
                  {Scale::Maximum, "max", "all values divided by the largest absolute value"}}))
          .help("How features are scaled before distances are taken. Columns of different units need "
                "standardize, or the largest unit decides alone."));
  s.push_back(
      choice(Stage::Features, "metric", "Metric", FIELD(preprocess.metric),
             wordsFor<Metric>(
                 {{Metric::Euclidean, "euclidean", "the length of the difference"},
                  {Metric::Cosine, "cosine", "the angle: each point is brought to length 1 after scaling"}}))
          .help("What near means. Cosine ignores how large a point's values are together, as for texts of "
                "different length."));
  s.push_back(
      option(Stage::Features, "pca", "PCA", FIELD(preprocess.pca))
          .unit("dims")
          .range(1, 100000)
          .word("none", 0, "keep all dimensions")
          .word("auto", -1, "50; of image features 80, of mirrored patches 200")
          .help("Principal components kept after scaling. Fewer are faster and drop noise; too few drop "
                "structure. No effect where the data have no more dimensions, or no more points."));
}

void neighborOptions(std::vector<Builder>& s) {
  s.push_back(
      option(Stage::Neighbors, "neighbors", "Neighbours", FIELD(neighbors))
          .range(1, INT_MAX)
          .word("auto", 0, "all up to 2,000 points, else 150, or 3 x a fixed perplexity above 50")
          .word("all", -1, "every other point")
          .help("Nearest neighbours of a point among which its perplexity is counted. More reach larger "
                "perplexities and cost memory and time."));
  s.push_back(
      choice(
          Stage::Neighbors, "neighbor-search", "Neighbour search", FIELD(neighborSearch),
          wordsFor<NeighborSearch>(
              {{NeighborSearch::Auto, "auto",
                "exact, unless that would take more than about 40 minutes on two cores"},
               {NeighborSearch::Exact, "exact", "the true neighbours"},
               {NeighborSearch::Approximate, "approximate",
                "nearly all of structured data, fewer of noise, by a small-world graph (hnswlib); the share "
                "is measured"}}))
          .advanced()
          .help("How neighbours are found. Up to 70,000 points exact was the faster one on all data that "
                "were measured. Approximate is meant for several hundred thousand points in hundreds of "
                "dimensions."));
}

void guidanceOptions(std::vector<Builder>& s) {
  s.push_back(
      option(Stage::Guidance, "perplexity", "Target perplexity", FIELD(perplexity))
          .unit("points")
          .range(1, 1e9)
          .word("guided", 0, "chosen by entropy")
          .help(
              "How many neighbours each point should effectively have. Small values show fine structure and "
              "tear clusters apart, large ones show the coarse order. A number is taken as it is; guided "
              "tries several by the rule below."));
  s.push_back(
      choice(Stage::Guidance, "rule", "Rule", FIELD(guidance.rule),
             wordsFor<GuidanceRule>(
                 {{GuidanceRule::Representation, "representation",
                   "exemplars that stand for equally many points, at nearly the best trustworthiness"},
                  {GuidanceRule::Occupancy, "occupancy",
                   "the map that fills its box most evenly; on its own it runs to the ends of the "
                   "range and gains no accuracy"}}))
          .advanced()
          .help("Which entropy decides a guided target perplexity: the place where its Gaussian process over "
                "all candidates is highest."));
  s.push_back(
      choice(Stage::Guidance, "optimizer", "Optimiser", FIELD(guidance.optimizer),
             wordsFor<GuidanceOptimizer>({{GuidanceOptimizer::Grid, "grid", "evenly on a logarithmic scale"},
                                          {GuidanceOptimizer::Fireworks, "fireworks",
                                           "4 to 6 starts, then sparks around the best two"}}))
          .advanced()
          .help(
              "Which perplexities are tried. The target is read off the same Gaussian process either way."));
  s.push_back(option(Stage::Guidance, "candidates", "Candidates", FIELD(guidance.candidates))
                  .range(1, 64)
                  .advanced()
                  .help("Perplexities tried. More find the best more exactly; each costs a short map."));
  s.push_back(option(Stage::Guidance, "lowest-perplexity", "Lowest", FIELD(guidance.lowest))
                  .unit("points")
                  .range(1, 1e9)
                  .advanced()
                  .help("The smallest candidate. Larger leaves out maps that show fine structure."));
  s.push_back(option(Stage::Guidance, "highest-perplexity", "Highest", FIELD(guidance.highest))
                  .unit("points")
                  .range(1, 1e9)
                  .word("auto", 0, "N / 3, or k / 3 where not all neighbours are used")
                  .advanced()
                  .help("The largest candidate. Larger tries maps of coarser order as well."));
  s.push_back(
      option(Stage::Guidance, "candidate-iterations", "Iterations each", FIELD(guidance.iterations))
          .range(1, 100000)
          .advanced()
          .help("Map iterations of a candidate, started from the next larger one's map. More make the curves "
                "smoother and cost time."));
  s.push_back(
      option(Stage::Guidance, "trustworthiness-slack", "Slack", FIELD(guidance.slack))
          .range(0, 1)
          .advanced()
          .help("Trustworthiness that the rule may give up against the best candidate. Larger lets entropy "
                "decide more."));
  s.push_back(
      option(Stage::Guidance, "sampler-seeds", "Subsets each", FIELD(guidance.samplerSeeds))
          .range(1, 100)
          .advanced()
          .help("Subsets over which a candidate's representation entropy is averaged. More take chance "
                "out of it and cost time."));
}

void affinityOptions(std::vector<Builder>& s) {
  s.push_back(
      choice(
          Stage::Affinities, "arithmetic", "Arithmetic", FIELD(search.arithmetic),
          wordsFor<Arithmetic>(
              {{Arithmetic::Float64, "float64", "the reference"},
               {Arithmetic::Float32, "float32", "single precision, nearest distance not subtracted"},
               {Arithmetic::Fixed16Flush, "fixed16-flush", "16-bit fixed point, far neighbours flushed to 0"},
               {Arithmetic::Fixed16Saturate, "fixed16-saturate",
                "16-bit fixed point, far neighbours keep one bit: the edge datapath"},
               {Arithmetic::Fixed8, "fixed8", "8-bit fixed point"}}))
          .help(
              "The datapath in which perplexity is evaluated and P is built. In fixed16-saturate perplexity "
              "also rises where sigma gets too small, and a second, false root appears."));
  s.push_back(
      option(Stage::Affinities, "subtract-nearest", "Subtract nearest", FIELD(search.subtractNearest))
          .advanced()
          .help("Fixed point: take the row's smallest distance off first. It removes the false roots."));
  s.push_back(
      choice(Stage::Affinities, "search", "Search", FIELD(search.search),
             wordsFor<Search>(
                 {{Search::Bisection, "bisection", "halving ln sigma, the last iterate is kept (NMS)"},
                  {Search::Newton, "newton", "safeguarded Newton; float64 only"},
                  {Search::Fireworks, "fireworks", "Fireworks Algorithm (AdapSNE)"},
                  {Search::GoldenSection, "golden-section",
                   "golden-section minimisation of the error; for comparison"},
                  {Search::Random, "random", "uniform over ln sigma, all in one pass; for comparison"},
                  {Search::Fireworks2010, "fireworks-2010",
                   "Tan and Zhu's algorithm as published; takes whichever root it meets"},
                  {Search::Efwa, "efwa", "the enhanced algorithm as published (2013)"},
                  {Search::DynFwa, "dynfwa", "the dynamic algorithm as published (2014)"}}))
          .help("How each point's sigma is found. In float64 all find the same root and fireworks bring "
                "nothing; in fixed point bisection can end at the false root."));
  s.push_back(
      option(Stage::Affinities, "evaluations", "Evaluations", FIELD(search.evaluations))
          .range(1, 10000)
          .word("auto", 0,
                "24 for bisection, 60 for newton, 600 for fireworks-2010, efwa and dynfwa, 32 for the others")
          .advanced()
          .help("Evaluations of the perplexity that one point may take. More find sigma more exactly."));
  s.push_back(
      choice(Stage::Affinities, "bisection-start", "Bisection starts", FIELD(search.bisectionStart),
             wordsFor<BisectionStart>(
                 {{BisectionStart::Range, "range", "in the middle of the whole range of ln sigma"},
                  {BisectionStart::BetaOne, "beta-one",
                   "at beta = 1, doubled or halved until the sign changes (bhtsne)"}}))
          .advanced()
          .help("Where bisection begins. Both find float64's only root. In fixed16-saturate neither is "
                "safe: doubling can step over the true root and the false one at once."));
  s.push_back(
      choice(Stage::Affinities, "bisection-keeps", "Bisection keeps", FIELD(search.bisectionKeeps),
             wordsFor<BisectionKeeps>({{BisectionKeeps::Last, "last", "the last iterate (NMS)"},
                                       {BisectionKeeps::Best, "best", "the best that it evaluated"}}))
          .advanced()
          .help("Which evaluation bisection ends with. Where the bracket holds a root they are nearly "
                "the same."));
  s.push_back(
      option(Stage::Affinities, "tolerance", "Tolerance", FIELD(search.tolerance))
          .range(0, 1)
          .advanced()
          .help("Fireworks stop at this relative error of the perplexity. Smaller costs evaluations."));
  s.push_back(choice(Stage::Affinities, "start", "Start", FIELD(search.start),
                     wordsFor<Start>({{Start::Cold, "cold", "stratified fireworks over the whole range"},
                                      {Start::Warm, "warm",
                                       "from the distance of the neighbour whose rank is the target"}}))
                  .advanced()
                  .help("Where the fireworks begin."));
  s.push_back(option(Stage::Affinities, "fireworks", "Fireworks", FIELD(search.fireworks))
                  .range(1, 1000)
                  .advanced()
                  .help("Cold start: fireworks over the range of ln sigma, all in one pass. More lie closer "
                        "together, and each is an evaluation."));
  s.push_back(option(Stage::Affinities, "sparks", "Sparks", FIELD(search.sparks))
                  .range(1, 1000)
                  .advanced()
                  .help("Sparks of one explosion, all in one pass. More cover the amplitude more densely."));
  s.push_back(
      option(Stage::Affinities, "amplitude", "Amplitude", FIELD(search.amplitude))
          .unit("ln sigma")
          .above(0, 10)
          .advanced()
          .help("First explosion amplitude of a warm start. Larger reaches farther with the same sparks, "
                "which lie farther apart."));
  s.push_back(
      option(Stage::Affinities, "amplify", "Amplify", FIELD(search.amplify))
          .range(1, 10)
          .advanced()
          .help("Amplitude factor when the best spark lies beyond half of the amplitude. Larger takes "
                "longer steps towards a root that is far away."));
  s.push_back(option(Stage::Affinities, "reduce", "Reduce", FIELD(search.reduce))
                  .above(0, 1)
                  .advanced()
                  .help("Amplitude factor otherwise. Smaller contracts faster, and may miss a far root."));
  s.push_back(option(Stage::Affinities, "guiding-sparks", "Guiding sparks", FIELD(search.guidingSparks))
                  .range(0, 1000)
                  .advanced()
                  .help("Illinois steps at most inside a bracket in which perplexity ascends through the "
                        "target. More come "
                        "closer to the root, and each is an evaluation; 0 leaves it to the sparks."));
}

void embeddingOptions(std::vector<Builder>& s) {
  s.push_back(
      option(Stage::Embedding, "iterations", "Iterations", FIELD(embedding.iterations))
          .range(1, 1000000)
          .live()
          .help("Steps of gradient descent. More settle the map further; KL shows when it is enough. May be "
                "changed while the map moves."));
  s.push_back(
      option(Stage::Embedding, "stall", "Stop when stalled", FIELD(embedding.stall))
          .range(0, 1)
          .advanced()
          .help("The map stops early once KL falls by less than this share in 50 iterations after the "
                "exaggeration. Larger stops sooner; 0 never does."));
  s.push_back(
      option(Stage::Embedding, "learning-rate", "Learning rate", FIELD(embedding.learningRate))
          .above(0, 1e9)
          .word("auto", 0, "N / 12 but at least 50 while P is exaggerated, then N / 2 but at least 200")
          .help("Step length on the gradient. Too small leaves a ball, too large tears the map apart."));
  s.push_back(option(Stage::Embedding, "exaggeration", "Exaggeration", FIELD(embedding.exaggeration))
                  .range(1, 1000)
                  .help("P is multiplied by this at first. Larger separates clusters more clearly."));
  s.push_back(
      option(Stage::Embedding, "exaggeration-iterations", "Exaggerated for",
             FIELD(embedding.exaggerationIterations))
          .unit("iterations")
          .range(0, 1000000)
          .advanced()
          .help("How long P stays exaggerated. Longer gathers clusters further, and leaves fewer of the "
                "iterations to settle the map."));
  s.push_back(
      option(Stage::Embedding, "initial-momentum", "Initial momentum", FIELD(embedding.initialMomentum))
          .range(0, 0.999)
          .advanced()
          .help("Share of the last step that is kept while P is exaggerated. Larger moves faster and "
                "overshoots "
                "more."));
  s.push_back(
      option(Stage::Embedding, "final-momentum", "Final momentum", FIELD(embedding.finalMomentum))
          .range(0, 0.999)
          .advanced()
          .help("Share of the last step that is kept afterwards. Larger moves faster and overshoots more."));
  s.push_back(
      choice(
          Stage::Embedding, "repulsion", "Repulsion", FIELD(embedding.repulsion.method),
          wordsFor<RepulsionMethod>(
              {{RepulsionMethod::Auto, "auto", "exact below 1,500 points and with all neighbours, else mesh"},
               {RepulsionMethod::Exact, "exact", "all pairs"},
               {RepulsionMethod::Mesh, "mesh",
                "particle mesh: cubic B-splines and a Fourier transform; where the map is thin, near "
                "pairs one by one"},
               {RepulsionMethod::BarnesHut, "barnes-hut",
                "a quadtree; slower and coarser than the mesh, for comparison"}}))
          .advanced()
          .help("How the repulsion between all points of the map is summed."));
  s.push_back(
      option(Stage::Embedding, "mesh-spacing", "Mesh spacing", FIELD(embedding.repulsion.spacing))
          .unit("map units")
          .range(0.05, 1)
          .advanced()
          .help("Mesh: distance between its grid points. Larger is faster and coarser: the forces on final "
                "maps are 0.9 % off at 0.4 and up to 1.6 % at 0.5."));
  s.push_back(
      option(Stage::Embedding, "theta", "Theta", FIELD(embedding.repulsion.theta))
          .range(0, 2)
          .advanced()
          .help("Barnes-Hut: a cell that looks smaller than this acts as one point. Smaller is slower and "
                "closer; 0 is exact."));
  s.push_back(option(Stage::Embedding, "init", "Starting map", FIELD(init))
                  .file()
                  .advanced()
                  .help("\"pca\", \"random\", or the path of an .npy file of N x 2."));
}

void samplingOptions(std::vector<Builder>& s) {
  s.push_back(option(Stage::Sampling, "ratio", "Ratio", FIELD(sampling.ratio))
                  .above(0, 1)
                  .help("Share of the points that become exemplars. Against random, a good subset gains most "
                        "at 2 % and "
                        "below, little at 10 %."));
  s.push_back(option(Stage::Sampling, "count", "Count", FIELD(sampling.count))
                  .unit("points")
                  .range(1, INT_MAX)
                  .word("by-ratio", 0, "the ratio decides")
                  .help("Number of exemplars; goes before the ratio. More cover the data more closely."));
  s.push_back(
      choice(Stage::Sampling, "sampler", "Sampler", FIELD(sampling.sampler), samplerWords())
          .help("How the points are divided into territories, of each of which one exemplar is taken; or "
                "a baseline that picks rows directly. Only kmeans, grid, poisson-disk and farthest-point "
                "look at the map."));
  s.push_back(
      choice(Stage::Sampling, "allocation", "Cell allocation", FIELD(sampling.allocation),
             wordsFor<CellAllocation>({{CellAllocation::Proportional, "proportional",
                                        "by the points in a cell: dense regions get most exemplars"},
                                       {CellAllocation::SquareRoot, "square-root", "by their square root"},
                                       {CellAllocation::Equal, "equal",
                                        "all cells alike: sparse regions get as many as dense ones"}}))
          .advanced()
          .help("Grid only: how the cells of the map share the budget."));
  s.push_back(choice(Stage::Sampling, "exemplar", "Exemplar", FIELD(sampling.exemplar),
                     wordsFor<Exemplar>(
                         {{Exemplar::FeatureMedoid, "feature-medoid",
                           "the row nearest to the territory's mean in feature space"},
                          {Exemplar::MapMedoid, "map-medoid", "the row nearest to its mean in the map"},
                          {Exemplar::Densest, "densest",
                           "the row whose 10th neighbour in feature space is nearest"}}))
                  .advanced()
                  .help("Which row stands for a territory. Without effect for the samplers that have none."));
  s.push_back(
      choice(Stage::Sampling, "classes", "Classes", FIELD(sampling.classes), kClassPolicyWords)
          .help("Whether the labels take part in the choice. All but ignore need labels, and do not choose "
                "points without one; their fair baseline is --sampler random with the same --classes. "
                "kernel-ridge sees the labels anyway: ignore counts as equal there."));
  s.push_back(option(Stage::Sampling, "class-budget", "Class budget", FIELD(sampling.classBudget))
                  .checked([](const std::string& text) { parseClassBudget(text); })
                  .advanced()
                  .help("With classes given: how many exemplars each class is to have, as in cat=10,dog=5; "
                        "classes that are not named get none. Goes before the count and the ratio. A name "
                        "that holds a comma or an equals sign stands in double quotes."));
  s.push_back(option(Stage::Sampling, "given", "Given rows", FIELD(sampling.given))
                  .file()
                  .advanced()
                  .help("A file of rows that are exemplars already, as exports write them (a CSV with a "
                        "column row, a number a line, or an NPY of integers). They count towards the budget, "
                        "and every sampler extends them."));
  s.push_back(option(Stage::Sampling, "exclude", "Excluded rows", FIELD(sampling.exclude))
                  .file()
                  .advanced()
                  .help("A file of rows that must not be chosen, in the same forms. They stay in the map and "
                        "in all measures; the choice is made as if they were not there."));
  s.push_back(option(Stage::Sampling, "given-rows", "Pinned rows", FIELD(sampling.givenRows))
                  .checked([](const std::string& text) { parseRowNumbers(text, "--given-rows"); })
                  .advanced()
                  .help("Rows that are exemplars already, beside those of --given: numbers in the source, "
                        "counted from 0, as in 3,17,45. The window's Pin writes them here, so that the next "
                        "run keeps them and chooses the rest anew."));
  s.push_back(option(Stage::Sampling, "exclude-rows", "Removed rows", FIELD(sampling.excludeRows))
                  .checked([](const std::string& text) { parseRowNumbers(text, "--exclude-rows"); })
                  .advanced()
                  .help("Rows that must not be chosen, beside those of --exclude, in the same form. Removing "
                        "an exemplar in the window writes it here, so that the next run does without."));
}

#undef FIELD

std::vector<OptionSpec> buildSchema() {
  std::vector<Builder> builders;
  datasetOptions(builders);
  featureOptions(builders);
  neighborOptions(builders);
  guidanceOptions(builders);
  affinityOptions(builders);
  embeddingOptions(builders);
  samplingOptions(builders);
  std::vector<OptionSpec> specs;
  specs.reserve(builders.size());
  for (Builder& b : builders) specs.push_back(std::move(b.spec));
  return specs;
}

}  // namespace

const std::vector<OptionSpec>& schema() {
  static const std::vector<OptionSpec> specs = buildSchema();
  return specs;
}

const OptionSpec& optionSpec(const std::string& name) {
  std::vector<std::string> names;
  for (const OptionSpec& spec : schema()) {
    if (spec.name == name) return spec;
    names.push_back(spec.name);
  }
  throw UsageError("--" + name, "there is no such option.",
                   "Did you mean --" + nearestName(name, names) + "?");
}

}  // namespace adapsne
