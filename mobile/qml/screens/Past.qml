pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// What a record was on a day, and every value that one of its fields ever had, with the way back to it. The server is
/// asked; without it what is cached here is told, and said to be no more than that.
Rectangle {
    id: page

    required property string record
    property string field ///< empty: the whole record
    property string done ///< what was put back, in words

    readonly property bool whole: field === ""
    readonly property bool complete: whole ? record_.complete : values.complete
    readonly property bool older: !whole && values.older
    readonly property string trouble: whole ? record_.trouble : values.trouble

    signal leaving()

    color: Theme.surface
    focus: true
    Component.onCompleted: forceActiveFocus()
    Keys.onEscapePressed: leaving()

    RecordPast { id: record_; record: page.record; all: page.whole }
    FieldHistory {
        id: values
        record: page.record
        field: page.field
        onRestored: (value) => page.done = qsTr("“%1” stands again · saved on this tablet").arg(value)
        onProposed: (value) => page.done = qsTr("“%1” waits for approval · saved on this tablet").arg(value)
        onRefused: (sentence) => page.done = sentence
    }

    Column {
        id: head
        x: Theme.pad
        y: Theme.pad
        width: parent.width - 2 * Theme.pad
        spacing: Theme.gap
        Row {
            width: parent.width
            spacing: Theme.gap
            IconButton { id: back; objectName: "pastBack"; glyph: "back"; text: qsTr("Back to the form"); onClicked: page.leaving() }
            Words {
                width: parent.width - back.width - Theme.gap
                height: back.height
                verticalAlignment: Text.AlignVCenter
                text: page.whole ? record_.title + " · " + qsTr("Earlier states") : record_.title + " · " + values.label
                size: "title"
                strong: true
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
        }
        DateEditor {
            objectName: "pastDay"
            width: Math.min(parent.width, Theme.body * 22)
            visible: page.whole
            label: qsTr("As it was known at the end of this day")
            value: record_.day
            onEdited: (day) => record_.day = day
        }
        Acknowledgement { objectName: "pastDone"; width: parent.width; text: page.done }
        Words {
            objectName: "pastDisputed"
            width: parent.width
            visible: !page.whole && values.disputed
            text: qsTr("People are asked about this: it becomes what they decide.")
            size: "caption"
            color: Theme.waiting
        }
        Words {
            width: parent.width
            visible: !page.complete && !page.older && !(!page.whole && values.fetching)
            text: qsTr("The office could not be asked for all of it: what this tablet knows is shown.")
            size: "caption"
            color: Theme.waiting
        }
    }
    ListView {
        objectName: "pastFields"
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        visible: page.whole
        clip: true
        model: record_
        delegate: ThenRow {
            required label
            required now
            required changed
            required property string field
            required property string value
            objectName: "past_" + field
            was: value
            width: ListView.view.width
            onClicked: page.field = field
        }
    }
    ListView {
        id: list
        objectName: "pastValues"
        cacheBuffer: 0
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top; topMargin: Theme.gap }
        visible: !page.whole
        clip: true
        model: values
        onMovementEnded: if (atYEnd) values.fetchOlder()
        delegate: PastValue {
            required value
            required who
            required when
            required stands
            required waiting
            required restorable
            required property int index
            objectName: "value_" + index
            width: list.width
            onRestoreAsked: values.restore(index)
        }
    }
    Item {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: page.older ? more.height + 2 * Theme.gap : 0
        QuietButton {
            id: more
            objectName: "olderValues"
            anchors.centerIn: parent
            visible: page.older
            bare: true
            glyph: "down"
            text: qsTr("Older ones, from the office")
            onClicked: values.fetchOlder()
        }
    }
    EmptyState {
        objectName: "notYet"
        anchors.centerIn: parent
        width: parent.width
        visible: page.trouble !== "" || (page.whole ? record_.ready && !record_.there : values.ready && values.count === 0)
        glyph: page.trouble !== "" ? "lock" : "none"
        headline: page.trouble !== "" ? qsTr("Its past cannot be shown")
                : !page.whole ? qsTr("It never had a value")
                : record_.complete ? qsTr("It was not in the archive that day")
                : qsTr("What this tablet knows does not reach that day")
        reason: page.trouble
    }
}
