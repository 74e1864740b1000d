pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// The end of a call: what was found, what was promised, what the resident agrees to, with the signature. One bundle.
Item {
    id: page

    property alias unit: here.unit
    property var purposes: []
    property string resident
    readonly property var residents: here.people

    signal leaving()

    Household { id: here }
    HomeVisit {
        id: call
        household: here
        onFinished: page.leaving()
    }
    function told(): var {
        return { findings: findings.text, promise: promise.text, resident: resident || (residents.length > 0 ? residents[0].name : ""),
                 purposes: purposes, strokes: pad.strokes }
    }

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

            Words { width: parent.width; text: qsTr("Visit %1").arg(here.place); size: "title"; strong: true }
            Banner { width: parent.width; visible: here.needs.length > 0; needs: here.needs }
            ProseEditor {
                id: findings
                property string text
                objectName: "findings"
                width: parent.width
                label: qsTr("What you found")
                help: qsTr("What was seen and heard, in a sentence or two.")
                value: text
                onEdited: (value) => text = value
            }
            ProseEditor {
                id: promise
                property string text
                objectName: "promise"
                width: parent.width
                rows: 2
                label: qsTr("What you promised")
                help: qsTr("A promise becomes a request of this home, so that nobody forgets it.")
                value: text
                onEdited: (value) => text = value
            }
            SectionHeader { width: parent.width; text: qsTr("Consent") }
            Segments {
                width: parent.width
                visible: page.residents.length > 1
                name: qsTr("Who agrees")
                choices: page.residents
                chosen: page.resident || (page.residents.length > 0 ? page.residents[0].name : "")
                onAsked: (who) => page.resident = who
            }
            ChoicesEditor {
                objectName: "purposes"
                width: parent.width
                label: qsTr("Agrees to the use of their information for")
                choices: call.purposes
                value: page.purposes
                onEdited: (value) => page.purposes = value
            }
            Panel {
                width: parent.width
                visible: page.purposes.length > 0
                Words { width: parent.width; text: call.notice(page.purposes) }
            }
            SignaturePad {
                id: pad
                objectName: "signature"
                width: parent.width
                visible: page.purposes.length > 0
                error: page.purposes.length > 0 && empty ? qsTr("Without a signature no consent is written down.") : ""
            }
            Notice { width: parent.width; visible: sentence !== "" && !call.busy; sentence: call.sentence; tone: "neutral" }
            SectionHeader { width: parent.width; text: qsTr("Nobody there, or not today?") }
            Flow {
                width: parent.width
                spacing: Theme.gap
                QuietButton { objectName: "noAnswer"; glyph: "door"; text: qsTr("No answer"); onClicked: call.notDone("no_answer", findings.text) }
                QuietButton { glyph: "later"; text: qsTr("Postponed"); onClicked: call.notDone("postponed", findings.text) }
                QuietButton { glyph: "stop"; text: qsTr("Refused"); onClicked: call.notDone("refused", findings.text) }
            }
        }
    }
    BottomBar {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        note: page.purposes.length > 0 && pad.empty ? qsTr("The signature is missing; finishing without it writes no consent.") : ""
        PrimaryButton {
            objectName: "finish"
            glyph: "check"
            text: qsTr("Finish the visit")
            enabled: !call.busy
            onClicked: call.finish(page.told())
        }
        QuietButton { text: qsTr("Later"); onClicked: page.leaving() }
    }
}
