// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// Two people changed the same thing, two records may be one, or what one proposed waits for another's yes: the queue at the left, the values side by side at the
/// right. By keyboard: a number takes that value, B keeps both records, A asks the author, Enter goes on, U takes the last
/// decision back, up and down move in the queue.
Item {
    id: page

    required property Conflicts conflicts
    property string wanted ///< the conflict that somebody asked for
    property string current
    property int decidedHere: 0
    property int chosen: 0
    property string error
    property bool past: false ///< what was decided lies over it

    signal opened(string id)

    readonly property int place: conflicts.count > 0 ? Math.max(0, conflicts.placeOf(current)) : -1
    readonly property var one: conflicts.ready && place >= 0 ? conflicts.row(place) : ({})

    readonly property bool empty: conflicts.ready && conflicts.count === 0 && conflicts.rules.length === 0

    onWantedChanged: if (wanted !== "") current = wanted

    function step(by: int) {
        if (conflicts.count === 0) return
        current = conflicts.told((place + by + conflicts.count) % conflicts.count, "conflictId")
        chosen = 0
        error = ""
    }
    /// The next one is in sight before this one is gone from the queue.
    function decide() {
        const decided = one.conflictId, which = chosen, records = one.twice
        step(1)
        if (which > 0) conflicts.take(decided, which)
        if (which === -2) records ? conflicts.keepApart(decided) : conflicts.keepBoth(decided)
    }
    function write(text: string) {
        const at = place
        conflicts.write(one.conflictId, text)
        if (conflicts.placeOf(current) < 0 && conflicts.count > 0) current = conflicts.told(Math.min(at, conflicts.count - 1), "conflictId")
    }
    function writeAll(values: var) {
        error = ""
        conflicts.writeAll(one.conflictId, values)
        card.typing = error !== ""
    }
    Keys.onUpPressed: step(-1)
    Keys.onDownPressed: step(1)
    Connections {
        target: page.conflicts
        function onDecided() {
            page.decidedHere += 1
            page.chosen = 0
            page.error = ""
        }
        function onAskedAgain(conflict) { page.current = conflict }
        function onWrong(sentence) { page.error = sentence }
    }

    PaneSplit {
        anchors.fill: parent
        shown: page.width < 760 && page.current === "" ? 0 : 1
        Item {
            ListView {
                id: list
                cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
                objectName: "queue"
                anchors.fill: parent
                clip: true
                model: page.conflicts
                header: Item {
                    width: list.width
                    height: past.height + 2 * Theme.gap
                    Words {
                        anchors { left: parent.left; leftMargin: Theme.pad; right: past.left; verticalCenter: parent.verticalCenter }
                        text: qsTr("%1 to decide").arg(page.conflicts.count)
                        size: "lead"
                        strong: true
                    }
                    QuietButton {
                        id: past
                        objectName: "decidedOnes"
                        anchors { right: parent.right; rightMargin: Theme.pad; verticalCenter: parent.verticalCenter }
                        glyph: "clock"
                        text: qsTr("Decided")
                        onClicked: page.past = true
                    }
                }
                delegate: RecordRow {
                    required property string conflictId
                    required property string heading
                    required property string home
                    required property string since
                    required property bool grave
                    required property bool approval
                    required property bool due
                    objectName: "question"
                    width: list.width
                    current: conflictId === page.one.conflictId
                    glyph: approval ? "people" : grave ? "warning" : "split"
                    titleParts: [heading]
                    place: home === "" ? since : home + " · " + since
                    placeColor: due ? Theme.attention : Theme.quiet
                    onClicked: {
                        page.current = conflictId
                        page.chosen = 0
                    }
                }
            }
            Rectangle {
                anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
                visible: !page.empty // it would go through the sentence that says so
                width: Theme.hair
                color: Theme.line
            }
        }
        Flickable {
            id: flick
            contentHeight: many.y + many.height + Theme.pad
            clip: true
            QuietButton {
                id: back
                objectName: "queueAgain"
                x: Theme.gap
                visible: page.width < 760
                height: visible ? implicitHeight : 0
                bare: true
                glyph: "back"
                text: qsTr("Back to the list")
                onClicked: page.current = ""
            }
            Acknowledgement {
                id: said
                objectName: "decided"
                x: Theme.pad
                y: back.height + Theme.gap
                width: flick.width - 2 * Theme.pad
                height: visible ? implicitHeight : 0
                text: page.error !== "" && !card.typing ? page.error : page.conflicts.said
                tone: page.error !== "" ? "attention" : "ok"
                undoable: page.conflicts.undoable
                onUndone: page.conflicts.undo()
            }
            ConflictCard {
                id: card
                objectName: "card"
                x: Theme.pad
                y: said.y + said.height + Theme.gap
                width: flick.width - 2 * Theme.pad
                opacity: page.place >= 0 ? 1 : 0 // hidden it would lose the keys
                focus: true
                conflict: page.one.conflictId ?? ""
                heading: page.one.heading ?? ""
                note: page.one.note ?? ""
                base: page.one.base ?? []
                candidates: page.one.candidates ?? []
                twice: page.one.twice ?? false
                approval: page.one.approval ?? false
                own: page.one.own ?? false
                asks: page.one.asks ?? ""
                typable: page.one.typable ?? false
                members: page.one.members ?? []
                keepsBoth: page.one.keepsBoth ?? false
                chosen: page.chosen
                error: page.error
                onChose: (which) => { if (page.place >= 0) page.chosen = which }
                onBothChosen: page.chosen = -2
                onWrote: (text) => page.write(text)
                onWroteAll: (values) => page.writeAll(values)
                onUndoAsked: page.conflicts.undo()
                onWithdrawn: page.conflicts.withdraw(page.one.conflictId)
                onAskedAuthor: page.conflicts.askAuthor(page.one.conflictId)
                onNextAsked: page.decide()
            }
            ConflictTalk {
                id: talk
                x: Theme.pad
                y: card.y + card.height + Theme.pad
                width: flick.width - 2 * Theme.pad
                visible: page.place >= 0
                conflicts: page.conflicts
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
            ManyAtOnce {
                id: many
                x: Theme.pad
                y: page.place < 0 ? card.y : open.y + open.height + Theme.gap
                width: flick.width - 2 * Theme.pad
                conflicts: page.conflicts
                conflict: page.one.conflictId ?? ""
                alike: page.one.alike ?? 0
                chosen: page.chosen
            }
        }
    }
    EmptyState {
        objectName: "nothing"
        anchors.centerIn: parent
        width: parent.width
        visible: page.empty
        glyph: "check"
        headline: qsTr("Nothing to decide")
        reason: page.decidedHere > 0 ? qsTr("%1 decided just now; both authors are told.").arg(page.decidedHere)
                                     : qsTr("Where two people change the same thing, both values wait here for a choice.")
    }
    Loader {
        anchors.fill: parent
        active: page.past
        onActiveChanged: if (!active) card.forceActiveFocus()
        sourceComponent: DecidedDesk {
            estate: page.conflicts.estate
            onOpened: (id) => page.opened(id)
            onAskedAgain: (conflict) => { page.current = conflict; page.past = false }
            onLeaving: page.past = false
        }
    }
}
