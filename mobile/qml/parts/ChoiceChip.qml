import QtQuick
import QtQuick.Templates as T
import Doorstep

/// One choice among others, as a chip. Chosen: filled, and with a tick, because colour alone says nothing. Where it is
/// given less room than its words want, they go on in the next line.
T.AbstractButton {
    id: chip

    property bool chosen: false
    property bool many: false ///< several may be chosen
    property string reason ///< why it cannot be chosen now

    readonly property real tick: sign.visible ? sign.width + row.spacing : 0

    implicitWidth: Math.max(Theme.touch, Math.ceil(tick + natural.implicitWidth) + 2 * Theme.pad)
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
        radius: Math.min(height, Theme.touch) / 2
        color: chip.chosen ? (chip.enabled ? Theme.accent : Theme.neutralSoft)
            : chip.down || chip.hovered ? Theme.shade : chip.enabled ? Theme.raised : "transparent"
        border { width: chip.chosen ? 0 : Theme.hair; color: chip.enabled ? Theme.edge : Theme.line }
        FocusRing { visible: chip.visualFocus; radius: parent.radius + 3 }
    }
    contentItem: Item {
        // How wide the words want to be: asked of the very thing that paints them, for metrics round otherwise.
        Words {
            id: natural
            visible: false
            text: chip.text
            wrapMode: Text.NoWrap
        }
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gap / 2
            Icon {
                id: sign
                anchors.verticalCenter: parent.verticalCenter
                glyph: chip.chosen ? "check" : ""
                tint: words.color
                side: Theme.body
            }
            Words {
                id: words
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(0, Math.min(natural.implicitWidth, chip.width - 2 * Theme.pad - chip.tick))
                text: chip.text
                color: !chip.enabled ? Theme.quiet : chip.chosen ? Theme.accentInk : Theme.text
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
