// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run_list.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/icons.h"

namespace adapsne {

namespace {

constexpr int kRowHeight = 46;

/// Two lines: the method's colour, the name, badges of the maps that show it; what it found.
class RunDelegate : public QStyledItemDelegate {
 public:
  RunDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent) { setTheme(theme); }
  void setTheme(const Theme& theme) {
    theme_ = theme;
    pin_ = lineIcon("pin", theme.dim);
    folder_ = lineIcon("folder", theme.dim);
  }

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, kRowHeight}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option.rect).adjusted(4, 1, -4, -1);
    const bool selected = option.state & QStyle::State_Selected,
               hover = option.state & QStyle::State_MouseOver;
    if (selected || hover) {
      QColor fill = selected ? theme_.accent : theme_.raised;
      if (selected) fill.setAlphaF(0.22f);
      painter->setPen(Qt::NoPen);
      painter->setBrush(fill);
      painter->drawRoundedRect(box, 5, 5);
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(index.data(RunListModel::ColorRole).value<QColor>());
    painter->drawRoundedRect(QRectF(box.left() + 6, box.top() + 8, 4, box.height() - 16), 2, 2);
    double right = box.right() - 8;
    const auto badge = [&](const QString& letter, bool shown) {
      if (!shown) return;
      const QRectF place(right - 18, box.top() + 6, 18, 16);
      painter->setPen(Qt::NoPen);
      painter->setBrush(theme_.accent);
      painter->drawRoundedRect(place, 4, 4);
      QFont font = interfaceFont(11);
      font.setWeight(QFont::DemiBold);
      painter->setFont(font);
      painter->setPen(theme_.onAccent);
      painter->drawText(place, Qt::AlignCenter, letter);
      right -= 22;
    };
    badge(QStringLiteral("B"), index.data(RunListModel::InBRole).toBool());
    badge(QStringLiteral("A"), index.data(RunListModel::InARole).toBool());
    const auto symbol = [&](const QIcon& icon, bool shown) {
      if (!shown) return;
      icon.paint(painter, QRect(static_cast<int>(right) - 16, static_cast<int>(box.top()) + 6, 16, 16));
      right -= 20;
    };
    symbol(pin_, index.data(RunListModel::PinnedRole).toBool());
    symbol(folder_, index.data(RunListModel::SavedRole).toBool());
    QFont bold = interfaceFont(13);
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(theme_.text);
    const QRectF first(box.left() + 18, box.top() + 4, right - box.left() - 20, 20);
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(bold).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight,
                                                    static_cast<int>(first.width())));
    const QFont small = interfaceFont(11);
    painter->setFont(small);
    painter->setPen(theme_.dim);
    const QRectF second(box.left() + 18, box.top() + 24, box.width() - 26, 16);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(index.data(RunListModel::DetailRole).toString(),
                                                     Qt::ElideRight, static_cast<int>(second.width())));
    if (option.state & QStyle::State_HasFocus) {
      painter->setPen(theme_.accent);
      painter->setBrush(Qt::NoBrush);
      painter->drawRoundedRect(box, 5, 5);
    }
    painter->restore();
  }

  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex&) const override {
    editor->setGeometry(option.rect.adjusted(18, 3, -8, -18));
  }

 private:
  Theme theme_;
  QIcon pin_, folder_;
};

}  // namespace

void RunListModel::setRows(std::vector<RunRow> rows) {
  if (rows == rows_) return;
  const bool sameRuns = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                   [](const RunRow& a, const RunRow& b) { return a.id == b.id; });
  if (sameRuns) {
    rows_ = std::move(rows);
    emit dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
    return;
  }
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

int RunListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const RunRow& row = rows_[static_cast<size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
      return row.name;
    case Qt::ToolTipRole:
      return row.toolTip;
    case Qt::AccessibleTextRole:
      return row.name + ", " + row.detail + (row.inA ? tr(", in map A") : QString()) +
             (row.inB ? tr(", in map B") : QString()) + (row.pinned ? tr(", pinned") : QString());
    case IdRole:
      return row.id;
    case DetailRole:
      return row.detail;
    case ColorRole:
      return row.color;
    case PinnedRole:
      return row.pinned;
    case SavedRole:
      return row.saved;
    case InARole:
      return row.inA;
    case InBRole:
      return row.inB;
    default:
      return {};
  }
}

bool RunListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || role != Qt::EditRole) return false;
  const QString name = value.toString().trimmed();
  if (name.isEmpty() || name == rows_[static_cast<size_t>(index.row())].name) return false;
  emit renameRequested(rows_[static_cast<size_t>(index.row())].id, name);
  return true;
}

Qt::ItemFlags RunListModel::flags(const QModelIndex& index) const {
  return index.isValid()
             ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren
             : Qt::NoItemFlags;
}

