// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QColor>
#include <QString>
#include <QWidget>

#include "views/theme.h"

class QAction;
class QLabel;
class QListView;
class QMenu;
class QToolButton;

namespace adapsne {

/// A line of the list of runs.
struct RunRow {
  int id = 0;
  QString name, detail, toolTip;
  QColor color;
  bool pinned = false, saved = false;
  bool inA = false, inB = false;  ///< Which maps show it.
  bool operator==(const RunRow&) const = default;
};

/// The rows as Qt's views want them. Names can be edited: the model asks, and does not change by itself.
class RunListModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { IdRole = Qt::UserRole, DetailRole, ColorRole, PinnedRole, SavedRole, InARole, InBRole };

  using QAbstractListModel::QAbstractListModel;

  void setRows(std::vector<RunRow> rows);
  const std::vector<RunRow>& rows() const { return rows_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 signals:
  void renameRequested(int id, const QString& name);

 private:
  std::vector<RunRow> rows_;
};

/// The runs of a session: which map shows which, names, pins; what is to be done with them is asked for by
/// signals.
class RunList : public QWidget {
  Q_OBJECT

 public:
  explicit RunList(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setRows(std::vector<RunRow> rows);
  int selectedId() const;  ///< -1: none.
  void select(int id);
  QListView* list() const { return list_; }
  RunListModel* model() const { return model_; }

 signals:
  void showRequested(int id, int slot);  ///< Slot -1: in the current map.
  void renameRequested(int id, const QString& name);
  void pinRequested(int id, bool pinned);
  void removeRequested(int id);
  void saveRequested(int id);
  void optionsRequested(int id);  ///< Into the form.
  void openRequested();

 private:
  QAction* add(const QString& text, const QString& icon, const QString& tip);
  void updateActions();

  Theme theme_;
  RunListModel* model_ = nullptr;
  QListView* list_ = nullptr;
  QLabel* empty_ = nullptr;
  QMenu* menu_ = nullptr;
  std::vector<QAction*> actions_;
  QAction *showA_ = nullptr, *showB_ = nullptr, *rename_ = nullptr, *pin_ = nullptr, *save_ = nullptr,
          *options_ = nullptr, *remove_ = nullptr, *open_ = nullptr;
};

}  // namespace adapsne
