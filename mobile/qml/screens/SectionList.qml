pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// The sections of a form: how much of each is filled, and the way there.
Rectangle {
    id: index

    property var sections: [] ///< {label, first, done, total, confirmed}

    signal asked(int row)

    color: Theme.surface

    Column {
        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: Theme.pad }
        Repeater {
            model: index.sections
            TapRow {
                id: row
                required property var modelData
                objectName: "to_" + modelData.label
                width: index.width
                divided: false
                Accessible.name: qsTr("%1, %2 of %3 filled").arg(modelData.label).arg(modelData.done).arg(modelData.total)
                onClicked: index.asked(modelData.first)
                contentItem: Item {
                    implicitHeight: label.implicitHeight
                    Words {
                        id: label
                        anchors { left: parent.left; right: count.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
                        text: row.modelData.label
                    }
                    StateBadge {
                        id: count
                        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                        soft: false
                        tone: row.modelData.confirmed || row.modelData.done >= row.modelData.total ? "ok" : "neutral"
                        glyph: row.modelData.confirmed ? "check" : ""
                        text: row.modelData.done + "/" + row.modelData.total
                    }
                }
            }
        }
    }
    Rectangle { anchors { right: parent.right; top: parent.top; bottom: parent.bottom } width: Theme.hair; color: Theme.line }
}
