import QtQuick
import QtTest
import Doorstep
import Doorstep.Gallery

/// No test: how long the frames take while 3600 rooms and 10000 rows scroll, and how long a form of forty fields takes to
/// open. Prints and judges nothing: parts_tests -input frames.qml
TestCase {
    id: test
    name: "Frames"
    when: windowShown
    width: 1280
    height: 800
    visible: true

    property var times: []
    readonly property var kinds: ["text", "phone", "choice", "date", "flag", "prose", "decimal", "choices", "id_number", "money",
                                  "reference", "entries", "time_range", "number"]

    FrameAnimation {
        id: frames
        onTriggered: test.times.push(frameTime * 1000)
    }
    NumberAnimation {
        id: scroll
        property: "contentY"
        from: 0
        duration: 4000
    }
    Component { id: rooms; SampleRooms { floors: 60; across: 60 } }
    Component { id: grid; BuildingGrid { anchors.fill: parent } }
    Component {
        id: list
        ListView {
            anchors.fill: parent
            reuseItems: true
            model: 10000
            delegate: RecordRow {
                required property int index
                width: ListView.view.width
                titleParts: ["", "张", "三 " + index]
                place: "3-1-" + index
                stand: index % 3 === 0 ? "pending" : "delivered"
                finds: index % 2 === 0 ? [{ label: "手机号", parts: ["138 0013 ", "8000"] }] : []
            }
        }
    }
    Component {
        id: form
        ListView {
            width: 720
            height: 800
            model: 40
            spacing: Theme.gap
            delegate: FieldEditor {
                required property int index
                width: 720
                kind: test.kinds[index % test.kinds.length]
                label: "字段 " + index
                help: "按证件填写。"
                value: kind === "choices" || kind === "entries" ? [] : kind === "flag" ? true : "13800138000"
                choices: Samples.uses
                provenance: "王芳 · 今天"
            }
        }
    }

    function rank(part: real): string {
        const sorted = times.slice(3).sort((a, b) => a - b)
        return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1)
    }
    function measure(what: string, view: Item, distance: real) {
        wait(200)
        times = []
        scroll.target = view
        scroll.to = distance
        frames.start()
        scroll.start()
        tryVerify(() => !scroll.running, 8000)
        frames.stop()
        console.info(what + ": " + times.length + " frames in 4 s, between two of them p50 " + rank(0.5) + " ms, p95 " + rank(0.95)
                     + " ms, worst " + rank(1) + " ms")
    }

    function test_scrolling() {
        const table = createTemporaryObject(rooms, test)
        const building = createTemporaryObject(grid, test, { rooms: table, floors: table.floorNames })
        measure("3600 rooms", building, 60 * building.cellHeight - 800)
        building.destroy()
        const rows = createTemporaryObject(list, test)
        measure("10000 rows", rows, 40000)
    }
    function test_opening() {
        for (let i = 0; i < 4; ++i) {
            const before = Date.now(), view = createTemporaryObject(form, test)
            waitForRendering(view)
            console.info("form of 40 fields, time " + (i + 1) + ": painted after " + (Date.now() - before) + " ms")
            view.destroy()
            wait(20)
        }
    }
}
