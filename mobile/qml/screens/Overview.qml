pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// The office's picture of the whole: every building as a small grid, one lens over all of them.
Item {
    id: page

    required property Estate estate
    property string lens: "due"

    signal buildingAsked(string building)

    Rooms { id: any; estate: page.estate; building: page.estate.count > 0 ? page.estate.told(0, "building") : ""; lens: page.lens }

    ColumnLayout {
        anchors { fill: parent; margins: Theme.pad }
        spacing: Theme.gap
        Segments {
            Layout.fillWidth: true
            objectName: "lens"
            name: qsTr("Lens")
            choices: Array.from(any.lenses).map((one) => ({ name: one.name, label: one.label, count: 0 }))
            chosen: page.lens
            onAsked: (lens) => page.lens = lens
        }
        GridView {
            id: grid
            objectName: "buildings"
            readonly property int across: Math.max(1, Math.floor(width / 260))
            Layout.fillWidth: true
            Layout.fillHeight: true
            cacheBuffer: 0
            clip: true
            cellWidth: Math.floor(width / across)
            cellHeight: 220
            model: page.estate
            delegate: TapRow {
                id: one
                required property string building
                required property int homes
                required property int due
                required property int done
                required property int conflicts
                objectName: "building_" + building
                width: grid.cellWidth - Theme.gap
                height: grid.cellHeight - Theme.gap
                divided: false
                Accessible.name: head.text + ", " + count.text
                onClicked: page.buildingAsked(building)
                Rooms { id: plan; estate: page.estate; building: one.building; lens: page.lens }
                contentItem: ColumnLayout {
                    spacing: Theme.gap / 2
                    RowLayout {
                        Layout.fillWidth: true
                        Words { id: head; Layout.fillWidth: true; text: qsTr("Building %1").arg(one.building); strong: true; elide: Text.ElideRight; wrapMode: Text.NoWrap }
                        StateBadge { visible: one.conflicts > 0; soft: false; tone: "attention"; glyph: "split"; text: String(one.conflicts) }
                        StateBadge {
                            visible: one.due > 0
                            soft: false
                            tone: one.done >= one.due ? "ok" : "waiting"
                            glyph: one.done >= one.due ? "check" : "ring"
                            text: one.done + "/" + one.due
                        }
                    }
                    Words { id: count; text: qsTr("%n home(s)", "", one.homes); size: "caption"; color: Theme.quiet }
                    MiniGrid {
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        rooms: plan
                        colours: ({ ok: Theme.ok, waiting: Theme.waiting, attention: Theme.attention, accent: Theme.accent, neutral: Theme.edge })
                    }
                }
            }
        }
        Legend { Layout.fillWidth: true; entries: any.legend }
    }
}
