// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// "The same person as …": the other one is looked for, both stand side by side, one of them stays. Nothing is written
/// before one says so; afterwards it can be taken back.
Rectangle {
    id: same
    objectName: "samePerson"

    property Joining joining
    property string record
    property string home
    property string other
    property int chosen: 0
    property string error

    signal leaving()

    readonly property bool ready: other !== "" && joining.sides.length === 2

    color: Theme.surface
    Keys.onEscapePressed: leaving()
    onOtherChanged: if (other !== "") joining.compare(record, other)

    Connections {
        target: same.joining
        function onRefused(sentence) { same.error = sentence }
    }
    Loader {
        anchors.fill: parent
        active: same.other === ""
        sourceComponent: Picker {
            type: "resident"
            home: same.home
            onPicked: (id) => { if (id !== same.record) same.other = id }
            onLeaving: same.leaving()
        }
    }
    Flickable {
        id: flick
        anchors.fill: parent
        visible: same.other !== ""
        contentHeight: card.y + card.height + Theme.pad
        clip: true
        QuietButton {
            id: back
            objectName: "anotherOne"
            x: Theme.gap
            y: Theme.gap
            bare: true
            glyph: "back"
            text: qsTr("Somebody else")
            onClicked: {
                same.other = ""
                same.chosen = 0
                same.error = ""
            }
        }
        Words {
            id: wrong
            x: Theme.pad
            y: back.y + back.height
            width: flick.width - 2 * Theme.pad
            height: visible ? implicitHeight : 0
            visible: same.error !== ""
            text: same.error
            color: Theme.attention
        }
        ConflictCard {
            id: card
            objectName: "twins"
            x: Theme.pad
            y: wrong.y + wrong.height + Theme.gap
            width: flick.width - 2 * Theme.pad
            visible: same.ready
            focus: visible
            heading: qsTr("Are they one person?")
            note: same.chosen > 0 ? qsTr("What belongs to the other one comes along: contacts, documents, homes. It can be taken back.") : ""
            twice: true
            typable: false
            candidates: same.joining.sides
            chosen: same.chosen
            nextWords: same.chosen > 0 ? qsTr("Make them one") : qsTr("Leave them")
            onChose: (which) => same.chosen = which
            onBothChosen: same.leaving()
            onNextAsked: same.chosen > 0 ? same.joining.join(same.chosen) : same.leaving()
        }
    }
}
