import QtQuick
import QtQuick.Templates as T
import Doorstep

/// One room of a building: its number, the lens's colour and, because colour alone says nothing, the lens's sign.
T.AbstractButton {
    id: cell

    property string room
    property string tone: "neutral"
    property string glyph ///< the lens's sign (icons/glyphs.js); empty: nothing to say
    property string detail ///< a few characters under the number: "80%", "12天"
    property string meaning ///< what colour and sign say, in words, for screen readers
    property bool pending: false ///< something of it is still on this tablet
    property bool current: false
    property bool signed: true ///< its sign can be drawn whole: a software renderer clips words and grounds, but not drawn lines

    readonly property bool plain: glyph === "" && tone === "neutral"

    implicitWidth: Math.max(Theme.touch * 1.75, Theme.body * 5.4)
    implicitHeight: Math.max(Theme.touch + 4, Theme.body * 3.3)
    padding: 0
    focusPolicy: Qt.NoFocus
    Accessible.name: meaning === "" ? room : room + ", " + meaning

    background: Rectangle {
        anchors { fill: parent; margins: 2 }
        // Square: rounded corners cost a software renderer a fifth of each frame of a full grid.
        color: cell.down ? Theme.shade : cell.plain ? Theme.raised : Theme.soft(cell.tone)
        border.width: cell.current ? 3 : Theme.hair
        border.color: cell.current ? Theme.accent : cell.plain ? Theme.line : Theme.tone(cell.tone)
        Rectangle {
            visible: cell.pending
            anchors { right: parent.right; top: parent.top; margins: 4 }
            width: 8
            height: 8
            color: Theme.waiting
            rotation: 45
        }
    }
    contentItem: Item {
        Words {
            id: number
            x: Theme.gap
            y: (parent.height - height - (cell.detail === "" ? 0 : below.height * 0.85)) / 2
            text: cell.room
            wrapMode: Text.NoWrap
            strong: cell.current
        }
        Words {
            id: below
            visible: text !== ""
            anchors { left: number.left; top: number.bottom; topMargin: -height * 0.15 }
            text: cell.detail
            size: "caption"
            color: cell.plain ? Theme.quiet : Theme.tone(cell.tone)
            wrapMode: Text.NoWrap
        }
        Icon {
            anchors { right: parent.right; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            visible: glyph !== "" && cell.signed
            glyph: cell.glyph
            tint: Theme.tone(cell.tone)
            side: Math.round(Theme.body * 1.1)
        }
    }
}
