import QtQuick
import QtTest
import Doorstep
import Doorstep.Gallery

/// What holds for every part in every state: the gallery's pages are walked through.
PartCase {
    id: test
    name: "Every part"
    width: 1100
    height: 2600

    function pages(): var {
        const names = ["Sync", "Grid", "Rows", "Fields", "MoreFields", "Door", "Keys", "Conflict", "Office"], rows = []
        for (const name of names) for (const width of [1, 412]) for (const large of [false, true])
            rows.push({ tag: name + (width === 1 ? "" : " narrow") + (large ? " large" : ""), page: name, width: width, large: large })
        return rows
    }
    function open(row: var): var {
        Theme.largeType = row.large
        const made = Qt.createComponent("qrc:/qt/qml/Doorstep/Gallery/" + row.page + "Page.qml")
        compare(made.status, Component.Ready, made.errorString())
        const page = createTemporaryObject(made, test)
        page.width = row.width === 1 ? page.implicitWidth : row.width
        waitForRendering(page)
        page.height = page.implicitHeight
        wait(20)
        return page
    }
    function cleanup() {
        Theme.largeType = false
    }
    function path(item: Item): string {
        return item === null ? "" : path(item.parent) + "/" + String(item).replace(/_QML.*/, "")
    }

    function test_every_button_is_a_finger_wide_and_has_a_name_data() { return pages() }
    function test_every_button_is_a_finger_wide_and_has_a_name(row) {
        const page = open(row)
        for (const item of within(page)) {
            if (item.clicked === undefined || item.down === undefined) continue
            verify(item.width >= Theme.touch && item.height >= Theme.touch, path(item) + " is " + item.width + " by " + item.height)
            verify(item.Accessible.name !== "", path(item) + " has no name")
        }
    }
    function test_nothing_hangs_out_of_the_page_data() { return pages() }
    function test_nothing_hangs_out_of_the_page(row) {
        const page = open(row)
        for (const item of within(page)) {
            if (item.text === undefined || item.text === "" || item.font === undefined) continue
            if (insideGrid(item)) continue
            const at = item.mapToItem(page, 0, 0)
            verify(at.x >= 0 && at.x + item.width <= page.width + 1, path(item) + " “" + item.text + "” ends at " + (at.x + item.width))
        }
    }
    function test_in_chinese_nothing_is_said_in_english_data() { return pages().filter((row) => row.width === 1 && !row.large) }
    function test_in_chinese_nothing_is_said_in_english(row) {
        if (row.page === "Keys") skip("shows the names of the signs")
        const page = open(row), english = /[A-Za-z]{3,}/
        for (const item of within(page)) {
            if (insideGrid(item)) continue // its meanings are the sample's
            const said = item.Accessible.name
            verify(!english.test(said.replace("zhang", "")) || item.text === page.heading, path(item) + " is called “" + said + "”")
            if (typeof item.text === "string" && item.font !== undefined && item.textFormat !== Text.StyledText)
                verify(!english.test(item.text.replace("zhang", "")) || item.text === page.heading, path(item) + " “" + item.text + "”")
        }
    }
    function test_the_tab_key_reaches_every_control_data() { return pages().filter((row) => row.width === 1 && !row.large) }
    function test_the_tab_key_reaches_every_control(row) {
        const page = open(row)
        const controls = within(page).filter((item) => item.enabled && (item.focusPolicy & Qt.TabFocus) && !insideGrid(item))
        const reached = []
        for (let i = 0; i < 2 * controls.length + 10; ++i) {
            keyClick(Qt.Key_Tab)
            reached.push(page.Window.activeFocusItem)
        }
        for (const control of controls) verify(reached.indexOf(control) >= 0, path(control) + " " + control.text + " is not reached")
        for (const item of reached) verify(item && item.visible, path(item))
    }
    function insideGrid(item: Item): bool {
        for (let up = item; up !== null; up = up.parent) if (up.contentX !== undefined) return true
        return false
    }
}
