pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// The building is the map: floors down, rooms across, one colour from the chosen lens.
Item {
    id: page

    required property Estate estate
    property string wanted ///< the building that somebody asked for
    property string building

    signal opened(string unit)

    onWantedChanged: if (wanted !== "") building = wanted
    function chooseFirst() {
        let first = 0
        while (first < estate.count && !waits(estate.row(first))) ++first
        if (building === "" && estate.count > 0) take(estate.row(first < estate.count ? first : 0))
    }
    function waits(row: var): bool {
        return row.due > row.done
    }
    function take(row: var) {
        building = row.building
    }
    Component.onCompleted: chooseFirst()
    Connections {
        target: page.estate
        function onHomesChanged() { page.chooseFirst() }
    }

    Rooms { id: plan; estate: page.estate; building: page.building }

    ColumnLayout {
        anchors { fill: parent; margins: Theme.pad }
        spacing: Theme.gap
        visible: page.estate.count > 0

        ListView {
            Layout.fillWidth: true
            implicitHeight: Theme.touch
            orientation: ListView.Horizontal
            spacing: Theme.gap
            clip: true
            model: page.estate
            delegate: TapButton {
                required property string building
                required property int due
                required property int done
                filled: building === page.building
                tone: filled ? "accent" : "quiet"
                text: due > done ? qsTr("Building %1 · %2 due").arg(building).arg(due - done) : qsTr("Building %1").arg(building)
                onClicked: page.building = building
            }
        }
        // Signs are drawn lines, which the software renderer does not clip: what lies beside the grid covers them.
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: lenses.implicitHeight
            z: 1
            color: Theme.surface
            Segments {
                id: lenses
                objectName: "lens"
                width: parent.width
                name: qsTr("Lens")
                choices: plan.lenses
                chosen: plan.lens
                onAsked: (lens) => plan.lens = lens
            }
        }
        Panel {
            Layout.fillWidth: true
            Layout.fillHeight: true
            padding: Theme.gap
            BuildingGrid {
                objectName: "grid"
                width: parent.width
                height: parent.parent.height - 2 * Theme.gap
                rooms: plan
                floors: plan.floors
                heads: plan.heads
                name: qsTr("Building %1").arg(page.building)
                onRoomTapped: (row, column) => page.opened(plan.unitAt(row, column))
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: legend.implicitHeight
            z: 1
            color: Theme.surface
            Legend {
                id: legend
                width: parent.width
                entries: plan.legend
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: page.estate.ready && page.estate.count === 0
        glyph: "office"
        headline: qsTr("No building is here yet")
        reason: qsTr("The office imports its list of homes once; then the buildings stand here.")
    }
}
