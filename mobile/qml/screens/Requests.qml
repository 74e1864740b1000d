pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// What residents asked for and complained about, the newest first.
Item {
    id: page

    signal opened(string id)
    signal makeAsked()

    Records { id: requests; type: "request" }
    ListView {
        id: list
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        objectName: "requests"
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: foot.top }
        clip: true
        reuseItems: true
        model: requests
        delegate: RecordRow {
            required property string recordId
            required property string title
            required property string facts
            required property bool pending
            required property int conflicts
            width: list.width
            glyph: "tool"
            titleParts: [title]
            finds: facts === "" ? [] : [{ label: "", parts: [facts] }]
            stand: conflicts > 0 ? "conflict" : pending ? "pending" : ""
            onClicked: page.opened(recordId)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: requests.ready && requests.count === 0
        glyph: "tool"
        headline: qsTr("No requests")
        reason: qsTr("What residents ask for at the door or by phone stands here.")
    }
    BottomBar {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        PrimaryButton {
            objectName: "newRequest"
            glyph: "plus"
            text: qsTr("Take a request")
            onClicked: page.makeAsked()
        }
    }
}