RunList::RunList(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  model_ = new RunListModel(this);
  list_ = new QListView(this);
  list_->setModel(model_);
  list_->setItemDelegate(new RunDelegate(theme, list_));
  list_->setFrameShape(QFrame::NoFrame);
  list_->viewport()->setAutoFillBackground(false);  // the panel's own ground, in either theme
  list_->setMouseTracking(true);
  list_->setEditTriggers(QAbstractItemView::EditKeyPressed);
  list_->setAccessibleName(tr("Runs"));
  list_->setContextMenuPolicy(Qt::CustomContextMenu);
  list_->setSpacing(0);
  showA_ = add(tr("Show as A"), {}, tr("Show this run in map A"));
  showB_ = add(tr("Show as B"), {},
               tr("Show this run beside map A, laid over it; one of another dataset becomes map A"));
  rename_ = add(tr("Rename"), "edit", tr("Give it another name (F2)"));
  pin_ = add(tr("Pin"), "pin", tr("Keep it: where there are many runs, the oldest that are not pinned go"));
  save_ =
      add(tr("Save Run …"), "save", tr("Write a folder that the command line, Python and this window read"));
  options_ = add(tr("Use Its Options"), {}, tr("Put the options of this run into the form"));
  remove_ = add(tr("Delete"), "trash", tr("Take it off the list (Del); Ctrl+Z brings it back"));
  open_ = add(tr("Open Run …"), "folder", tr("Open a folder that this window or adapsne run wrote"));
  pin_->setCheckable(true);
  remove_->setShortcut(QKeySequence::Delete);
  remove_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  list_->addAction(remove_);
  menu_ = new QMenu(this);
  menu_->addActions({showA_, showB_, options_});
  menu_->addSeparator();
  menu_->addActions({rename_, pin_, save_, remove_});
  menu_->addSeparator();
  menu_->addAction(open_);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 8, 6, 6);
  layout->setSpacing(6);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(2);
  for (QAction* action : {showA_, showB_, pin_, rename_, save_, remove_, open_}) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setProperty("flat", true);
    button->setAccessibleName(action->text());
    const bool words = action == showA_ || action == showB_;
    button->setToolButtonStyle(words ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly);
    if (action == open_ || action == pin_) buttons->addStretch();
    buttons->addWidget(button);
  }
  showA_->setIconText(tr("As A"));
  showB_->setIconText(tr("As B"));
  layout->addLayout(buttons);
  empty_ = new QLabel(
      tr("Finished runs are listed here, to be shown as map A or B. Folders that adapsne run wrote can be "
         "opened too."),
      this);
  empty_->setWordWrap(true);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setMargin(20);
  layout->addWidget(empty_, 1);
  layout->addWidget(list_, 1);

  connect(model_, &RunListModel::renameRequested, this, &RunList::renameRequested);
  connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunList::updateActions);
  connect(model_, &QAbstractItemModel::dataChanged, this, &RunList::updateActions);
  connect(list_, &QListView::activated, this, [this](const QModelIndex& index) {
    emit showRequested(index.data(RunListModel::IdRole).toInt(), -1);
  });
  connect(list_, &QListView::customContextMenuRequested, this,
          [this](QPoint at) { menu_->popup(list_->viewport()->mapToGlobal(at)); });
  connect(showA_, &QAction::triggered, this, [this] { emit showRequested(selectedId(), 0); });
  connect(showB_, &QAction::triggered, this, [this] { emit showRequested(selectedId(), 1); });
  connect(rename_, &QAction::triggered, this, [this] { list_->edit(list_->currentIndex()); });
  connect(pin_, &QAction::triggered, this, [this](bool pinned) { emit pinRequested(selectedId(), pinned); });
  connect(save_, &QAction::triggered, this, [this] { emit saveRequested(selectedId()); });
  connect(options_, &QAction::triggered, this, [this] { emit optionsRequested(selectedId()); });
  connect(remove_, &QAction::triggered, this, [this] { emit removeRequested(selectedId()); });
  connect(open_, &QAction::triggered, this, &RunList::openRequested);
  setTheme(theme);
  setRows({});
}

QAction* RunList::add(const QString& text, const QString& icon, const QString& tip) {
  auto* action = new QAction(text, this);
  action->setProperty("lineIcon", icon);
  action->setToolTip(tip);
  actions_.push_back(action);
  return action;
}

void RunList::setTheme(const Theme& theme) {
  theme_ = theme;
  static_cast<RunDelegate*>(list_->itemDelegate())->setTheme(theme);
  for (QAction* action : actions_) {
    const QString icon = action->property("lineIcon").toString();
    if (!icon.isEmpty()) action->setIcon(lineIcon(icon, theme.text));
  }
  QPalette faint = empty_->palette();
  faint.setColor(QPalette::WindowText, theme.faint);
  empty_->setPalette(faint);
  list_->viewport()->update();
}

void RunList::setRows(std::vector<RunRow> rows) {
  const int selected = selectedId();
  model_->setRows(std::move(rows));
  empty_->setVisible(model_->rowCount() == 0);
  list_->setVisible(model_->rowCount() > 0);
  select(selected);
  updateActions();
}

int RunList::selectedId() const {
  const QModelIndexList chosen = list_->selectionModel()->selectedIndexes();
  return chosen.isEmpty() ? -1 : chosen.front().data(RunListModel::IdRole).toInt();
}

void RunList::select(int id) {
  const auto& rows = model_->rows();
  const auto found = std::find_if(rows.begin(), rows.end(), [id](const RunRow& row) { return row.id == id; });
  if (found != rows.end()) {
    list_->setCurrentIndex(model_->index(static_cast<int>(found - rows.begin())));
  } else if (!rows.empty() && !list_->currentIndex().isValid()) {
    // Where none is selected the first shows the focus, and the arrows start there.
    list_->selectionModel()->setCurrentIndex(model_->index(0), QItemSelectionModel::NoUpdate);
  }
}

void RunList::updateActions() {
  const bool some = selectedId() >= 0;
  for (QAction* action : {showA_, showB_, rename_, pin_, save_, options_, remove_}) action->setEnabled(some);
  pin_->setChecked(some && list_->currentIndex().data(RunListModel::PinnedRole).toBool());
}

}  // namespace adapsne
