pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Dialogs
import Doorstep

/// The office's invitation, as text or as a picture of its QR code, and the passphrase that will open this tablet.
ColumnLayout {
    id: page

    property string text
    readonly property string missing: App.missingIn(text)

    spacing: Theme.pad
    enabled: App.state === App.NotEnrolled

    Words {
        Layout.fillWidth: true
        text: qsTr("Paste the invitation that the office sent: it holds the server's address, its fingerprint and a code.")
        color: Theme.quiet
    }
    ProseEditor {
        Layout.fillWidth: true
        objectName: "invitation"
        label: qsTr("Invitation")
        value: page.text
        lengthMax: 4000
        error: page.text !== "" ? page.missing : ""
        onEdited: (value) => page.text = value
    }
    QuietButton {
        Layout.fillWidth: true
        glyph: "eye"
        text: qsTr("Read it from a picture of the QR code")
        onClicked: picture.open()
    }
    PassphraseField {
        Layout.fillWidth: true
        objectName: "newPassphrase"
        visible: page.missing === ""
        label: qsTr("A passphrase for this tablet")
        fresh: true
        step: qsTr("Enrol this tablet")
        busy: App.state === App.Enrolling
        onEntered: (words) => App.enroll(page.text, words)
    }
    Words {
        Layout.fillWidth: true
        visible: page.missing === ""
        text: qsTr("Three or four words that only you would put together. Nobody can read it back: if it is forgotten, the office opens what was not delivered.")
        size: "caption"
        color: Theme.quiet
    }
    FileDialog {
        id: picture
        title: qsTr("A picture of the invitation's QR code")
        nameFilters: [qsTr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp)")]
        onAccepted: page.text = App.readPicture(selectedFile) || page.text
    }
}
