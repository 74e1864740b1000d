import QtQuick
import Doorstep
import Doorstep.Gallery

GalleryPage {
    heading: "BuildingGrid · RoomCell · Segments · Legend"
    Segments { width: parent.width; choices: Samples.lenses; chosen: "due"; name: Samples.say("视角", "Lens") }
    BuildingGrid {
        width: parent.width
        height: Math.min(520, implicitHeight)
        rooms: SampleRooms { id: rooms; floors: 33; across: 14 }
        floors: rooms.floorNames
        name: Samples.say("3 栋，待访", "Building 3, visits due")
    }
    Legend { width: parent.width; entries: Samples.legend }
    Flow {
        width: parent.width
        spacing: Theme.gap
        RoomCell { room: "1501"; tone: "ok"; glyph: "check" }
        RoomCell { room: "1502"; tone: "attention"; glyph: "warning"; detail: Samples.say("12 天", "12 d"); current: true }
        RoomCell { room: "1503"; tone: "waiting"; glyph: "dot"; pending: true }
        RoomCell { room: "1504" }
        RoomCell { room: "B1-023"; tone: "accent"; glyph: "half"; detail: "80%" }
        RoomCell { room: "1505"; tone: "neutral"; glyph: "none"; detail: Samples.say("空置", "vacant") }
    }
}
