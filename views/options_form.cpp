// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/options_form.h"

#include <algorithm>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPixmap>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/pipeline/presets.h"
#include "core/support/error.h"
#include "views/option_field.h"
#include "views/option_section.h"
#include "views/search_line.h"

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

/// Where the search looks, in lower case: label, command-line name, help and what is said of its words.
QString searchText(const OptionSpec& spec) {
  std::string all = spec.label + " --" + spec.name + " " + spec.help;
  for (const OptionWord& word : spec.words) all += " " + word.word + " " + word.help;
  return text(all).toLower();
}

}  // namespace

OptionsForm::OptionsForm(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  applyMethod(options_, options_.method);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  buildSearch(column);
  area_ = new QScrollArea(this);
  area_->setWidgetResizable(true);
  area_->setFrameShape(QFrame::NoFrame);
  area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area_->setFocusPolicy(Qt::NoFocus);  // Tab goes from field to field, and the area follows
  column->addWidget(area_, 1);
  auto* content = new QWidget(this);
  auto* layout = new QVBoxLayout(content);
  // The fields end where what lies above and below the form does, beside a scroll bar or not.
  const auto keepWidth = [this, layout](int least, int most) {
    layout->setContentsMargins(14, 6, most > least ? 14 - area_->verticalScrollBar()->sizeHint().width() : 14,
                               10);
  };
  connect(area_->verticalScrollBar(), &QScrollBar::rangeChanged, this, keepWidth);
  keepWidth(0, 0);
  layout->setSpacing(6);
  layout->addWidget(noMatch_);
  buildMethodBox(layout);
  buildSections(layout);
  layout->addStretch();
  area_->setWidget(content);
  chainTabs();
  // The area follows Tab within itself only, not when it comes in from above or below.
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
    if (now && area_->widget()->isAncestorOf(now) && now->visibleRegion().isEmpty())
      area_->ensureWidgetVisible(now, 0, 24);
  });
  showValues();
}

void OptionsForm::buildSearch(QVBoxLayout* layout) {
  search_ = new SearchLine(theme_, this);
  search_->setObjectName("find-option");
  search_->setPlaceholderText(tr("Find an option"));
  search_->setAccessibleName(tr("Find an option"));
  search_->setToolTip(
      tr("Shows the options whose label, command-line name or help has every word (Ctrl+F).\n"
         "Return goes to the first one, Esc shows all again."));
  noMatch_ = new QLabel(this);
  noMatch_->setTextFormat(Qt::RichText);
  noMatch_->setWordWrap(true);
  noMatch_->hide();
  auto* margin = new QVBoxLayout;
  margin->setContentsMargins(14, 10, 14, 4);
  margin->addWidget(search_);
  layout->addLayout(margin);
  connect(search_, &SearchLine::textChanged, this, &OptionsForm::search);
  connect(search_, &SearchLine::returnPressed, this, &OptionsForm::focusFirstMatch);
}

void OptionsForm::buildSections(QVBoxLayout* layout) {
  std::map<Stage, OptionSection*> byStage;
  for (const OptionSpec& spec : schema()) {
    if (spec.name == kMethod) continue;
    OptionSection*& section = byStage[spec.stage];
    if (!section) {
      section = new OptionSection(stageTitle(spec.stage), theme_, this);
      section->setToolTip(tr("A change here re-runs from %1 on.").arg(stageTitle(spec.stage)));
      sections_.push_back(section);
      layout->addWidget(section);
    }
    auto* field = new OptionField(spec, theme_, section);
    fields_[spec.name] = field;
    section->addRow(field, spec.advanced);
    connect(field, &OptionField::edited, this, [this, field](const QString& value) { apply(field, value); });
    connect(field, &OptionField::resetRequested, this,
            [this, field] { apply(field, text(optionText(presetOf(options_), field->spec()))); });
  }
}

void OptionsForm::chainTabs() {
  QWidget* last = search_;
  const auto chain = [&last](QWidget* next) {
    setTabOrder(last, next);
    last = next;
  };
  chain(method_);
  for (const OptionSection* section : sections_)
    for (QWidget* stop : section->tabStops()) {
      const auto* field = qobject_cast<OptionField*>(stop);
      chain(field ? field->editor() : stop);
      if (field) chain(field->resetButton());
    }
}

