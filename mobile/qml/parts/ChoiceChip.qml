import QtQuick
import QtQuick.Templates as T
import Doorstep

/// One choice among others, as a chip. Chosen: filled, and with a tick, because colour alone says nothing.
T.AbstractButton {
    id: chip

    property bool chosen: false
    property bool many: false ///< several may be chosen
    property string reason ///< why it cannot be chosen now

    implicitWidth: Math.max(Theme.touch, row.implicitWidth + 2 * Theme.pad)
    implicitHeight: Math.max(Theme.touch, row.implicitHeight + 2 * Theme.gap)
    opacity: enabled || !Theme.highContrast ? 1 : 0.5 // where all edges are alike, what cannot be touched recedes
    focusPolicy: Qt.StrongFocus
    checkable: false
    Accessible.role: many ? Accessible.CheckBox : Accessible.RadioButton
    Accessible.name: text
    Accessible.checked: chosen
    Accessible.description: enabled ? "" : reason
    Keys.onReturnPressed: chip.clicked()

    background: Rectangle {
        radius: height / 2
        color: chip.chosen ? (chip.enabled ? Theme.accent : Theme.neutralSoft)
            : chip.down || chip.hovered ? Theme.shade : chip.enabled ? Theme.raised : "transparent"
        border { width: chip.chosen ? 0 : Theme.hair; color: chip.enabled ? Theme.edge : Theme.line }
        FocusRing { visible: chip.visualFocus; radius: height / 2 }
    }
    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gap / 2
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                glyph: chip.chosen ? "check" : ""
                tint: words.color
                side: Theme.body
            }
            Words {
                id: words
                anchors.verticalCenter: parent.verticalCenter
                text: chip.text
                color: !chip.enabled ? Theme.quiet : chip.chosen ? Theme.accentInk : Theme.text
                wrapMode: Text.NoWrap
            }
        }
    }
}
