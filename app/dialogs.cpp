// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs.h"

#include <QFileDialog>

#include "core/formats/file_format.h"
#include "core/support/run_control.h"
#include "core/support/task_outcome.h"

namespace adapsne {

QString askDataset(QWidget* window) {
  QStringList patterns;
  for (const std::string& pattern : datasetNamePatterns()) patterns << QString::fromStdString(pattern);
  return QFileDialog::getOpenFileName(window, QObject::tr("Open a dataset"), {},
                                      QObject::tr("Datasets (%1);;All files (*)").arg(patterns.join(' ')));
}

bool isGuessed(const QString& path) {
  RunControl control(1);
  bool guessed = false;
  attempt([&] {
    const FileFormat& format = fileFormat(path.toStdString(), control);
    guessed = format.readTexts || format.open || format.isFolder;
  });
  return guessed;
}

QString askDatasetFolder(QWidget* window) {
  return QFileDialog::getExistingDirectory(window, QObject::tr("Open a folder of pictures"));
}

QString askRunFolder(QWidget* window) {
  return QFileDialog::getExistingDirectory(window, QObject::tr("Open the folder of a run"));
}

}  // namespace adapsne