void OptionsForm::buildMethodBox(QVBoxLayout* layout) {
  methodRow_ = new QWidget(this);
  auto* rows = new QVBoxLayout(methodRow_);
  rows->setContentsMargins(0, 0, 0, 6);
  rows->setSpacing(6);
  auto* title = new QLabel(tr("Method"), methodRow_);
  QFont bold = interfaceFont(13);
  bold.setWeight(QFont::DemiBold);
  title->setFont(bold);
  method_ = new QComboBox(methodRow_);
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
  methodHelp_ = new QLabel(methodRow_);
  methodHelp_->setWordWrap(true);
  methodHelp_->setFont(interfaceFont(12));
  rows->addWidget(title);
  rows->addWidget(method_);
  rows->addWidget(methodHelp_);
  layout->addWidget(methodRow_);
  connect(method_, &QComboBox::activated, this, [this](int index) {
    const auto name = method_->itemData(index).toString().toStdString();
    if (name == options_.method) return;
    Options changed = options_;
    applyMethod(changed, name);
    changeTo({text(kMethod), text(optionSpec(kMethod).label), text(methodTitle(options_.method)),
              text(methodTitle(name)), options_, changed});
  });
}

void OptionsForm::changeTo(const OptionsEdit& edit) {
  setOptions(edit.after);
  emit edited(edit);
  emit optionsChanged(options_);
}

void OptionsForm::resetAll() {
  if (isResettable()) changeTo({{}, tr("Reset All Options"), {}, {}, options_, presetOf(options_)});
}

bool OptionsForm::isResettable() const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [](const auto& named) { return named.second->isResettable(); });
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
  search_->setTheme(theme);
  showNoMatch();
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
  search_->clear();
  for (OptionSection* section : sections_) {
    if (section->isAncestorOf(wanted)) section->reveal(wanted);
  }
  wanted->editor()->setFocus();
  scrollTo(wanted);
}

void OptionsForm::scrollTo(QWidget* widget) {
  // Scrolling needs the places that rows which were just unfolded are about to get.
  QTimer::singleShot(0, widget, [this, widget] { area_->ensureWidgetVisible(widget, 0, 24); });
}

void OptionsForm::search() {
  const QStringList words = search_->words();
  const auto matches = [&words](const OptionSpec& spec) {
    const QString sought = searchText(spec);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return sought.contains(word); });
  };
  bool any = matches(optionSpec(kMethod));
  methodRow_->setVisible(any);
  for (OptionSection* section : sections_) {
    if (words.isEmpty())
      section->search(nullptr);
    else
      section->search(
          [&](const QWidget* row) { return matches(static_cast<const OptionField*>(row)->spec()); });
    any = any || !section->isHidden();
  }
  noMatch_->setVisible(!any);
  showNoMatch();
  area_->verticalScrollBar()->setValue(0);
}

void OptionsForm::showNoMatch() {
  constexpr int kLongest = 24;  // characters: a word that does not wrap must not widen the panel
  QString sought = search_->text().simplified();
  if (sought.size() > kLongest) sought = sought.left(kLongest - 1) + QStringLiteral("…");
  noMatch_->setText(tr("<p><b>No option matches “%1”.</b></p><p style='color:%2'>Every word must occur in an "
                       "option’s label, in its command-line name or in its help. Esc shows all options.</p>")
                        .arg(sought.toHtmlEscaped(), theme_.dim.name()));
}

void OptionsForm::focusFirstMatch() {
  if (search_->words().isEmpty()) return;
  QWidget* first = methodRow_->isHidden() ? nullptr : method_;
  for (const OptionSection* section : sections_)
    for (QWidget* row : section->rows())
      if (!first && !row->isHidden()) first = static_cast<OptionField*>(row)->editor();
  if (!first) return;
  first->setFocus(Qt::TabFocusReason);  // as Tab does: a line's text is selected, to be typed over
  scrollTo(first);
}

void OptionsForm::apply(OptionField* field, const QString& value) {
  const OptionSpec& spec = field->spec();
  try {
    Options changed = options_;
    setOption(changed, spec, value.toStdString());
    const QString before = text(optionText(options_, spec)), after = text(optionText(changed, spec));
    field->setValue(after, text(optionText(presetOf(options_), spec)));  // "5e-2" becomes "0.05"
    if (before == after) return;
    const auto named = [](const QString& shown) { return shown.isEmpty() ? tr("automatic") : shown; };
    changeTo({text(spec.name), text(spec.label), named(before), named(after), options_, changed});
  } catch (const UsageError& error) {
    field->setMessage(text(error.problem() + " " + error.remedy()));
  }
}

void OptionsForm::showValues() {
  const Options preset = presetOf(options_);
  for (const auto& [name, field] : fields_) {
    const QString value = text(optionText(options_, field->spec())),
                  back = text(optionText(preset, field->spec()));
    if (value != field->value() || back != field->preset()) field->setValue(value, back);
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
