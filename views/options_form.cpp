// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/options_form.h"

#include <QComboBox>
#include <QLabel>
#include <QPixmap>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include "core/pipeline/presets.h"
#include "core/support/error.h"
#include "views/option_field.h"
#include "views/option_section.h"

namespace adapsne {

namespace {

const std::string kMethod = "method";

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QIcon swatch(const QColor& color) {
  QPixmap pixmap(12, 12);
  pixmap.fill(color);
  return pixmap;
}

/// What the reset arrows go back to: the defaults with this method applied.
Options presetOf(const Options& options) {
  Options preset;
  applyMethod(preset, options.method);
  return preset;
}

}  // namespace

OptionsForm::OptionsForm(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  applyMethod(options_, options_.method);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 10, 14, 10);
  layout->setSpacing(6);
  buildMethodBox(layout);

  std::map<Stage, OptionSection*> byStage;
  for (const OptionSpec& spec : schema()) {
    if (spec.name == kMethod) continue;
    OptionSection*& section = byStage[spec.stage];
    if (!section) {
      section = new OptionSection(stageTitle(spec.stage), theme, this);
      section->setToolTip(tr("A change here re-runs from %1 on.").arg(stageTitle(spec.stage)));
      sections_.push_back(section);
      layout->addWidget(section);
    }
    auto* field = new OptionField(spec, theme, section);
    fields_[spec.name] = field;
    section->addRow(field, spec.advanced);
    connect(field, &OptionField::edited, this, [this, field](const QString& value) { apply(field, value); });
    connect(field, &OptionField::resetRequested, this,
            [this, field] { apply(field, text(optionText(presetOf(options_), field->spec()))); });
  }
  layout->addStretch();
  showValues();
}

void OptionsForm::buildMethodBox(QVBoxLayout* layout) {
  auto* title = new QLabel(tr("Method"), this);
  QFont bold = interfaceFont(13);
  bold.setWeight(QFont::DemiBold);
  title->setFont(bold);
  method_ = new QComboBox(this);
  method_->setObjectName("method");
  method_->setMinimumHeight(32);
  method_->setFont(bold);
  method_->setFocusPolicy(Qt::StrongFocus);
  method_->setAccessibleName(tr("Method"));
  title->setBuddy(method_);
  const OptionSpec& spec = optionSpec(kMethod);
  for (const OptionWord& word : spec.words) {
    method_->addItem(swatch(methodColor(theme_, word.word)), text(methodTitle(word.word)), text(word.word));
    method_->setItemData(method_->count() - 1, text(word.help), Qt::ToolTipRole);
  }
  method_->setToolTip(text(spec.help));
  methodHelp_ = new QLabel(this);
  methodHelp_->setWordWrap(true);
  methodHelp_->setFont(interfaceFont(12));
  layout->addWidget(title);
  layout->addWidget(method_);
  layout->addWidget(methodHelp_);
  layout->addSpacing(6);
  connect(method_, &QComboBox::activated, this, [this](int index) {
    const auto name = method_->itemData(index).toString().toStdString();
    if (name == options_.method) return;
    applyMethod(options_, name);
    showValues();
    emit optionsChanged(options_);
  });
}

void OptionsForm::setOptions(const Options& options) {
  options_ = options;
  showValues();
}

void OptionsForm::setTheme(const Theme& theme) {
  theme_ = theme;
  for (int i = 0; i < method_->count(); ++i) {
    method_->setItemIcon(i, swatch(methodColor(theme, method_->itemData(i).toString().toStdString())));
  }
  QPalette dim = methodHelp_->palette();
  dim.setColor(QPalette::WindowText, theme.dim);
  methodHelp_->setPalette(dim);
  for (OptionSection* section : sections_) section->setTheme(theme);
  for (const auto& [name, field] : fields_) field->setTheme(theme);
}

void OptionsForm::setReference(const Options* reference) {
  hasReference_ = reference != nullptr;
  if (reference) reference_ = *reference;
  showPending();
}

OptionField* OptionsForm::field(const std::string& name) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? nullptr : found->second;
}

void OptionsForm::reveal(const std::string& name) {
  OptionField* wanted = field(name);
  if (!wanted) return;
  for (OptionSection* section : sections_) {
    if (section->isAncestorOf(wanted)) section->reveal(wanted);
  }
  wanted->setFocus();
  // Scrolling needs the places that the unfolded rows are about to get.
  QTimer::singleShot(0, wanted, [wanted] {
    for (QWidget* parent = wanted->parentWidget(); parent; parent = parent->parentWidget()) {
      if (auto* area = qobject_cast<QScrollArea*>(parent)) area->ensureWidgetVisible(wanted, 0, 24);
    }
  });
}

void OptionsForm::apply(OptionField* field, const QString& value) {
  try {
    Options changed = options_;
    setOption(changed, field->spec(), value.toStdString());
    options_ = changed;
    field->setValue(text(optionText(options_, field->spec())),
                    text(optionText(presetOf(options_), field->spec())));
    showPending();
    emit optionsChanged(options_);
  } catch (const UsageError& error) {
    field->setMessage(text(error.problem() + " " + error.remedy()));
  }
}

void OptionsForm::showValues() {
  const Options preset = presetOf(options_);
  for (const auto& [name, field] : fields_) {
    field->setValue(text(optionText(options_, field->spec())), text(optionText(preset, field->spec())));
  }
  method_->setCurrentIndex(method_->findData(text(options_.method)));
  QString help = method_->itemData(method_->currentIndex(), Qt::ToolTipRole).toString();
  if (!help.isEmpty()) help[0] = help[0].toUpper();
  methodHelp_->setText(help + '.');
  showPending();
}

void OptionsForm::showPending() {
  for (OptionSection* section : sections_) {
    bool any = false;
    for (const auto& [name, field] : fields_) {
      if (!section->isAncestorOf(field)) continue;
      const OptionSpec& spec = field->spec();
      const bool pending = hasReference_ && optionText(reference_, spec) != optionText(options_, spec);
      field->setPending(pending);
      any = any || (pending && !spec.live);
    }
    section->setPending(any);
  }
}

}  // namespace adapsne
