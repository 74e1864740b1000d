import QtQuick
import QtQuick.Layouts
import Doorstep

/// Something went otherwise than wished: a sentence that says what and why, and the next step as a button. Stays until
/// it is acted upon; what cannot be dismissed has no cross.
Rectangle {
    id: notice

    property string tone: "attention"
    property string sentence
    property string reason ///< a second, quieter sentence
    property string step ///< the button's words; empty: there is nothing to do but read
    property bool dismissable: false

    signal stepped()
    signal dismissed()

    implicitHeight: row.implicitHeight + 2 * Theme.gap
    implicitWidth: 320
    radius: Theme.radius
    color: Theme.soft(tone)
    border { width: Theme.hair; color: Theme.tone(tone) }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: sentence
    Accessible.description: reason

    GridLayout {
        id: row
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.pad; rightMargin: Theme.gap }
        columns: notice.width < Theme.body * 30 ? 2 : 3
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        Icon {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: (Theme.touch - height) / 2
            glyph: ({ ok: "check", waiting: "clock", attention: "warning" })[notice.tone] || "info"
            tint: Theme.tone(notice.tone)
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.minimumHeight: Theme.touch
            spacing: 0
            Words {
                Layout.fillWidth: true
                Layout.fillHeight: notice.reason === ""
                verticalAlignment: Text.AlignVCenter
                text: notice.sentence
                strong: notice.reason !== ""
            }
            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: notice.reason
                size: "caption"
                color: Theme.quiet
            }
        }
        Item { visible: row.columns === 2 && buttons.visible }
        Row {
            id: buttons
            Layout.alignment: Qt.AlignTop | Qt.AlignRight
            visible: notice.step !== "" || notice.dismissable
            spacing: Theme.gap
            QuietButton {
                visible: notice.step !== ""
                text: notice.step
                tone: notice.tone
                onClicked: notice.stepped()
            }
            IconButton {
                visible: notice.dismissable
                glyph: "cross"
                text: qsTr("Dismiss")
                onClicked: notice.dismissed()
            }
        }
    }
}
