pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// What the search finds, below the box, as one types.
Rectangle {
    id: results

    property Records records: null
    readonly property real contentHeight: list.count > 0 ? list.contentHeight + 2 : none.implicitHeight

    signal opened(string id, string type)

    function openFirst() {
        if (records && records.count > 0) open(records.row(0))
    }
    function open(row: var) {
        opened(row.recordId, row.type)
    }

    color: Theme.raised
    border { width: Theme.hair; color: Theme.edge }
    radius: Theme.radius

    ListView {
        id: list
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        objectName: "results"
        anchors { fill: parent; margins: 1 }
        clip: true
        focus: true
        keyNavigationEnabled: true
        reuseItems: true
        model: results.records
        delegate: RecordRow {
            required property string recordId
            required property string type
            required property string typeName
            required property string title
            required property string facts
            required glyph
            required property bool pending
            required property int conflicts
            width: ListView.view.width
            current: ListView.isCurrentItem && ListView.view.activeFocus
            titleParts: [title]
            place: typeName
            finds: facts === "" ? [] : [{ label: "", parts: [facts] }]
            stand: conflicts > 0 ? "conflict" : pending ? "pending" : ""
            onClicked: results.opened(recordId, type)
        }
    }
    EmptyState {
        id: none
        anchors.centerIn: parent
        width: parent.width
        visible: list.count === 0 && results.records !== null && results.records.ready
        glyph: "search"
        headline: qsTr("Nothing found")
        reason: qsTr("Try fewer letters, pinyin initials, a room like 3-2-1502, or the last four digits of a phone.")
    }
}
