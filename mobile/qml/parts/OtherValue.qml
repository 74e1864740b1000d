import QtQuick
import Doorstep

/// "Somebody else changed it meanwhile": who, when and to what, beside what is being typed and never over it.
Rectangle {
    id: other

    property string by ///< "办公室 10:15"
    property string value
    property bool cleared: false

    readonly property string sentence: cleared ? qsTr("%1 emptied this").arg(by)
                                               : qsTr("%1 changed this to \"%2\"").arg(by).arg(value)

    signal theirsAsked()
    signal mineAsked()

    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.waitingSoft
    border { width: Theme.hair; color: Theme.waiting }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: sentence

    Flow {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.pad; rightMargin: Theme.gap }
        spacing: Theme.gap
        Item {
            readonly property real beside: column.width - buttons.width - column.spacing
            width: words.implicitWidth + icon.width + Theme.gap <= beside ? beside : column.width
            height: Math.max(words.implicitHeight + Theme.gap, width < column.width ? Theme.touch : 0)
            Icon {
                id: icon
                anchors.verticalCenter: parent.verticalCenter
                glyph: "incoming"
                tint: Theme.waiting
                side: Theme.body
            }
            Words {
                id: words
                anchors { left: icon.right; right: parent.right; leftMargin: Theme.gap }
                anchors.verticalCenter: parent.verticalCenter
                text: other.sentence
                Accessible.ignored: true
            }
        }
        Row {
            id: buttons
            spacing: Theme.gap
            QuietButton { text: qsTr("Use it"); onClicked: other.theirsAsked() }
            QuietButton { text: qsTr("Keep mine"); onClicked: other.mineAsked() }
        }
    }
}
