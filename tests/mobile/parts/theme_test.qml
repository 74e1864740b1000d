import QtQuick
import QtTest
import Doorstep

TestCase {
    name: "Theme"

    function part(value: real): real {
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4)
    }
    function light(name: string): real {
        const colour = Qt.color(name)
        return 0.2126 * part(colour.r) + 0.7152 * part(colour.g) + 0.0722 * part(colour.b)
    }
    function contrast(one: string, other: string): real {
        const a = light(one), b = light(other)
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }

    function test_black_on_white_has_a_contrast_of_21() {
        fuzzyCompare(contrast("#000000", "#ffffff"), 21, 0.001)
        fuzzyCompare(contrast("#767676", "#ffffff"), 4.54, 0.01)
    }

    function test_every_text_can_be_read_on_every_ground_it_stands_on_data() {
        const rows = []
        for (const look of Object.keys(Theme.palettes))
            for (const pair of Theme.pairs) rows.push({ tag: look + " " + pair.join(" on "), look: look, pair: pair })
        return rows
    }
    function test_every_text_can_be_read_on_every_ground_it_stands_on(row) {
        const palette = Theme.palettes[row.look], least = row.look.startsWith("high") ? 7 : 4.5
        const ratio = contrast(palette[row.pair[0]], palette[row.pair[1]])
        verify(ratio >= least, ratio.toFixed(2) + " is below " + least)
    }

    function test_the_edge_of_what_can_be_touched_is_seen_data() {
        return Object.keys(Theme.palettes).map((look) => ({ tag: look, palette: Theme.palettes[look] }))
    }
    function test_the_edge_of_what_can_be_touched_is_seen(row) {
        for (const ground of ["surface", "raised", "sunken"])
            verify(contrast(row.palette.edge, row.palette[ground]) >= 3, ground)
    }

    function test_all_looks_have_all_colours() {
        const names = Object.keys(Theme.palettes.light).sort().join()
        for (const look of Object.keys(Theme.palettes)) compare(Object.keys(Theme.palettes[look]).sort().join(), names)
    }

    function test_the_switches_change_every_token() {
        const before = [Theme.text, Theme.surface, Theme.attention].map(String), size = Theme.body
        Theme.dark = true
        Theme.largeType = true
        const after = [Theme.text, Theme.surface, Theme.attention].map(String)
        for (let i = 0; i < before.length; ++i) verify(before[i] !== after[i])
        verify(Theme.body > size)
        Theme.highContrast = true
        compare(Theme.look, "high_dark")
        Theme.dark = Theme.largeType = Theme.highContrast = false
        compare([Theme.text, Theme.surface, Theme.attention].map(String), before)
    }

    function test_a_finger_and_an_arm_are_long_enough() {
        verify(Theme.touch >= 48)
        verify(Theme.body >= 16)
        verify(Theme.caption < Theme.body && Theme.body < Theme.lead && Theme.lead < Theme.title && Theme.title < Theme.display)
        verify(Theme.motion <= 150)
    }

    function test_an_unknown_tone_is_neutral() {
        compare(String(Theme.tone("loud")), String(Theme.neutral))
        compare(String(Theme.soft("ok")), String(Theme.okSoft))
    }
}
