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
    /// What came of the last try is said at the field that it is about.
    property bool tried: false
    readonly property string outcome: tried && App.state === App.NotEnrolled ? App.sentence : ""
    readonly property bool weak: outcome !== "" && App.fault === "weak_passphrase"
    readonly property Item refused: outcome === "" ? null : weak ? passphrase : invitation

    spacing: Theme.pad
    enabled: App.state === App.NotEnrolled

    Words {
        Layout.fillWidth: true
        text: qsTr("Paste the invitation that the office sent: it holds the server's address, its fingerprint and a code.")
        color: Theme.quiet
    }
    ProseEditor {
        id: invitation
        Layout.fillWidth: true
        objectName: "invitation"
        label: qsTr("Invitation")
        value: page.text
        lengthMax: 4000
        error: page.outcome !== "" && !page.weak ? page.outcome : page.text !== "" ? page.missing : ""
        onEdited: (value) => {
            page.text = value
            page.tried = false
        }
    }
    QuietButton {
        Layout.fillWidth: true
        glyph: "eye"
        text: qsTr("Read it from a picture of the QR code")
        onClicked: picture.open()
    }
    PassphraseField {
        id: passphrase
        Layout.fillWidth: true
        objectName: "newPassphrase"
        visible: page.missing === ""
        label: qsTr("A passphrase for this tablet")
        fresh: true
        error: page.weak ? page.outcome : ""
        step: qsTr("Enrol this tablet")
        busy: App.state === App.Enrolling
        onEntered: (words) => {
            page.tried = true
            App.enroll(page.text, words)
        }
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
        onAccepted: {
            const read = App.readPicture(selectedFile)
            page.tried = read === ""
            page.text = read || page.text
        }
    }
}
