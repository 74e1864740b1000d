import QtQuick
import Doorstep

/// Nothing here: why, and what one can do about it.
Item {
    id: empty

    property string glyph: "info"
    property string headline
    property string reason
    property string step

    signal stepped()

    implicitWidth: 320
    implicitHeight: column.implicitHeight + 4 * Theme.pad
    Accessible.role: Accessible.StaticText
    Accessible.name: headline
    Accessible.description: reason

    Column {
        id: column
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.pad, Theme.body * 26)
        spacing: Theme.gap
        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            glyph: empty.glyph
            tint: Theme.quiet
            side: Theme.display * 1.4
            weight: 1.2
        }
        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: empty.headline
            size: "lead"
        }
        Words {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: Text.AlignHCenter
            text: empty.reason
            color: Theme.quiet
        }
        Item { width: 1; height: Theme.gap; visible: button.visible }
        QuietButton {
            id: button
            anchors.horizontalCenter: parent.horizontalCenter
            visible: text !== ""
            text: empty.step
            onClicked: empty.stepped()
        }
    }
}
