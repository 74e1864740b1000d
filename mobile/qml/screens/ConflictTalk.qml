pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// Under the card: whose the question is, and what people say about it. Both go to everybody who sees the question, as
/// soon as there is a line.
Column {
    id: talk

    required property Conflicts conflicts
    property var one: ({}) ///< the row
    property bool giving: false

    readonly property string conflict: one.conflictId ?? ""
    readonly property string holder: one.holder ?? ""
    readonly property bool answers: one.answers ?? false
    readonly property bool open: (one.outcome ?? "") === ""

    spacing: Theme.gap
    onConflictChanged: giving = false

    Flow {
        width: parent.width
        spacing: Theme.gap
        visible: talk.open && !talk.answers
        QuietButton {
            objectName: "give"
            focusPolicy: Qt.TabFocus // the card keeps the keys
            glyph: "people"
            text: talk.holder === "" ? qsTr("Give it to…") : qsTr("Give it to somebody else…")
            onClicked: talk.giving = !talk.giving
        }
        QuietButton {
            objectName: "takeFrom"
            focusPolicy: Qt.TabFocus
            visible: talk.holder !== ""
            glyph: "cross"
            text: qsTr("No longer %1's").arg(talk.holder)
            onClicked: talk.conflicts.giveTo(talk.conflict, "")
        }
    }
    PeoplePick {
        width: parent.width
        visible: talk.giving
        people: talk.conflicts.people
        chosen: talk.one.holds ?? ""
        onPicked: (person) => {
            talk.giving = false
            talk.conflicts.giveTo(talk.conflict, person)
        }
    }
    SectionHeader { width: parent.width; text: qsTr("What people say") }
    Discussion {
        id: discussion
        width: parent.width
        remarks: talk.one.remarks ?? []
        answers: talk.answers
        onSaid: (text) => talk.conflicts.remark(talk.conflict, text)
    }
}
