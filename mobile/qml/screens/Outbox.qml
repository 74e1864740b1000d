pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// Where everything that was saved here is now: what waits in which home and why, what was not used and why, and the
/// proof at the end of the day that nothing was left behind.
Flickable {
    id: page

    required property Estate estate

    signal opened(string id)
    signal homeAsked(string unit)
    signal conflictAsked(string id)

    contentHeight: column.height + 2 * Theme.pad
    boundsBehavior: Flickable.StopAtBounds
    clip: true

    Notices { id: notices }
    Undelivered { id: left; estate: page.estate }

    Column {
        id: column
        x: Math.max(Theme.pad, (page.width - Theme.readable) / 2)
        y: Theme.pad
        width: page.width - 2 * x
        spacing: Theme.pad

        Receipt { width: parent.width; estate: page.estate }

        SectionHeader { width: parent.width; visible: left.count > 0; text: qsTr("Still on this tablet") }
        Panel {
            width: parent.width
            visible: left.count > 0
            padding: Theme.hair
            spacing: 0
            Repeater {
                model: left
                OutboxRow {
                    id: row
                    required place
                    required what
                    required reason
                    required nextTry
                    required tone
                    required property string unit
                    required property string recordId
                    objectName: "left_" + place
                    width: parent.width
                    onClicked: unit === "" ? page.opened(recordId) : page.homeAsked(unit)
                }
            }
        }
        SectionHeader { width: parent.width; visible: notices.count > 0; text: qsTr("What became of your changes") }
        Repeater {
            model: notices
            Notice {
                id: notice
                required property string noticeId
                required property string recordId
                required sentence
                required reason
                required tone
                required dismissable
                required property bool asked
                required property bool answers
                objectName: "notice"
                width: column.width
                step: asked ? (answers ? qsTr("Answer") : qsTr("Decide")) : qsTr("Open the record")
                onStepped: asked ? page.conflictAsked(notice.noticeId) : page.opened(notice.recordId)
                onDismissed: notices.dismiss(notice.noticeId)
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
