import QtQuick
import QtQuick.Layouts
import Doorstep

/// What one decision for many would write, record by record, before anything is written: {heading, was, value} each.
/// Nothing is decided until somebody says so.
Rectangle {
    id: sheet

    property string title
    property int count: 0
    property int leftAlone: 0 ///< that fit as well and are left alone
    property var lines: [] ///< the first of them

    signal decided()
    signal notNow()

    implicitWidth: 420
    implicitHeight: column.implicitHeight + 2 * Theme.pad
    radius: Theme.radius
    color: Theme.raised
    border { width: Theme.hair; color: Theme.line }
    Accessible.role: Accessible.Grouping
    Accessible.name: title

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.pad }
        spacing: Theme.gap
        Words { Layout.fillWidth: true; text: sheet.title; strong: true }
        Words {
            Layout.fillWidth: true
            text: sheet.count > 0 ? qsTr("%n would be decided. Nothing is written yet.", "", sheet.count) : qsTr("There is nothing that it would decide now.")
            color: Theme.quiet
        }
        Repeater {
            model: sheet.lines
            RowLayout {
                id: line
                required property var modelData
                Layout.fillWidth: true
                spacing: Theme.gap
                Words { Layout.fillWidth: true; Layout.preferredWidth: 1; Layout.alignment: Qt.AlignTop; text: line.modelData.heading }
                Words { Layout.fillWidth: true; Layout.preferredWidth: 1; Layout.alignment: Qt.AlignTop; text: line.modelData.was || ""; color: Theme.quiet }
                Icon { Layout.alignment: Qt.AlignTop; glyph: "forward"; tint: Theme.quiet; side: Theme.body }
                Words { Layout.fillWidth: true; Layout.preferredWidth: 1; Layout.alignment: Qt.AlignTop; text: line.modelData.value || ""; strong: true }
            }
        }
        Words {
            Layout.fillWidth: true
            visible: sheet.count > sheet.lines.length
            text: qsTr("and %n more", "", sheet.count - sheet.lines.length)
            color: Theme.quiet
        }
        Words {
            Layout.fillWidth: true
            visible: sheet.leftAlone > 0
            text: qsTr("%n more fit and are left alone: they are not yours to decide, or too many at once.", "", sheet.leftAlone)
            color: Theme.quiet
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.gap
            PrimaryButton {
                objectName: "planDecide"
                focusPolicy: Qt.TabFocus // the card keeps the keys
                visible: sheet.count > 0
                glyph: "check"
                text: qsTr("Decide %n", "", sheet.count)
                onClicked: sheet.decided()
            }
            QuietButton { objectName: "planLeave"; focusPolicy: Qt.TabFocus; text: qsTr("Not now"); onClicked: sheet.notNow() }
        }
    }
}
