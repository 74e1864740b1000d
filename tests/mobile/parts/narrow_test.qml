import QtQuick
import QtTest
import Doorstep

/// The longest words there are, English ones in large type, where there is least room for them.
PartCase {
    id: test
    name: "Large English words"
    width: 1280

    Component { id: thumb; PageBar {} }
    Component { id: top; TopBar {} }
    Component { id: quiet; QuietButton {} }
    Component { id: choice; ChoiceChip { many: true; chosen: true } }
    Component { id: chip; SyncChip {} }

    readonly property var all: [
        { name: "today", label: "Today", glyph: "home", count: 12 },
        { name: "requests", label: "Requests", glyph: "tool", count: 0 },
        { name: "conflicts", label: "Conflicts", glyph: "split", count: 3 },
        { name: "office", label: "Office", glyph: "people", count: 0 },
        { name: "outbox", label: "To deliver", glyph: "sending", count: 47 }
    ]

    function init() {
        if (App.chosen < 0) App.keepLook("language", "en") // else it would be somebody's from now on
        Theme.largeType = true
    }
    function cleanup() {
        Theme.largeType = false
    }
    function cleanupTestCase() {
        if (App.chosen < 0) App.keepLook("language", "zh_CN") // as the other parts' tests want it
    }
    /// Where something is seen: of words, only what is painted.
    function seen(item: Item, part: Item): rect {
        const words = item.contentWidth !== undefined && item.horizontalAlignment === Text.AlignHCenter
        const width = words ? item.contentWidth : item.width
        const at = item.mapToItem(part, (item.width - width) / 2, 0)
        return Qt.rect(at.x, at.y, width, item.height)
    }
    function apart(one: rect, other: rect): bool {
        return one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top
    }
    function told(at: rect): string {
        return [at.left, at.top, at.right, at.bottom].map(Math.round).join(" ")
    }

    function test_at_the_thumb_no_pages_name_runs_into_the_next_or_off_the_screen_data() {
        return [{ tag: "narrowest", width: 360 }, { tag: "phone", width: 400 }, { tag: "normal", width: 400, normal: true }]
    }
    function test_at_the_thumb_no_pages_name_runs_into_the_next_or_off_the_screen(row) {
        Theme.largeType = row.normal !== true
        for (const page of all) {
            const part = show(thumb, { width: row.width, pages: all, page: page.name })
            let end = 0
            for (const one of all) {
                const words = within(part).find((child) => child.font !== undefined && child.text === one.label)
                const at = seen(words, part)
                verify(at.left >= (end === 0 ? 0 : end + 2), one.label + " begins at " + at.left + ", the one before ends at " + end)
                if (row.width === 400) compare(words.fontInfo.pixelSize, Theme.caption)
                end = at.right
                if (one.count > 0) verify(says(part, String(one.count)), one.label)
            }
            verify(end <= part.width, "ends at " + end)
            part.destroy()
        }
    }
    function test_the_last_page_is_never_under_the_chip_data() {
        const rows = []
        for (const width of [760, 800, 1000, 1280]) for (const deep of [false, true]) for (const asked of [0, 128])
            rows.push({ tag: width + (deep ? " within" : "") + (asked > 0 ? " asked" : ""), width: width, deep: deep, asked: asked })
        return rows
    }
    function test_the_last_page_is_never_under_the_chip(row) {
        const part = show(top, { width: row.width, deep: row.deep, asked: row.asked, pages: all, page: "today" })
        const shown = within(part).filter((child) => ["chip", "lock", "back", "search"].indexOf(child.objectName) >= 0
                                                     || child.objectName.startsWith("page_"))
        compare(shown.length, row.deep ? 9 : 8)
        for (const item of shown) {
            const at = seen(item, part)
            verify(at.left >= 0 && at.top >= 0 && at.right <= part.width && at.bottom <= part.height, item.objectName + ": " + told(at))
            for (const other of shown)
                verify(other === item || apart(at, seen(other, part)),
                       item.objectName + " " + told(at) + ", " + other.objectName + " " + told(seen(other, part)))
        }
        verify(shown.find((item) => item.objectName === "search").width >= 160)
    }
    function test_a_button_in_a_narrow_pane_goes_on_in_the_next_line_instead_of_running_out_of_it_data() {
        return [{ tag: "visits", kind: choice, width: 240, text: "Colleagues' as well: 1000" },
                { tag: "unlock", kind: quiet, width: 336, text: "Another person works with this tablet" }]
    }
    function test_a_button_in_a_narrow_pane_goes_on_in_the_next_line_instead_of_running_out_of_it(row) {
        const part = show(row.kind, { text: row.text })
        verify(part.implicitWidth > row.width)
        part.width = Qt.binding(() => Math.min(part.implicitWidth, row.width))
        waitForRendering(part)
        const words = within(part).find((child) => child.font !== undefined && child.text === row.text)
        verify(words.lineCount > 1)
        const at = seen(words, part)
        verify(at.left >= 0 && at.right <= part.width && at.top >= 0 && at.bottom <= part.height, told(at))
    }
    function test_without_a_line_the_small_chip_says_so() {
        verify(says(show(chip, { stage: "offline", narrow: true }), qsTranslate("SyncChip", "Offline")))
    }
}
