pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// What changed a moment ago, the newest first: the office's window on the day.
Item {
    id: page

    required property Estate estate

    signal opened(string id, string type)

    Rectangle {
        width: Theme.hair
        height: parent.height
        color: Theme.line
    }
    SectionHeader {
        id: head
        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        text: qsTr("Just now")
    }
    ChangeList { id: feed; estate: page.estate }
    ListView {
        id: list
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        objectName: "changes"
        anchors { fill: parent; topMargin: head.height; leftMargin: Theme.hair }
        clip: true
        model: feed
        delegate: TimelineRow {
            required when
            required what
            required facts
            required glyph
            required who
            required where
            required property string recordId
            required property string type
            required property int index
            width: ListView.view.width
            first: index === 0
            last: index === list.count - 1
            onClicked: page.opened(recordId, type)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: list.count === 0
        glyph: "incoming"
        headline: qsTr("Nothing has changed yet")
        reason: qsTr("Changes from every tablet appear here within a second.")
    }
}
