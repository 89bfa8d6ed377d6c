// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>
#include <QThreadPool>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// The pictures of points (PointPictures) as the window shows them: decoded on a thread of their own when
/// they are first asked for, and the last ones kept, up to kMostBytes. For the GUI thread.
class PointImages : public QObject {
  Q_OBJECT

 public:
  /// How large: for grids, or the original as far as a screen shows it.
  enum class Size { Small, Full };
  static constexpr int kSmallSide = 192, kFullSide = 2048;
  static constexpr int kMostBytes = 96 << 20;

  struct Image {
    QImage image;          ///< Null while it is read, where it cannot be, or where there is none.
    QSize own;             ///< The original's.
    QString name;          ///< Empty where the row has no picture.
    QString problem = {};  ///< Why it cannot be read.
    bool pending = false;  ///< It is being read: changed() tells when it is there.
  };

  /// The program's. Ends with the application.
  static PointImages* shared();
  explicit PointImages(QObject* parent = nullptr);
  ~PointImages() override;

  /// The open dataset: what has the same points is shown by its pictures, as runs of it that were made before
  /// these were chosen.
  void setDataset(const DatasetPtr& dataset);
  /// Null where points are shown by what they hold.
  PointPicturesPtr picturesOf(const Dataset& dataset) const;
  /// Whether small pictures too come from there, and not from the dataset's own images, which are at hand.
  bool replacesThumbnails(const Dataset& dataset) const;

  /// A row's picture, as far as it has been read. `dataset` has pictures.
  Image image(const Dataset& dataset, int64_t row, Size size);
  /// An image as large as fits into `box`; the last one is remembered, as it is painted again and again.
  QImage fittedInto(const QImage& image, QSize box);
  /// Whether anything is being read, or waits to be.
  bool busy() const { return running_.has_value() || !waiting_.empty(); }

 signals:
  void changed();   ///< A picture that was asked for is there, or is known not to be.
  void replaced();  ///< Datasets have other pictures than before.

 private:
  struct Request {
    PointPicturesPtr pictures;
    int64_t row;
    Size size;
    bool operator==(const Request&) const = default;
  };
  struct Key {
    const PointPictures* pictures;
    int64_t row;
    int size;
    bool operator==(const Key&) const = default;
    friend size_t qHash(const Key& key, size_t seed) {
      return qHashMulti(seed, key.pictures, key.row, key.size);
    }
  };
  struct Kept {
    PointPicturesPtr pictures;  ///< So that its address is no other's.
    QImage image;
    QSize own;
    QString problem;
  };
  static Key keyOf(const Request& request) {
    return {request.pictures.get(), request.row, static_cast<int>(request.size)};
  }
  void ask(Request request);
  void begin();
  void finish(const Request& request, std::optional<Kept> kept);

  DatasetPtr dataset_;
  QCache<Key, Kept> cache_;
  qint64 fittedKey_ = 0;
  QSize fittedBox_;
  QImage fitted_;
  std::vector<Request> waiting_;  ///< The newest last, which is read first.
  std::optional<Request> running_;
  std::shared_ptr<RunControl> control_;  ///< Of the one that is being read.
  QThreadPool pool_;
};

}  // namespace adapsne
