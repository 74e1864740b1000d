// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import QtQuick.Layouts
import Doorstep

/// The top of a home's page: which one it is, the visit, and what can be added.
Column {
    id: head

    required property Household household
    property bool visiting: false
    property string sentence ///< why the visit could not begin
    property string adding ///< "", "resident" (as what?), "more" or "missed" (why?)
    readonly property string unit: household.unit
    readonly property var ways: [
        { name: "no_answer", label: qsTr("No answer"), glyph: "door" },
        { name: "postponed", label: qsTr("Postponed"), glyph: "later" },
        { name: "refused", label: qsTr("Refused"), glyph: "stop" }
    ]

    onUnitChanged: adding = ""

    signal visitAsked()
    signal missed(string how)
    signal makeAsked(string type, var values, string role)

    function add(type: string, parent: string) {
        const people = Array.from(household.people)
        const values = type === "complaint" ? { unit: household.unit, channel: "visit", status: "received" }
                     : parent === "unit" ? { unit: household.unit } : people.length === 1 ? { resident: people[0].name } : {}
        makeAsked(type, values, "")
    }

    topPadding: Theme.pad
    bottomPadding: Theme.gap
    spacing: Theme.gap

    GridLayout {
        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        columns: head.width < Theme.body * 30 ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0
            Words { objectName: "place"; text: head.household.place; size: "title"; strong: true }
            Words { Layout.fillWidth: true; text: head.household.facts; color: Theme.quiet }
        }
        TapButton {
            objectName: "startVisit"
            Layout.alignment: Qt.AlignTop
            glyph: "door"
            tone: "accent"
            text: head.visiting ? qsTr("Go on with the visit") : qsTr("Start the visit")
            onClicked: head.visitAsked()
        }
    }
    Words {
        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        visible: text !== ""
        text: head.sentence
        color: Theme.waiting
    }
    Flow {
        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        spacing: Theme.gap
        QuietButton {
            objectName: "addResident"
            glyph: "person"
            text: qsTr("Add a resident")
            onClicked: head.adding = head.adding === "resident" ? "" : "resident"
        }
        QuietButton {
            objectName: "takeRequest"
            glyph: "tool"
            text: qsTr("Take a request")
            onClicked: head.makeAsked("request", { unit: head.household.unit, channel: "visit", status: "new" }, "")
        }
        QuietButton {
            objectName: "notMet"
            glyph: "later"
            text: qsTr("Not today")
            onClicked: head.adding = head.adding === "missed" ? "" : "missed"
        }
        QuietButton {
            objectName: "addMore"
            glyph: "plus"
            text: qsTr("Add more")
            onClicked: head.adding = head.adding === "more" ? "" : "more"
        }
    }
    Words {
        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        visible: head.adding === "resident" || head.adding === "missed"
        text: head.adding === "missed" ? qsTr("Noted at once; the home stays on the list.") : qsTr("Lives here as")
        color: Theme.quiet
    }
    Flow {
        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        visible: head.adding !== ""
        spacing: Theme.gap
        Repeater {
            model: head.adding === "resident" ? head.household.roles : []
            QuietButton {
                required property var modelData
                objectName: "role_" + modelData.name
                text: modelData.label
                onClicked: head.makeAsked("resident", {}, modelData.name)
            }
        }
        Repeater {
            model: head.adding === "missed" ? head.ways : []
            QuietButton {
                required property var modelData
                objectName: "missed_" + modelData.name
                glyph: modelData.glyph
                text: modelData.label
                onClicked: {
                    head.missed(modelData.name) // first: the button goes with the choice
                    head.adding = ""
                }
            }
        }
        Repeater {
            model: head.adding === "more" ? head.household.addable : []
            QuietButton {
                required property var modelData
                objectName: "add_" + modelData.name
                glyph: modelData.glyph
                text: modelData.label
                onClicked: head.add(modelData.name, modelData.parent)
            }
        }
    }
}
