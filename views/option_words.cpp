// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/option_words.h"

#include <QRegularExpression>

#include "core/pipeline/schema.h"

namespace adapsne {

QString inWindowWords(QString sentence, std::string* first) {
  if (!sentence.contains(QStringLiteral("--"))) return sentence;
  for (const OptionSpec& spec : schema()) {
    // A word in capitals after it stands for its value, which a field has a place for.
    const QRegularExpression flag("--" + QString::fromStdString(spec.name) + "(?![\\w-])( [A-Z]{2,}\\b)?");
    if (!sentence.contains(flag)) continue;
    if (first && first->empty()) *first = spec.name;
    sentence.replace(flag, QStringLiteral("“%1”").arg(QString::fromStdString(spec.label)));
  }
  return sentence;
}

QString inWindowWords(const std::string& sentence) {
  return inWindowWords(QString::fromStdString(sentence));
}

}  // namespace adapsne
