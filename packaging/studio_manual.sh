#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# adapsne-studio(1) around the program's own --help: studio_manual.sh PROGRAM VERSION FILE. Used by the build alone.
set -eu
help=$("$1" --help | sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/")
cat > "$3.new" <<END
.\\" SPDX-License-Identifier: GPL-3.0-or-later
.TH ADAPSNE\\-STUDIO 1 "" "adapsne\\-studio $2" "User Commands"
.SH NAME
adapsne\\-studio \\- see a dataset's map and choose the few points that stand for it
.SH SYNOPSIS
.B adapsne\\-studio
[\\fIdata\\fR] [\\fIoption\\fR]...
.SH DESCRIPTION
The window of AdapSNE Studio: it loads a dataset, maps it to the plane, picks a small subset of exemplars from the map
and exports it. In the window the key ? shows all shortcuts.
.SH OPTIONS
.nf
$help
.fi
.SH SEE ALSO
.BR adapsne (1),
whose options \\-\\-set takes.
END
mv "$3.new" "$3"
