pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// One edit that waits for a decision: whose record, what it changes, why it is here, and whether it is taken for what
/// is decided next. `changes`: a list of {label, was, value}. What one does not decide says why and cannot be taken.
Rectangle {
    id: edit

    property string heading
    property string what ///< "changed", "new"
    property var changes: []
    property string when
    property string reason ///< why it is in quarantine
    property string bar ///< why one does not decide it; empty: one may
    property bool chosen: false
    property bool canOpen: false

    signal asked() ///< take it, or leave it
    signal openAsked()

    implicitWidth: 420
    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.raised
    border { width: chosen ? 2 : Theme.hair; color: chosen ? Theme.accent : Theme.line }

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.gap }
        spacing: Theme.gap / 2
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            ChoiceChip {
                objectName: "take"
                Layout.alignment: Qt.AlignTop
                many: true
                chosen: edit.chosen
                enabled: edit.bar === ""
                reason: edit.bar
                text: edit.chosen ? qsTr("Taken") : qsTr("Take")
                Accessible.name: Spoken.joined([qsTr("Take"), edit.heading, edit.what, edit.when])
                onClicked: edit.asked()
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0
                Words { Layout.fillWidth: true; text: edit.heading; strong: true }
                Words { Layout.fillWidth: true; text: Array.from([edit.what, edit.when]).filter((one) => one !== "").join(" · "); size: "caption"; color: Theme.quiet }
            }
            QuietButton {
                visible: edit.canOpen
                bare: true
                glyph: "paper"
                text: edit.width < Theme.body * 34 ? "" : qsTr("Open the record")
                hint: qsTr("Open the record")
                Accessible.name: qsTr("Open the record")
                onClicked: edit.openAsked()
            }
        }
        Repeater {
            model: edit.changes
            RowLayout {
                id: change
                required property var modelData
                Layout.fillWidth: true
                spacing: Theme.gap
                Words { Layout.preferredWidth: edit.width * 0.25; Layout.alignment: Qt.AlignTop; text: change.modelData.label; color: Theme.quiet }
                Words { Layout.alignment: Qt.AlignTop; visible: text !== ""; Layout.maximumWidth: edit.width * 0.3; text: change.modelData.was; color: Theme.quiet }
                Icon { Layout.alignment: Qt.AlignTop; visible: change.modelData.was !== ""; glyph: "forward"; tint: Theme.quiet; side: Theme.body }
                Words { Layout.fillWidth: true; Layout.alignment: Qt.AlignTop; text: change.modelData.value; strong: true }
            }
        }
        StateBadge { Layout.fillWidth: false; soft: false; tone: "waiting"; glyph: "info"; text: edit.reason }
        Words {
            Layout.fillWidth: true
            visible: edit.bar !== ""
            text: edit.bar
            size: "caption"
            color: Theme.attention
        }
    }
}
