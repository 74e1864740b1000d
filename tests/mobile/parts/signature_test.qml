import QtQuick
import QtTest
import Doorstep

PartCase {
    id: test
    name: "SignaturePad"

    Component { id: pad; SignaturePad {} }

    function stroke(part: Item, from: point, to: point) {
        mousePress(part, from.x, from.y)
        mouseMove(part, (from.x + to.x) / 2, (from.y + to.y) / 2)
        mouseMove(part, to.x, to.y)
        mouseRelease(part, to.x, to.y)
    }

    function test_a_mouse_writes_strokes_with_places_and_times() {
        const part = show(pad), told = watch(part, "drawn")
        verify(part.empty)
        stroke(part, Qt.point(60, 60), Qt.point(300, 60))
        wait(2)
        stroke(part, Qt.point(180, 20), Qt.point(180, 120))
        compare(told.count, 2)
        compare(part.strokes.length, 2)
        const first = part.strokes[0]
        compare([first[0].x, first[0].y, first[0].t], [100, 100, 0])
        compare(first[first.length - 1].x, 500)
        let last = 0
        for (const line of part.strokes) for (const at of line) {
            verify(at.t >= last)
            last = at.t
        }
    }
    function test_a_finger_writes_too() {
        const part = show(pad)
        const finger = touchEvent(part)
        finger.press(1, part, 30, 30).commit()
        finger.move(1, part, 90, 60).commit()
        waitForRendering(part) // moves are told once a frame
        finger.move(1, part, 150, 90).commit()
        finger.release(1, part, 150, 90).commit()
        compare(part.strokes.length, 1)
        verify(part.strokes[0].length >= 3)
    }
    function test_a_tap_alone_is_a_dot() {
        const part = show(pad)
        mouseClick(part, 100, 100)
        compare(part.strokes.length, 1)
    }
    function test_a_stroke_can_be_taken_back_and_all_of_them() {
        const part = show(pad), told = watch(part, "drawn")
        stroke(part, Qt.point(60, 60), Qt.point(300, 60))
        stroke(part, Qt.point(60, 90), Qt.point(300, 90))
        tap(part, qsTranslate("SignaturePad", "Undo the last stroke"))
        compare(part.strokes.length, 1)
        tap(part, qsTranslate("SignaturePad", "Clear"))
        verify(part.empty)
        compare(told.count, 4)
        compare(told.signalArguments[3][0], [])
    }
    function test_a_signature_that_was_given_cannot_be_changed() {
        const part = show(pad, { readOnly: true, strokes: [[{ x: 10, y: 10, t: 0 }, { x: 90, y: 40, t: 20 }]] })
        stroke(part, Qt.point(60, 60), Qt.point(300, 60))
        compare(part.strokes.length, 1)
        verify(!within(part).some((child) => child.text === qsTranslate("SignaturePad", "Clear")))
    }
    function test_what_was_written_is_painted() {
        const part = show(pad)
        const before = grabImage(part)
        stroke(part, Qt.point(100, 60), Qt.point(400, 60))
        waitForRendering(part)
        const after = grabImage(part)
        verify(!before.equals(after))
        verify(!Qt.colorEqual(after.pixel(250, 60), before.pixel(250, 60)))
    }
    function test_an_endless_scribble_ends() {
        const part = show(pad)
        part.strokes = [Array.from({ length: part.pointsMax }, (_, i) => ({ x: i % 1000, y: 100, t: i }))]
        stroke(part, Qt.point(60, 60), Qt.point(300, 60))
        compare(part.points, part.pointsMax)
    }
}
