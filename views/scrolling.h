// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QScrollArea;
class QWidget;

namespace adapsne {

/// A frameless area that scrolls `content` up and down, never sideways. Takes it over.
QScrollArea* scrolling(QWidget* content);

}  // namespace adapsne
