import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Doorstep

/// Before the store is open.
Item {
    id: screen

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(480, screen.width - 32)

        Label {
            text: App.sentence
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        TextArea {
            id: invitation
            visible: App.state === App.NotEnrolled
            placeholderText: qsTr("Paste the office's invitation here")
            Layout.fillWidth: true
        }
        TextField {
            id: passphrase
            echoMode: TextInput.Password
            placeholderText: qsTr("Passphrase")
            enabled: App.state === App.Locked || App.state === App.NotEnrolled
            Layout.fillWidth: true
        }
        Button {
            text: App.state === App.NotEnrolled ? qsTr("Enrol this tablet") : qsTr("Unlock")
            Layout.fillWidth: true
            onClicked: {
                if (App.state === App.NotEnrolled)
                    App.enroll(invitation.text, passphrase.text)
                else
                    App.unlock(passphrase.text)
                passphrase.clear()
            }
        }
    }
}
