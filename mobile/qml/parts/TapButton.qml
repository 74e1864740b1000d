import QtQuick
import QtQuick.Templates as T
import Doorstep

/// What all buttons share: at least a finger wide and high, a visible focus, Enter as well as Space.
/// `tone` colours it: "accent", a state, or "quiet" for none.
T.AbstractButton {
    id: button

    property string glyph
    property string tone: "quiet"
    property bool filled: false
    property bool bare: false ///< no edge: among others in a row
    property string hint ///< said by screen readers after the name

    readonly property color ink: !enabled ? Theme.quiet
        : filled ? (tone === "accent" ? Theme.accentInk : Theme.toneInk)
        : tone === "quiet" ? Theme.text : Theme.tone(tone)

    implicitWidth: Math.max(Theme.touch, implicitContentWidth + 2 * horizontalPadding)
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + 2 * verticalPadding)
    horizontalPadding: text === "" ? 0 : Theme.pad
    verticalPadding: Theme.gap
    opacity: enabled || !Theme.highContrast ? 1 : 0.5 // where all edges are alike, what cannot be touched recedes
    focusPolicy: Qt.StrongFocus
    Accessible.name: text
    Accessible.description: hint
    Keys.onReturnPressed: button.clicked()
    Keys.onEnterPressed: button.clicked()

    background: Rectangle {
        radius: Theme.radius
        color: !button.enabled ? (button.filled ? Theme.shade : "transparent")
            : button.filled ? (button.tone === "quiet" ? Theme.neutral : Theme.tone(button.tone))
            : button.down || button.hovered ? Theme.shade : button.bare ? "transparent" : Theme.raised
        opacity: button.filled && button.down ? 0.85 : 1
        border.width: button.visualFocus ? 2 : button.bare || (button.filled && button.enabled) ? 0 : Theme.hair
        border.color: button.visualFocus ? Theme.text : button.enabled ? Theme.edge : Theme.line
        FocusRing { visible: button.visualFocus }
    }
    contentItem: Item {
        implicitWidth: natural.implicitWidth + (icon.visible ? icon.width + row.spacing : 0)
        implicitHeight: row.implicitHeight
        // How wide the words want to be: asked of the very thing that paints them, for metrics round otherwise.
        Words {
            id: natural
            visible: false
            text: button.text
            strong: button.filled
            wrapMode: Text.NoWrap
        }
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gap
            Icon {
                id: icon
                anchors.verticalCenter: parent.verticalCenter
                glyph: button.glyph
                tint: button.ink
            }
            Words {
                id: words
                anchors.verticalCenter: parent.verticalCenter
                visible: button.text !== ""
                width: Math.max(0, Math.min(natural.implicitWidth, button.availableWidth
                                             - (icon.visible ? icon.width + row.spacing : 0)))
                text: button.text
                color: button.ink
                strong: button.filled
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
