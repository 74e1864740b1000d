import QtQuick
import Doorstep

/// The thumb's place: what one does most, at the lower edge, on the side of the hand that is free. The first child lies
/// nearest to the thumb.
Rectangle {
    id: bar

    default property alias content: row.data
    property string note ///< a few quiet words on the other side
    property bool alarm: false ///< they say that something was not done

    implicitHeight: Math.max(Theme.touch, row.implicitHeight) + 2 * Theme.gap
    color: Theme.raised

    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Theme.hair
        color: Theme.line
    }
    Flow {
        id: row
        readonly property real natural: {
            const shown = Array.from(children).filter((child) => child.visible)
            return shown.reduce((sum, child) => sum + child.width + spacing, -spacing)
        }
        width: Math.max(0, Math.min(Math.ceil(natural), bar.width - 2 * Theme.pad))
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.leftHanded ? Theme.pad : bar.width - width - Theme.pad
        layoutDirection: Theme.leftHanded ? Qt.LeftToRight : Qt.RightToLeft
        spacing: Theme.gap
    }
    Words {
        objectName: "note"
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.leftHanded ? row.x + row.width + Theme.pad : Theme.pad
        width: Math.max(0, bar.width - row.width - 3 * Theme.pad)
        visible: text !== ""
        text: bar.note
        color: bar.alarm ? Theme.attention : Theme.quiet
        elide: Text.ElideRight
        maximumLineCount: 2
        horizontalAlignment: Theme.leftHanded ? Text.AlignRight : Text.AlignLeft
    }
}
