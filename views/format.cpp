// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/format.h"

#include <clocale>
#include <cmath>

#include <QLocale>

namespace adapsne {

void useOneNotation() {
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
}

QString countText(int64_t value) {
  return QLocale(QLocale::English).toString(static_cast<qlonglong>(value));
}

QString numberText(double value, int digits) {
  if (!(value == value)) return QStringLiteral("—");
  const double size = std::abs(value);
  if (size >= 1000) return QLocale(QLocale::English).toString(value, 'f', 0);
  return QString::number(value, size != 0 && size < 1e-3 ? 'e' : 'g',
                         size != 0 && size < 1e-3 ? digits - 1 : digits);
}

QString durationText(double seconds) {
  if (!(seconds >= 0)) return QStringLiteral("—");
  if (seconds < 0.0995) return QString::number(seconds * 1000, 'f', seconds < 0.00995 ? 1 : 0) + " ms";
  if (seconds < 10) return QString::number(seconds, 'f', 2) + " s";
  if (seconds < 100) return QString::number(seconds, 'f', 1) + " s";
  const auto whole = static_cast<int64_t>(std::lround(seconds));
  return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
}

QString clockText(double seconds) {
  if (!(seconds >= 0)) return {};
  const auto whole = static_cast<int64_t>(std::ceil(seconds));
  const QString minutes =
      QStringLiteral("%1:%2").arg(whole / 60 % 60, 2, 10, QChar('0')).arg(whole % 60, 2, 10, QChar('0'));
  return whole >= 3600 ? QStringLiteral("%1:").arg(whole / 3600) + minutes : minutes;
}

QString memoryText(int64_t bytes) {
  const double mega = static_cast<double>(bytes) / 1e6;
  if (bytes < 1000) return QStringLiteral("%1\u00a0B").arg(bytes);
  if (mega < 1) return QStringLiteral("%1\u00a0kB").arg(mega * 1000, 0, 'f', 0);
  return mega < 1000 ? QStringLiteral("%1\u00a0MB").arg(mega, 0, 'f', 0)
                     : QStringLiteral("%1\u00a0GB").arg(mega / 1000, 0, 'f', 2);
}

}  // namespace adapsne
