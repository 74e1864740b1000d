import QtQuick
import QtQuick.Layouts
import Doorstep

/// "This looks like somebody who is here already": who, why one thinks so, and three ways on. Nothing is refused.
Rectangle {
    id: likely

    property string title ///< "王五 · 3-2-1502"
    property string reason ///< "电话相同"
    property bool mergeable: true ///< to say that they are the same leads somewhere

    readonly property string sentence: reason === "" ? qsTr("Looks like %1").arg(title) : qsTr("Looks like %1: %2").arg(title).arg(reason)

    signal openAsked()
    signal sameAsked()
    signal goOnAsked()

    implicitWidth: 320
    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.waitingSoft
    border { width: Theme.hair; color: Theme.waiting }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: sentence

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.pad; rightMargin: Theme.gap }
        spacing: 0
        RowLayout {
            Layout.fillWidth: true
            Layout.minimumHeight: Theme.touch
            spacing: Theme.gap
            Icon { glyph: "person"; tint: Theme.waiting }
            Words {
                Layout.fillWidth: true
                text: likely.sentence
                Accessible.ignored: true
            }
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.gap
            QuietButton { objectName: "likelyOpen"; text: qsTr("Look at it"); onClicked: likely.openAsked() }
            QuietButton { objectName: "likelySame"; visible: likely.mergeable; text: qsTr("It is the same"); onClicked: likely.sameAsked() }
            QuietButton { objectName: "likelyGoOn"; text: qsTr("Another one, go on"); onClicked: likely.goOnAsked() }
        }
    }
}
