import QtQuick
import QtQuick.Templates as T
import Doorstep

/// What all rows of lists share: a finger high, a ground under the finger, a mark at the edge when it is the current one.
T.AbstractButton {
    id: row

    property bool current: false
    property bool divided: true

    implicitHeight: Math.max(Theme.touch + Theme.gap, implicitContentHeight + topPadding + bottomPadding)
    horizontalPadding: Theme.pad
    verticalPadding: Theme.gap
    focusPolicy: Qt.StrongFocus
    Keys.onReturnPressed: row.clicked()

    background: Rectangle {
        color: row.down ? Theme.shade : row.current ? Theme.accentSoft : row.hovered ? Theme.shade : Theme.raised
        Rectangle {
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
            visible: row.current || row.visualFocus
            width: Theme.mark
            color: Theme.accent
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.pad }
            visible: row.divided
            height: Theme.hair
            color: Theme.line
        }
    }
}
