import QtQuick
import Doorstep

/// One tablet: what is known of it, and the end of its access, which says first what it does.
Flickable {
    id: page

    required property TabletList tablets
    property var one: ({})
    property bool sure: false

    readonly property string key: one.key ?? ""
    onKeyChanged: sure = false

    contentHeight: column.height + 2 * Theme.pad
    clip: true

    Column {
        id: column
        x: Theme.pad
        y: Theme.gap
        width: Math.min(page.width - 2 * Theme.pad, Theme.readable)
        spacing: Theme.pad

        SectionHeader { width: parent.width; text: page.one.name ?? "" }
        Acknowledgement {
            objectName: "tabletSaid"
            width: parent.width
            text: page.tablets.wrong !== "" ? page.tablets.wrong : page.tablets.said
            tone: page.tablets.wrong !== "" ? "attention" : "ok"
        }
        Panel {
            width: parent.width
            Repeater {
                model: [
                    { label: qsTr("Whose"), value: (page.one.name ?? "") + " · " + (page.one.login ?? "") },
                    { label: qsTr("Called"), value: page.one.label ?? "" },
                    { label: qsTr("State"), value: page.one.standing ?? "" },
                    { label: qsTr("To send"), value: page.one.waits ?? "" },
                    { label: qsTr("Contact"), value: page.one.called ?? "" },
                    { label: qsTr("Program"), value: page.one.version ?? "" },
                    { label: qsTr("Storage"), value: page.one.room ?? "" },
                    { label: qsTr("Device"), value: page.one.device ?? "" }
                ].filter((fact) => fact.value !== "")
                Row {
                    id: fact
                    required property var modelData
                    width: parent.width
                    spacing: Theme.gap
                    Words { width: parent.width * 0.3; text: fact.modelData.label; color: Theme.quiet }
                    Words { width: parent.width * 0.7 - Theme.gap; text: fact.modelData.value; wrapMode: Text.WrapAtWordBoundaryOrAnywhere }
                }
            }
        }
        Notice {
            width: parent.width
            visible: page.one.stand === "served" || page.one.stand === "waiting" ? (page.one.bar ?? "") !== "" : false
            tone: "neutral"
            sentence: page.one.bar ?? ""
        }
        QuietButton {
            objectName: "revoke"
            visible: page.one.revocable === true && !page.sure
            enabled: page.tablets.online && !page.tablets.busy
            tone: "attention"
            glyph: "stop"
            text: qsTr("End this tablet's access")
            onClicked: page.sure = true
        }
        Panel {
            objectName: "revokeAsks"
            width: parent.width
            visible: page.one.revocable === true && page.sure
            Words { width: parent.width; text: qsTr("What happens then"); strong: true }
            Words { width: parent.width; text: qsTr("At once it is sent nothing more. At its next contact it hands over everything that it had not sent, into quarantine, and destroys its keys: then nothing on it can be read.") }
            Words { width: parent.width; text: qsTr("Until it calls, whoever knows its passphrase can read what it holds. It cannot be taken back; the person gets a new tablet by a new invitation.") }
            Flow {
                width: parent.width
                spacing: Theme.gap
                TapButton {
                    objectName: "revokeNow"
                    filled: true
                    tone: "attention"
                    text: qsTr("End access")
                    enabled: page.tablets.online && !page.tablets.busy
                    onClicked: page.tablets.revoke(page.one.login, page.one.device)
                }
                QuietButton { objectName: "revokeNot"; text: qsTr("Not now"); onClicked: page.sure = false }
            }
        }
    }
}
