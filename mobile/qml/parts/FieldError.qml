import QtQuick
import QtQuick.Layouts
import Doorstep

/// What is wrong with what was typed, and what to do about it; right under it.
RowLayout {
    id: wrong

    property string text

    spacing: Theme.gap / 2
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Icon {
        Layout.alignment: Qt.AlignTop
        glyph: "warning"
        tint: Theme.attention
        side: Math.round(Theme.body * 1.2)
    }
    Words {
        Layout.fillWidth: true
        text: wrong.text
        color: Theme.attention
        Accessible.ignored: true
    }
}
