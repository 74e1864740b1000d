import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// A value that a field once had: what, who, when, and the way to make it so again.
Item {
    id: past

    property string value
    property string who ///< "王芳 · 上门走访"
    property string when
    property bool stands: false ///< it is what the record holds now
    property bool waiting: false ///< the office does not have it yet
    property bool restorable: false

    signal restoreAsked()

    implicitWidth: 420
    implicitHeight: Math.max(Theme.touch, row.implicitHeight) + 2 * Theme.gap
    Accessible.role: Accessible.Grouping
    Accessible.name: Spoken.joined([value, who, when, stands ? qsTr("Now") : ""])

    RowLayout {
        id: row
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.pad; rightMargin: Theme.pad }
        spacing: Theme.pad
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Words { Layout.fillWidth: true; text: past.value; strong: past.stands }
            Words {
                Layout.fillWidth: true
                text: past.when === "" ? past.who : past.who + " · " + past.when
                size: "caption"
                color: Theme.quiet
            }
        }
        StateBadge { visible: past.waiting; soft: false; tone: "waiting"; glyph: "tablet"; text: qsTr("On this tablet") }
        StateBadge { visible: past.stands; tone: "ok"; glyph: "check"; text: qsTr("Now") }
        QuietButton {
            objectName: "restore"
            visible: past.restorable
            glyph: "undo"
            text: qsTr("Put back")
            hint: past.value
            onClicked: past.restoreAsked()
        }
    }
    Rectangle { anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.pad } height: Theme.hair; color: Theme.line }
}
