import QtQuick
import QtTest
import Doorstep
import Doorstep.Gallery

PartCase {
    id: test
    name: "BuildingGrid"

    Component { id: rooms; SampleRooms { floors: 60; across: 60 } }
    Component { id: grid; BuildingGrid { height: 400 } }

    function building(): var {
        const table = createTemporaryObject(rooms, test)
        return show(grid, { rooms: table, floors: table.floorNames, name: "3" })
    }
    function cells(part: Item): var {
        return within(part).filter((child) => child.room !== undefined)
    }
    function cell(part: Item, room: string): var {
        return cells(part).find((child) => child.room === room)
    }

    function test_of_3600_rooms_only_those_in_sight_exist() {
        const part = building()
        tryVerify(() => cells(part).length > 0)
        verify(cells(part).length < 120, cells(part).length)
        part.contentY = 2000
        part.contentX = 2000
        const row = Math.floor(2000 / part.cellHeight), column = Math.floor(2000 / part.cellWidth)
        tryVerify(() => cell(part, String((60 - row) * 100 + column + 2)))
        verify(cells(part).length < 120, cells(part).length)
    }
    function test_a_tap_tells_the_place() {
        const part = building(), told = watch(part, "roomTapped")
        tryVerify(() => cell(part, "5903"))
        mouseClick(cell(part, "5903"))
        compare(told.count, 1)
        compare([told.signalArguments[0][0], told.signalArguments[0][1]], [1, 2])
        verify(cell(part, "5903").current)
    }
    function test_the_keyboard_walks_from_room_to_room() {
        const part = building(), told = watch(part, "roomTapped"), came = watch(part, "roomEntered")
        tryVerify(() => cell(part, "6001"))
        part.table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Right)
        compare([came.signalArguments[came.count - 1][0], came.signalArguments[came.count - 1][1]], [1, 1])
        keyClick(Qt.Key_Return)
        compare([told.signalArguments[0][0], told.signalArguments[0][1]], [1, 1])
    }
    function test_a_room_that_changes_is_painted_anew_and_nothing_moves() {
        const part = building()
        part.contentY = 300
        tryVerify(() => cell(part, "5402"))
        verify(cell(part, "5402").tone !== "ok", "choose another room")
        part.rooms.review(6, 1)
        compare(cell(part, "5402").tone, "ok")
        compare(part.contentY, 300)
    }
    function test_a_room_says_its_colour_in_words() {
        const part = building()
        tryVerify(() => cell(part, "6001"))
        compare(cell(part, "6001").Accessible.name, "6001, " + cell(part, "6001").meaning)
    }
    function test_every_colour_has_a_sign() {
        const part = building()
        tryVerify(() => cells(part).length > 0)
        for (const each of cells(part)) verify(each.tone === "neutral" || each.glyph !== "", each.room)
    }
    function test_the_floors_stand_beside_their_rooms() {
        const part = building()
        part.contentY = 5 * part.cellHeight
        waitForRendering(part)
        tryVerify(() => within(part).some((child) => child.text === "55F"))
        const label = within(part).find((child) => child.text === "55F"), room = cell(part, "5501")
        fuzzyCompare(label.mapToItem(part, 0, label.height / 2).y, room.mapToItem(part, 0, room.height / 2).y, 2)
    }
}
