// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs.h"

#include <QFileDialog>

#include "core/formats/file_format.h"

namespace adapsne {

QString askDataset(QWidget* window) {
  QStringList patterns;
  for (const std::string& pattern : datasetNamePatterns()) patterns << QString::fromStdString(pattern);
  return QFileDialog::getOpenFileName(window, QObject::tr("Open a dataset"), {},
                                      QObject::tr("Datasets (%1);;All files (*)").arg(patterns.join(' ')));
}

QString askRunFolder(QWidget* window) {
  return QFileDialog::getExistingDirectory(window, QObject::tr("Open the folder of a run"));
}

}  // namespace adapsne
