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
        visible: page.estate.due > 0
        what: qsTr("Today")
        done: page.estate.done
        total: page.estate.due
        tone: page.estate.done === page.estate.due ? "ok" : "accent"
    }
    ListView {
        id: list
        objectName: "visits"
        anchors { fill: parent; topMargin: progress.visible ? progress.height + 2 * Theme.pad : 0 }
        clip: true
        reuseItems: true
        model: page.visits
        section.property: "building"
        section.delegate: SectionHeader {
            required property string section
            width: list.width
            inset: Theme.pad
            text: qsTr("Building %1").arg(section)
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
    }
    Rectangle {
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: Theme.hair
        color: Theme.line
    }
}
