import QtQuick
import QtQuick.Layouts
import Doorstep

/// The tablet has not met its server for too long: nothing of the archive is shown, and everything that was saved waits.
/// It is on its way to the server by itself; once they have met, work goes on.
Item {
    id: screen

    Panel {
        anchors.centerIn: parent
        width: Math.min(560, screen.width - 2 * Theme.pad)
        padding: screen.width < 480 ? Theme.pad : Theme.pad * 2
        spacing: Theme.pad

        RowLayout {
            width: parent.width
            spacing: Theme.gap
            Icon { glyph: "lock"; tint: Theme.attention; side: Theme.display }
            Words { Layout.fillWidth: true; text: qsTr("Locked until the tablet has met its server"); size: "title"; strong: true }
        }
        Words {
            objectName: "leaseOver"
            width: parent.width
            text: qsTr("This tablet has been away from its server for longer than it may be. Residents' records are not shown meanwhile, so that a lost tablet gives nothing away.")
        }
        Words {
            width: parent.width
            strong: true
            text: App.delivery.waiting > 0 ? qsTr("Nothing is lost: %1 changes are kept here and will be delivered.").arg(App.delivery.waiting) : qsTr("Nothing is lost: everything was delivered.")
        }
        Notice {
            objectName: "leaseOverLine"
            width: parent.width
            tone: App.delivery.stage === "offline" ? "waiting" : "accent"
            sentence: App.delivery.stage === "offline" ? qsTr("Connect the tablet to the network; it finds the server by itself.") : qsTr("Meeting the server; the archive opens in a moment.")
            reason: App.delivery.why
        }
        QuietButton {
            objectName: "lockNow"
            glyph: "lock"
            text: qsTr("Lock")
            onClicked: App.lock()
        }
    }
}
