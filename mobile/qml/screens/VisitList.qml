// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// Today's homes in the order of the buildings, and how far one is.
Item {
    id: page

    required property Estate estate
    required property Visits visits
    property string unit
    property bool phone: false

    signal opened(string unit)
    signal buildingAsked(string building)

    ProgressLine {
        id: progress
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.pad }
        visible: page.visits.due > 0
        what: qsTr("Today")
        done: page.visits.done
        total: page.visits.due
        tone: page.visits.done === page.visits.due ? "ok" : "accent"
    }
    ChoiceChip {
        id: everybody
        objectName: "everybody"
        anchors { left: parent.left; top: progress.visible ? progress.bottom : parent.top; margins: Theme.pad }
        visible: page.visits.colleagues > 0
        width: Math.min(implicitWidth, parent.width - 2 * Theme.pad)
        many: true
        chosen: page.visits.everybodys
        text: qsTr("Colleagues' as well: %1").arg(page.visits.colleagues)
        onClicked: page.visits.everybodys = !page.visits.everybodys
    }
    ListView {
        id: list
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        objectName: "visits"
        anchors { fill: parent; topMargin: Theme.pad + (everybody.visible ? everybody.y + everybody.height : progress.visible ? progress.y + progress.height : -Theme.pad) }
        clip: true
        reuseItems: true
        model: page.visits
        section.property: "building"
        section.delegate: SectionHeader {
            required property string section
            width: list.width
            inset: Theme.pad
            text: qsTr("Building %1").arg(section)
            step: page.phone ? qsTr("Rooms") : ""
            stepGlyph: "office"
            onStepped: page.buildingAsked(section)
        }
        delegate: VisitRow {
            required place
            required person
            required due
            required tone
            required progress
            required warned
            required pending
            required property string unit
            objectName: "visit_" + unit
            width: ListView.view.width
            current: unit === page.unit
            onClicked: page.opened(unit)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: page.visits.count === 0 && page.estate.ready
        glyph: "calendar"
        headline: page.estate.count > 0 ? qsTr("No visits are planned for today") : qsTr("The archive is empty so far")
        reason: page.estate.count > 0 ? qsTr("Choose a home in the building, or search for it.")
                                      : qsTr("What the office has entered comes as soon as there is a line.")
        step: page.phone && page.estate.count > 0 ? qsTr("Rooms") : ""
        onStepped: page.buildingAsked(page.estate.told(0, "building"))
    }
    Rectangle {
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: Theme.hair
        color: Theme.line
    }
}
