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
        if (building === "" && estate.count > 0) building = estate.row(0).building
    }
    Component.onCompleted: chooseFirst()
    Connections {
        target: page.estate
        function onHomesChanged() { page.chooseFirst() }
    }

    Rooms { id: rooms; estate: page.estate; building: page.building }

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
        Segments {
            Layout.fillWidth: true
            objectName: "lens"
            name: qsTr("Lens")
            choices: rooms.lenses
            chosen: rooms.lens
            onAsked: (lens) => rooms.lens = lens
        }
        Panel {
            Layout.fillWidth: true
            Layout.fillHeight: true
            padding: Theme.gap
            BuildingGrid {
                objectName: "grid"
                width: parent.width
                height: parent.parent.height - 2 * Theme.gap
                rooms: rooms
                floors: rooms.floors
                name: qsTr("Building %1").arg(page.building)
                onRoomTapped: (row, column) => page.opened(rooms.unitAt(row, column))
            }
        }
        Legend {
            Layout.fillWidth: true
            entries: rooms.legend
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
