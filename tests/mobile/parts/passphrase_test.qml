import QtQuick
import QtTest
import Doorstep

PartCase {
    id: test
    name: "PassphraseField"

    Component { id: field; PassphraseField {} }
    Component { id: code; CodeField {} }

    /// Everything a script can read of an object, that is a text.
    function readable(item: var): string {
        let out = ""
        for (const name in item) if (typeof item[name] === "string") out += name + "=" + item[name] + "\n"
        return out
    }

    function test_what_is_typed_leaves_once_and_is_no_property() {
        const part = show(field), told = watch(part, "entered")
        mouseClick(input(part))
        type("three words")
        verify(part.filled)
        compare(readable(part).indexOf("three words"), -1)
        keyClick(Qt.Key_Return)
        compare(told.count, 1)
        compare(told.signalArguments[0][0], "three words")
        verify(!part.filled)
        compare(input(part).text, "")
        keyClick(Qt.Key_Return)
        compare(told.count, 1)
    }
    function test_the_letters_are_covered_until_one_asks() {
        const part = show(field)
        mouseClick(input(part))
        type("abc")
        verify(input(part).displayText !== "abc")
        tap(part, qsTranslate("PassphraseField", "Show what I type"))
        compare(input(part).displayText, "abc")
    }
    function test_the_button_does_what_enter_does() {
        const part = show(field), told = watch(part, "entered")
        mouseClick(button(part, part.step))
        compare(told.count, 0)
        mouseClick(input(part))
        type("x")
        mouseClick(button(part, part.step))
        compare(told.count, 1)
    }
    function test_nothing_is_told_while_the_last_one_is_being_tried() {
        const part = show(field), told = watch(part, "entered")
        mouseClick(input(part))
        type("x")
        part.busy = true
        mouseClick(button(part, part.step))
        compare(told.count, 0)
    }
    function test_locking_forgets_what_was_typed() {
        const part = show(field)
        mouseClick(input(part))
        type("x")
        part.wipe()
        verify(!part.filled)
    }
    function test_a_wrong_passphrase_is_said_in_words() {
        const part = show(field, { error: "口令不对，30 秒后可再试" })
        verify(says(part, "口令不对，30 秒后可再试"))
    }
    function test_a_code_may_be_read_out_in_groups() {
        const part = show(code), told = watch(part, "entered")
        mouseClick(input(part))
        type("ab12-cd34 ef")
        keyClick(Qt.Key_Return)
        compare(told.signalArguments[0][0], "ab12cd34ef")
    }
}
