pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// Where everything that was saved here is now: what waits and why, what was not used and why, and the proof at the end
/// of the day that nothing was left behind.
Flickable {
    id: page

    signal opened(string id)

    contentHeight: column.height + 2 * Theme.pad
    boundsBehavior: Flickable.StopAtBounds
    clip: true

    Notices { id: notices }

    Column {
        id: column
        x: Math.max(Theme.pad, (page.width - Theme.readable) / 2)
        y: Theme.pad
        width: page.width - 2 * x
        spacing: Theme.pad

        Panel {
            width: parent.width
            padding: Theme.pad * 1.5
            Row {
                spacing: Theme.gap
                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    glyph: App.delivery.waiting === 0 && App.delivery.proven ? "check" : "tablet"
                    tint: App.delivery.waiting === 0 && App.delivery.proven ? Theme.ok : Theme.waiting
                    side: Theme.display
                }
                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    objectName: "receipt"
                    text: App.delivery.waiting > 0 ? qsTr("%1 still on this tablet").arg(App.delivery.waiting)
                        : App.delivery.proven ? qsTr("Nothing left behind") : qsTr("Everything was handed over; the check is still to come")
                    size: "title"
                    strong: true
                }
            }
            Words {
                width: parent.width
                text: App.delivery.waiting > 0 ? qsTr("Saved on this tablet's disk, sealed; it goes to the office by itself as soon as there is a line.")
                    : App.delivery.proven ? qsTr("The office's digest of everything equals this tablet's: not a guess of this tablet, but compared with the server at %1.").arg(App.delivery.deliveredAt)
                    : qsTr("The office has answered for every change. Its digest is compared at the next contact.")
                color: Theme.quiet
            }
            Words {
                width: parent.width
                visible: App.delivery.why !== ""
                text: App.delivery.why
                color: App.delivery.revoked ? Theme.attention : Theme.waiting
            }
        }
        SectionHeader { width: parent.width; visible: notices.count > 0; text: qsTr("Not used, and why") }
        Repeater {
            model: notices
            Notice {
                id: notice
                required property string recordId
                required sentence
                required reason
                width: column.width
                step: qsTr("Open the record")
                onStepped: page.opened(notice.recordId)
            }
        }
        SectionHeader { width: parent.width; text: qsTr("This tablet") }
        Panel {
            width: parent.width
            Repeater {
                model: [
                    { label: qsTr("Who works here"), value: App.person },
                    { label: qsTr("Server"), value: App.server },
                    { label: qsTr("Records on this tablet"), value: String(App.delivery.records) },
                    { label: qsTr("Last contact"), value: App.delivery.deliveredAt || qsTr("none yet") }
                ]
                Row {
                    id: fact
                    required property var modelData
                    width: parent.width
                    spacing: Theme.gap
                    Words { width: parent.width * 0.4; text: fact.modelData.label; color: Theme.quiet }
                    Words { width: parent.width * 0.6 - Theme.gap; text: fact.modelData.value; wrapMode: Text.WrapAnywhere }
                }
            }
        }
        SectionHeader { width: parent.width; text: qsTr("How it looks") }
        Looks { width: parent.width }
    }
}
