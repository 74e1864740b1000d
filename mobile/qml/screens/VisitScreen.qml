pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// The end of a call: what was found, what was promised, what the resident agrees to, with the signature. One bundle.
/// What is told here is on disk at every key and stroke.
Item {
    id: page

    required property Household household
    required property UnderWay underWay
    readonly property var people: household.people
    readonly property var how: call.how
    readonly property bool consenting: (how.purposes ?? []).length > 0
    readonly property string who: how.resident || (people.length === 1 ? people[0].name : "")
    readonly property string lacking: !consenting ? "" : who === "" ? qsTr("Who agrees? Without a name no consent is written down.")
        : pad.empty ? qsTr("Without a signature no consent is written down.") : ""

    signal leaving()
    signal done()

    HomeVisit {
        id: call
        household: page.household
        onFinished: page.done()
        onHowChanged: (recalled) => { if (recalled) pad.strokes = page.how.strokes ?? [] }
    }
    Component.onCompleted: pad.strokes = page.how.strokes ?? []

    Flickable {
        id: flick
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: foot.top }
        contentHeight: column.height + 2 * Theme.pad
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: column
            x: Math.max(Theme.pad, (page.width - Theme.readable) / 2)
            y: Theme.pad
            width: page.width - 2 * x
            spacing: Theme.pad

            Words { width: parent.width; text: qsTr("Visit %1").arg(page.household.place); size: "title"; strong: true }
            Words {
                width: parent.width
                visible: page.underWay.since !== ""
                text: qsTr("Since %1 · %n change(s) so far; they leave together when the visit is finished.", "", page.underWay.edits).arg(page.underWay.since)
                color: Theme.quiet
            }
            Banner { width: parent.width; visible: page.household.needs.length > 0; needs: page.household.needs }
            ProseEditor {
                objectName: "findings"
                width: parent.width
                label: qsTr("What you found")
                help: qsTr("What was seen and heard, in a sentence or two.")
                lengthMax: 1000
                value: page.how.findings ?? ""
                onEdited: (value) => call.tell("findings", value)
            }
            ProseEditor {
                objectName: "promise"
                width: parent.width
                rows: 2
                label: qsTr("What you promised")
                help: qsTr("A line for each: it becomes a request of this home, so that nobody forgets it.")
                lengthMax: 500
                value: page.how.promises ?? ""
                onEdited: (value) => call.tell("promises", value)
            }
            SectionHeader { width: parent.width; text: qsTr("Consent") }
            Words {
                width: parent.width
                visible: page.people.length === 0
                text: qsTr("Nobody is known to live here yet: add the resident first, then they can agree.")
                color: Theme.quiet
            }
            ChoicesEditor {
                objectName: "purposes"
                width: parent.width
                visible: page.people.length > 0
                label: qsTr("Agrees to the use of their information for")
                choices: call.purposes
                value: page.how.purposes ?? []
                onEdited: (value) => call.tell("purposes", value)
            }
            Segments {
                objectName: "consenting"
                width: parent.width
                visible: page.consenting && page.people.length > 1
                name: qsTr("Who agrees")
                choices: page.people
                chosen: page.who
                onAsked: (who) => call.tell("resident", who)
            }
            Panel {
                width: parent.width
                visible: page.consenting
                Words { objectName: "notice"; width: parent.width; text: call.notice(page.how.purposes ?? []) }
            }
            SignaturePad {
                id: pad
                objectName: "signature"
                width: parent.width
                visible: page.consenting
                error: page.lacking
                onDrawn: (strokes) => call.tell("strokes", strokes)
            }
            Notice { width: parent.width; visible: sentence !== "" && !call.busy; sentence: call.sentence; tone: "waiting" }
            SectionHeader { width: parent.width; text: qsTr("Nobody there, or not today?") }
            Words { width: parent.width; text: qsTr("What you wrote above is kept as the reason."); color: Theme.quiet }
            Flow {
                width: parent.width
                spacing: Theme.gap
                QuietButton { objectName: "noAnswer"; glyph: "door"; text: qsTr("No answer"); onClicked: call.notDone("no_answer") }
                QuietButton { objectName: "postponed"; glyph: "later"; text: qsTr("Postponed"); onClicked: call.notDone("postponed") }
                QuietButton { objectName: "refused"; glyph: "stop"; text: qsTr("Refused"); onClicked: call.notDone("refused") }
            }
        }
    }
    BottomBar {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        note: page.lacking
        PrimaryButton {
            objectName: "finish"
            glyph: "check"
            text: qsTr("Finish the visit")
            enabled: !call.busy
            onClicked: call.finish()
        }
        QuietButton { text: qsTr("Later"); onClicked: page.leaving() }
    }
}
