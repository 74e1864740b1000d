// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// For whom, and then the picture that the new tablet reads, with its ten minutes running.
Flickable {
    id: page

    required property TabletList tablets

    contentHeight: column.height + 2 * Theme.pad
    clip: true

    Staff { id: staff }
    Column {
        id: column
        x: Theme.pad
        y: Theme.gap
        width: Math.min(page.width - 2 * Theme.pad, Theme.readable)
        spacing: Theme.pad

        SectionHeader { width: parent.width; text: page.tablets.invitation !== "" ? qsTr("A tablet for %1").arg(page.tablets.invited) : qsTr("For whom is the tablet?") }
        Acknowledgement {
            objectName: "inviteWrong"
            width: parent.width
            text: page.tablets.wrong
            tone: "attention"
        }
        Panel {
            width: parent.width
            visible: page.tablets.invitation === ""
            padding: Theme.hair
            spacing: 0
            Repeater {
                model: staff
                RecordRow {
                    id: person
                    required property string login
                    required property string name
                    required property string roleLabel
                    required property int tablets
                    required property string inviteBar
                    objectName: "invite_" + login
                    width: parent.width
                    enabled: inviteBar === "" && !page.tablets.busy
                    glyph: inviteBar === "" ? "person" : "lock"
                    titleParts: [name]
                    place: inviteBar !== "" ? inviteBar : roleLabel + " · " + qsTr("%n tablet(s)", "", tablets)
                    onClicked: page.tablets.invite(login, name)
                }
            }
        }
        Notice {
            objectName: "invitedUsed"
            width: parent.width
            visible: page.tablets.used
            tone: "ok"
            sentence: qsTr("The tablet is enrolled")
            reason: qsTr("It is receiving the archive. The code cannot be used again.")
            step: qsTr("Done")
            onStepped: page.tablets.dropInvitation()
        }
        QrPicture {
            objectName: "qr"
            anchors.horizontalCenter: parent.horizontalCenter
            visible: page.tablets.invitation !== "" && !page.tablets.used
            width: Math.min(parent.width, 400)
            height: width
            text: page.tablets.invitation
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("The invitation as a QR code")
        }
        Words {
            objectName: "inviteLeft"
            width: parent.width
            visible: page.tablets.invitation !== "" && !page.tablets.used
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Good for %1 more, and for one tablet").arg(Math.floor(page.tablets.secondsLeft / 60) + ":" + String(page.tablets.secondsLeft % 60).padStart(2, "0"))
            strong: true
            color: page.tablets.secondsLeft < 60 ? Theme.attention : Theme.text
        }
        Words {
            width: parent.width
            visible: page.tablets.invitation !== "" && !page.tablets.used
            text: qsTr("On the new tablet: start Doorstep, read the picture, choose a passphrase. Whoever has the picture can enrol in %1's name until then: show it to nobody else.").arg(page.tablets.invited)
            color: Theme.quiet
        }
        ReadOnlyValue {
            width: parent.width
            visible: page.tablets.invitation !== "" && !page.tablets.used
            label: qsTr("The code, to be typed")
            value: page.tablets.code
        }
        QuietButton {
            objectName: "inviteDrop"
            visible: page.tablets.invitation !== "" && !page.tablets.used
            text: qsTr("Somebody else")
            onClicked: page.tablets.dropInvitation()
        }
    }
}
