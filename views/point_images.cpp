// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_images.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>

#include "core/support/error.h"
#include "core/support/task_outcome.h"
#include "views/thumbnail.h"

namespace adapsne {

namespace {

/// More than a window shows at once: what was scrolled past is given up.
constexpr size_t kMostWaiting = 512;

}  // namespace

PointImages* PointImages::shared() {
  static QPointer<PointImages> images;
  if (!images) images = new PointImages(QCoreApplication::instance());
  return images;
}

PointImages::PointImages(QObject* parent) : QObject(parent), cache_(kMostBytes) {
  pool_.setMaxThreadCount(1);
}

PointImages::~PointImages() {
  if (control_) control_->cancel();
  pool_.waitForDone();
}

void PointImages::setDataset(const DatasetPtr& dataset) {
  const PointPicturesPtr before = dataset_ ? dataset_->pictures : nullptr;
  dataset_ = dataset;
  if (before == (dataset ? dataset->pictures : nullptr)) return;
  waiting_.clear();
  emit replaced();
}

PointPicturesPtr PointImages::picturesOf(const Dataset& dataset) const {
  const bool same = dataset_ && (dataset_.get() == &dataset || (dataset_->hash == dataset.hash &&
                                                                dataset_->sourceRows == dataset.sourceRows));
  return same ? dataset_->pictures : dataset.pictures;
}

bool PointImages::replacesThumbnails(const Dataset& dataset) const {
  const PointPicturesPtr pictures = picturesOf(dataset);
  return pictures && (dataset.image.empty() || !pictures->areOriginals());
}

PointImages::Image PointImages::image(const Dataset& dataset, int64_t row, Size size) {
  const Request request{picturesOf(dataset), dataset.sourceRow(row), size};
  Image image;
  if (!request.pictures) return image;
  image.name = QString::fromStdString(request.pictures->nameOf(request.row));
  if (image.name.isEmpty()) return image;
  if (const Kept* kept = cache_.object(keyOf(request))) {
    image.image = kept->image;
    image.own = kept->own;
    image.problem = kept->problem;
    return image;
  }
  image.pending = true;
  ask(request);
  return image;
}

QImage PointImages::fittedInto(const QImage& image, QSize box) {
  if (fittedKey_ != image.cacheKey() || fittedBox_ != box) {
    fitted_ = fitted(image, box);
    fittedKey_ = image.cacheKey();
    fittedBox_ = box;
  }
  return fitted_;
}

void PointImages::ask(Request request) {
  if (running_ == request) return;
  std::erase(waiting_, request);
  if (request.size == Size::Full) {
    // One picture is looked at: what was looked at before is not any more.
    std::erase_if(waiting_, [](const Request& other) { return other.size == Size::Full; });
    if (running_ && running_->size == Size::Full && control_) control_->cancel();
  }
  waiting_.push_back(std::move(request));
  if (waiting_.size() > kMostWaiting) waiting_.erase(waiting_.begin());
  if (!running_) begin();
}

void PointImages::begin() {
  running_ = std::move(waiting_.back());
  waiting_.pop_back();
  control_ = std::make_shared<RunControl>(1);
  pool_.start([this, request = *running_, control = control_] {
    std::optional<Kept> kept;
    const TaskOutcome outcome = attempt([&] {
      const ShownPicture picture =
          request.pictures->read(request.row, request.size == Size::Small ? kSmallSide : kFullSide, *control);
      kept = Kept{request.pictures, imageOf(picture), QSize(picture.ownWidth, picture.ownHeight), {}};
    });
    if (outcome.failure)
      kept = Kept{request.pictures, {}, {}, QString::fromStdString(outcome.failure->problem)};
    QMetaObject::invokeMethod(
        this, [this, request, kept = std::move(kept)]() mutable { finish(request, std::move(kept)); },
        Qt::QueuedConnection);
  });
}

void PointImages::finish(const Request& request, std::optional<Kept> kept) {
  running_.reset();
  if (!waiting_.empty()) begin();
  if (!kept) return;  // Given up.
  const auto bytes = std::max<qsizetype>(1024, kept->image.sizeInBytes());
  cache_.insert(keyOf(request), new Kept(std::move(*kept)), bytes);
  emit changed();
}

}  // namespace adapsne
