pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// Choosing another record: those of this home first, all others by typing.
Rectangle {
    id: picker

    property string type
    property string home

    signal picked(string id)
    signal leaving()

    color: Theme.surface
    Component.onCompleted: search.forceActiveFocus()
    Keys.onEscapePressed: leaving()

    Records {
        id: records
        type: picker.type
        home: picker.home
        words: search.text
    }
    Row {
        id: head
        x: Theme.pad
        y: Theme.pad
        width: parent.width - 2 * Theme.pad
        spacing: Theme.gap
        IconButton { id: back; glyph: "back"; text: qsTr("Back to the form"); onClicked: picker.leaving() }
        SearchField {
            id: search
            objectName: "pickerSearch"
            width: parent.width - back.width - Theme.gap
            onOpened: if (records.count > 0) picker.picked(records.told(0, "recordId"))
            onListAsked: list.forceActiveFocus()
        }
    }
    ListView {
        id: list
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        objectName: "picker"
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        clip: true
        keyNavigationEnabled: true
        reuseItems: true
        model: records
        delegate: RecordRow {
            required property string recordId
            required property string title
            required property string facts
            width: list.width
            current: ListView.isCurrentItem && list.activeFocus
            glyph: "link"
            titleParts: [title]
            finds: facts === "" ? [] : [{ label: "", parts: [facts] }]
            onClicked: picker.picked(recordId)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: records.ready && records.count === 0
        glyph: "search"
        headline: search.text === "" ? qsTr("None in this home") : qsTr("Nothing found")
        reason: search.text === "" ? qsTr("Type a name, pinyin or number to search all of them.") : qsTr("Try fewer letters.")
    }
}
