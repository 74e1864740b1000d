import QtQuick
import QtQuick.Layouts
import Doorstep

/// The common case costs least: "all unchanged", then the next home. After the tap it says what was confirmed and when,
/// and how to take it back.
Item {
    id: bar

    property int fields: 0 ///< how many would be confirmed
    property bool confirmed: false
    property string confirmedAt ///< "10:12"
    property bool hasNext: true
    property string place ///< of the next home; empty: only "next home"
    property bool undoable: true ///< taking it back is possible
    property string blocked ///< why it cannot be confirmed as it is; empty: it can

    signal confirmAsked()
    signal nextAsked()
    signal undoAsked()

    implicitWidth: 320
    implicitHeight: column.implicitHeight

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right }
        spacing: Theme.gap
        Words {
            Layout.fillWidth: true
            visible: bar.blocked !== "" && !bar.confirmed
            text: bar.blocked
            color: Theme.waiting
        }
        Acknowledgement {
            Layout.fillWidth: true
            text: bar.confirmed ? qsTr("%1 values confirmed unchanged · %2").arg(bar.fields).arg(bar.confirmedAt) : ""
            undoable: bar.undoable
            onUndone: bar.undoAsked()
        }
        GridLayout {
            Layout.fillWidth: true
            layoutDirection: Theme.leftHanded ? Qt.LeftToRight : Qt.RightToLeft
            columns: bar.width < Theme.body * 24 ? 1 : 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            PrimaryButton {
                id: first
                objectName: "confirmAll"
                Layout.fillWidth: true
                Layout.preferredHeight: Math.max(Theme.touch + Theme.gap, implicitHeight)
                enabled: bar.confirmed ? bar.hasNext : bar.blocked === ""
                glyph: bar.confirmed ? "forward" : "check"
                text: !bar.confirmed ? qsTr("All unchanged")
                    : bar.place === "" ? qsTr("Next home") : qsTr("Next home: %1").arg(bar.place)
                hint: bar.confirmed ? "" : bar.blocked
                onClicked: bar.confirmed ? bar.nextAsked() : bar.confirmAsked()
            }
            QuietButton {
                objectName: "nextHome"
                visible: !bar.confirmed && bar.hasNext
                Layout.fillWidth: bar.width < Theme.body * 24
                Layout.fillHeight: true
                glyph: "forward"
                text: qsTr("Next home")
                onClicked: bar.nextAsked()
            }
        }
    }
}
