import QtQuick
import QtQuick.Layouts
import Doorstep

/// A value that one may read and not write, with the reason why.
ColumnLayout {
    id: reading

    property string label
    property string value
    property string reason

    spacing: 2
    Accessible.role: Accessible.StaticText
    Accessible.name: label + ": " + (value === "" ? qsTr("empty") : value)
    Accessible.description: reason

    Words {
        Layout.fillWidth: true
        text: reading.value === "" ? "—" : reading.value
        Accessible.ignored: true
    }
    RowLayout {
        Layout.fillWidth: true
        visible: reading.reason !== ""
        spacing: Theme.gap / 2
        Icon {
            glyph: "lock"
            tint: Theme.quiet
            side: Math.round(Theme.caption * 1.2)
        }
        Words {
            Layout.fillWidth: true
            text: reading.reason
            size: "caption"
            color: Theme.quiet
        }
    }
}
