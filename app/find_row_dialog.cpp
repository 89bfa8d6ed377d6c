// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/find_row_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "app/pages/explore_page.h"
#include "app/session.h"
#include "core/dataset/find_row.h"
#include "views/format.h"

namespace adapsne {

FindRowDialog::FindRowDialog(Session* session, ExplorePage* explore, QWidget* parent)
    : QDialog(parent), session_(session), explore_(explore) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Find a row"));
  field_ = new QLineEdit(this);
  field_->setMinimumWidth(280);
  auto* button = new QPushButton(tr("Go"), this);
  button->setDefault(true);
  note_ = new QLabel(this);
  note_->setWordWrap(true);
  note_->setTextFormat(Qt::RichText);
  auto* line = new QHBoxLayout;
  line->addWidget(field_, 1);
  line->addWidget(button);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(16, 14, 16, 14);
  layout->setSpacing(10);
  layout->addLayout(line);
  layout->addWidget(note_);
  connect(button, &QPushButton::clicked, this, &FindRowDialog::go);
  connect(field_, &QLineEdit::textEdited, this, &FindRowDialog::describe);
  connect(note_, &QLabel::linkActivated, this, [this](const QString& nearest) {
    field_->setText(nearest);
    go();
  });
  connect(session, &Session::datasetChanged, this, &FindRowDialog::describe);
  describe();
}

QString FindRowDialog::said() const {
  return note_->text();
}

void FindRowDialog::say(const QString& text, bool wrong) {
  note_->setText(text);
  field_->setProperty("invalid", wrong);
  field_->style()->unpolish(field_);
  field_->style()->polish(field_);
}

void FindRowDialog::describe() {
  const DatasetPtr& dataset = session_->dataset();
  const Attribute* id = dataset ? attributeOf(*dataset, ColumnRole::Id) : nullptr;
  const QString name = id ? QString::fromStdString(id->name).toHtmlEscaped() : QString();
  const QString label = !id              ? tr("Row of the source, counted from 0")
                        : name.isEmpty() ? tr("Id, or row of the source, counted from 0")
                                         : tr("Id (%1), or row of the source, counted from 0").arg(name);
  field_->setAccessibleName(label);
  say(label, false);
}

void FindRowDialog::go() {
  const DatasetPtr dataset = session_->dataset();
  if (!dataset || field_->text().trimmed().isEmpty()) return;
  const FoundRows result = findRows(*dataset, field_->text().toStdString());
  if (result.rows.empty()) {
    const QString wanted = field_->text().trimmed().toHtmlEscaped(),
                  nearest = QString::fromStdString(result.nearest).toHtmlEscaped();
    QString text = attributeOf(*dataset, ColumnRole::Id) ? tr("There is no row or id \"%1\".").arg(wanted)
                                                         : tr("There is no row \"%1\".").arg(wanted);
    if (!nearest.isEmpty()) text += tr(" The nearest is <a href=\"%1\">%1</a>.").arg(nearest);
    return say(text, true);
  }
  next_ = field_->text() == last_ ? (next_ + 1) % result.rows.size() : 0;
  last_ = field_->text();
  const int64_t row = result.rows[next_];
  explore_->goTo(row);
  emit found(row);
  if (result.rows.size() == 1) return accept();
  say(tr("%1 of %2 with this id; Enter goes to the next.")
          .arg(countText(static_cast<int64_t>(next_) + 1), countText(std::ssize(result.rows))),
      false);
}

}  // namespace adapsne
