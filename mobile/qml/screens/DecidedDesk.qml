// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// What was decided, newest first: read, looked through by words, and taken back however long ago it was.
Rectangle {
    id: page

    property Estate estate
    property string current
    property string error

    readonly property int place: past.count > 0 ? Math.max(0, past.placeOf(current)) : -1
    readonly property var one: past.ready && place >= 0 ? past.row(place) : ({})
    readonly property bool narrow: width < 760

    signal opened(string id)
    signal askedAgain(string conflict)
    signal leaving()

    color: Theme.surface
    Component.onCompleted: forceActiveFocus()
    Keys.onEscapePressed: leaving()

    function act(what: var) {
        error = ""
        what()
    }

    Conflicts {
        id: past
        over: true
        estate: page.estate
        words: box.text
        onWrong: (sentence) => page.error = sentence
        onAskedAgain: (conflict) => page.askedAgain(conflict)
    }
    Row {
        id: head
        x: Theme.gap
        y: Theme.gap
        width: parent.width - 2 * x
        spacing: Theme.gap
        IconButton { id: back; objectName: "deskAgain"; glyph: "back"; text: qsTr("Back to what is to decide"); onClicked: page.narrow && page.current !== "" ? page.current = "" : page.leaving() }
        SearchField { id: box; objectName: "decidedSearch"; width: parent.width - back.width - Theme.gap; placeholderText: qsTr("Name, home, who decided") }
    }
    PaneSplit {
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        shown: page.narrow && page.current === "" ? 0 : 1
        ListView {
            id: list
            cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
            objectName: "decidedList"
            clip: true
            model: past
            header: SectionHeader { x: Theme.pad; width: list.width - 2 * Theme.pad; text: qsTr("Decided") }
            delegate: RecordRow {
                required property string conflictId
                required property string heading
                required property string home
                required property string since
                required property string outcome
                width: list.width
                current: conflictId === page.one.conflictId
                glyph: "check"
                titleParts: [heading]
                place: home === "" ? since : home + " · " + since
                finds: [{ label: "", parts: [outcome] }]
                onClicked: page.act(() => page.current = conflictId)
            }
            footer: QuietButton { visible: past.more; height: visible ? implicitHeight : 0; objectName: "moreDecided"; bare: true; text: qsTr("Older decisions"); onClicked: past.showMore() }
        }
        Flickable {
            id: flick
            contentHeight: open.y + open.height + Theme.pad
            clip: true
            Acknowledgement {
                id: said
                objectName: "takenBack"
                x: Theme.pad
                y: Theme.gap
                width: flick.width - 2 * Theme.pad
                height: visible ? implicitHeight : 0
                text: page.error !== "" ? page.error : past.said
                tone: page.error !== "" ? "attention" : "ok"
                undoable: past.undoable
                onUndone: past.undo()
            }
            ConflictCard {
                id: card
                objectName: "decidedCard"
                x: Theme.pad
                y: said.y + said.height + Theme.gap
                width: flick.width - 2 * Theme.pad
                visible: page.place >= 0
                conflict: page.one.conflictId ?? ""
                heading: page.one.heading ?? ""
                note: page.one.note ?? ""
                base: page.one.base ?? []
                candidates: page.one.candidates ?? []
                twice: page.one.twice ?? false
                approval: page.one.approval ?? false
                typable: false
                outcome: page.one.outcome ?? ""
                decidedBy: page.one.since ?? ""
                wayBack: page.one.wayBack ?? ""
                onChose: (which) => page.act(() => past.take(page.one.conflictId, which))
                onBackAsked: page.act(() => past.reopen(page.one.conflictId))
            }
            ConflictTalk {
                id: talk
                x: Theme.pad
                y: card.y + card.height + Theme.pad
                width: flick.width - 2 * Theme.pad
                visible: page.place >= 0
                conflicts: past
                one: page.one
            }
            QuietButton {
                id: open
                x: Theme.pad
                y: talk.y + talk.height + Theme.pad
                visible: page.place >= 0
                bare: true
                glyph: "paper"
                text: qsTr("Open the record")
                onClicked: page.opened(page.one.recordId)
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: past.ready && past.count === 0
        glyph: "check"
        headline: box.text === "" ? qsTr("Nothing was decided yet") : qsTr("Nothing found")
        reason: box.text === "" ? qsTr("What is decided on the desk stands here afterwards, and can be taken back.") : qsTr("Try fewer letters.")
    }
}
