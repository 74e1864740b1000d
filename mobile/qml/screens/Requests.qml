// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// What residents asked for and complained about, the newest first: of which home, and how far it is.
Item {
    id: page

    required property Estate estate
    property string type: "request"

    signal opened(string id, string type)
    signal makeAsked(string type)

    Records { id: requests; type: page.type }
    Segments {
        id: kinds
        objectName: "kinds"
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.pad }
        name: qsTr("Requests")
        choices: [{ name: "request", label: qsTr("Requests"), count: 0 }, { name: "complaint", label: qsTr("Complaints and praise"), count: 0 }]
        chosen: page.type
        onAsked: (which) => {
            page.type = which
            list.positionViewAtBeginning()
        }
    }
    ListView {
        id: list
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        objectName: "requests"
        anchors { left: parent.left; right: parent.right; top: kinds.bottom; bottom: foot.top; topMargin: Theme.gap }
        clip: true
        reuseItems: true
        model: requests
        delegate: RecordRow {
            required property string recordId
            required property string title
            required property string facts
            required property string state
            required property string unit
            required property bool pending
            required property int conflicts
            required glyph
            width: list.width
            titleParts: [title]
            place: [page.estate.count > 0 ? page.estate.placeOf(unit) : "", state].filter((one) => one !== "").join(" · ")
            finds: facts === "" ? [] : [{ label: "", parts: [facts] }]
            stand: conflicts > 0 ? "conflict" : pending ? "pending" : ""
            onClicked: page.opened(recordId, page.type)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: requests.ready && requests.count === 0
        glyph: page.type === "request" ? "tool" : "speech"
        headline: page.type === "request" ? qsTr("No requests") : qsTr("No complaints and no praise")
        reason: qsTr("What residents ask for at the door or by phone stands here.")
    }
    BottomBar {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        PrimaryButton {
            objectName: "newRequest"
            glyph: "plus"
            text: page.type === "request" ? qsTr("Take a request") : qsTr("Take a complaint")
            onClicked: page.makeAsked(page.type)
        }
    }
}
