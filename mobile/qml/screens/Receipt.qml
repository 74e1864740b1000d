import QtQuick
import Doorstep

/// The end-of-day proof: how many homes were visited today, how many of these are at the office, and whether the
/// office's digest of everything equals this tablet's.
Panel {
    id: receipt

    required property Estate estate
    readonly property bool proven: App.delivery.waiting === 0 && App.delivery.proven

    padding: Theme.pad * 1.5

    function counted(told: var): string {
        return qsTr("%1 sent · merged with others' changes: %2 · contradicted by others: %3 · not used: %4")
            .arg(told.sent).arg(told.merged).arg(told.conflicts).arg(told.refused)
    }

    Row {
        width: parent.width
        spacing: Theme.gap
        Icon {
            id: sign
            anchors.verticalCenter: parent.verticalCenter
            glyph: receipt.proven ? "check" : "tablet"
            tint: receipt.proven ? Theme.ok : Theme.waiting
            side: Theme.display
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            objectName: "receipt"
            width: parent.width - sign.width - Theme.gap
            text: App.delivery.waiting > 0 ? qsTr("%1 still on this tablet").arg(App.delivery.waiting)
                : App.delivery.proven ? qsTr("Nothing left behind") : qsTr("Everything was handed over; the check is still to come")
            size: "title"
            strong: true
        }
    }
    Words {
        objectName: "today"
        width: parent.width
        visible: receipt.estate.visited > 0
        text: qsTr("Visited today: %1 · at the office: %2 · missing: %3").arg(receipt.estate.visited)
            .arg(receipt.estate.visited - receipt.estate.held).arg(receipt.estate.held)
        strong: true
    }
    Words {
        width: parent.width
        text: App.delivery.waiting > 0 ? qsTr("Saved on this tablet's disk, sealed; it goes to the office by itself as soon as there is a line.")
            : App.delivery.proven ? qsTr("The office's digest of everything equals this tablet's: not a guess of this tablet, but compared with the server at %1.").arg(App.delivery.deliveredAt)
            : qsTr("The office has answered for every change. Its digest is compared at the next contact.")
        color: Theme.quiet
    }
    Words {
        objectName: "answered"
        width: parent.width
        visible: text !== ""
        readonly property var told: App.delivery.answered
        text: told.sent === undefined ? "" : qsTr("Today: %1").arg(receipt.counted(told))
    }
    Words {
        objectName: "lastTalk"
        width: parent.width
        visible: text !== ""
        readonly property var told: App.delivery.lastTalk
        text: told.sent === undefined ? "" : qsTr("Last conversation (%1): %2").arg(told.at).arg(receipt.counted(told))
        color: Theme.quiet
    }
    Words {
        objectName: "healed"
        width: parent.width
        visible: App.delivery.healed > 0
        text: qsTr("%n record(s) on this tablet were not what the office has, and were put right today.", "", App.delivery.healed)
        color: Theme.quiet
    }
    Words {
        width: parent.width
        visible: text !== ""
        text: App.delivery.why
        color: App.delivery.revoked ? Theme.attention : Theme.waiting
    }
}
