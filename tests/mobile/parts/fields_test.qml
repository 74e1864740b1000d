import QtQuick
import QtTest
import Doorstep
import Doorstep.Gallery

PartCase {
    id: test
    name: "Field editors"

    Component { id: any; FieldEditor {} }

    function editor(kind: string, values: var): var {
        return show(any, Object.assign({ kind: kind, label: "标签" }, values || {}))
    }

    function test_every_key_is_told() {
        const part = editor("text"), told = watch(part, "edited")
        mouseClick(input(part))
        type("abc")
        compare(told.count, 3)
        compare(told.signalArguments[2][0], "abc")
    }
    function test_what_comes_from_outside_is_shown_while_nobody_types() {
        const part = editor("text", { value: "教师" })
        compare(input(part).text, "教师")
        part.value = "医生"
        compare(input(part).text, "医生")
    }
    function test_what_comes_from_outside_is_never_written_over_what_is_typed() {
        const part = editor("text", { value: "a" })
        mouseClick(input(part))
        type("b")
        part.value = "other"
        compare(input(part).text, "ab")
    }
    function test_leaving_a_field_is_told_and_what_was_typed_stays() {
        const part = editor("text"), left = watch(part, "finished")
        mouseClick(input(part))
        type("abc")
        keyClick(Qt.Key_Return)
        compare(left.count, 1)
        compare(input(part).text, "abc")
    }
    function test_the_form_may_bring_it_to_its_usual_form_once_one_has_left() {
        const part = editor("text")
        part.finished.connect(() => { part.value = "3" })
        mouseClick(input(part))
        type("03")
        keyClick(Qt.Key_Return)
        compare(input(part).text, "3")
    }
    function test_somebody_elses_value_stands_beside_and_can_be_used() {
        const part = editor("text", { value: "教师", otherBy: "办公室 10:15", otherValue: "医生" })
        const theirs = watch(part, "theirsAsked")
        part.theirsAsked.connect(() => { part.value = "医生"; part.otherBy = "" })
        mouseClick(input(part))
        type("x")
        verify(says(part, qsTranslate("OtherValue", "%1 changed this to \"%2\"").arg("办公室 10:15").arg("医生")))
        tap(part, qsTranslate("OtherValue", "Use it"))
        compare(theirs.count, 1)
        compare(input(part).text, "医生")
        verify(!within(part).some((child) => child.text === qsTranslate("OtherValue", "Use it")))
    }
    function test_ones_own_value_can_be_kept() {
        const part = editor("text", { value: "教师", otherBy: "办公室 10:15", otherCleared: true })
        const mine = watch(part, "mineAsked")
        verify(says(part, qsTranslate("OtherValue", "%1 emptied this").arg("办公室 10:15")))
        tap(part, qsTranslate("OtherValue", "Keep mine"))
        compare(mine.count, 1)
        compare(input(part).text, "教师")
    }
    function test_an_error_takes_the_place_of_the_help() {
        const part = editor("phone", { help: "十一位", error: "少 1 位，请再问一次" })
        verify(says(part, "少 1 位，请再问一次"))
        verify(!says(part, "十一位"))
        compare(input(part).Accessible.description, "少 1 位，请再问一次")
    }
    function test_a_field_one_may_not_write_has_nothing_to_type_into_and_says_why() {
        const part = editor("text", { value: "第一中学", readOnly: true, readOnlyReason: "由办公室维护" })
        verify(says(part, "第一中学"))
        verify(says(part, "由办公室维护"))
        verify(!within(part).some((child) => child.cursorPosition !== undefined))
    }
    function test_who_and_when_is_told_on_demand() {
        const part = editor("text", { provenance: "王芳 · 走访 · 今天 10:12" })
        verify(!says(part, "王芳 · 走访 · 今天 10:12"))
        tap(part, qsTranslate("FieldFrame", "Who set %1, and when").arg("标签"))
        verify(says(part, "王芳 · 走访 · 今天 10:12"))
    }
    function test_a_conflict_leads_to_the_desk() {
        const part = editor("text", { conflict: true }), asked = watch(part, "conflictAsked")
        tap(part, qsTranslate("FieldFrame", "Choose"))
        compare(asked.count, 1)
    }
    function test_residents_words_are_never_markup() {
        const part = editor("text", { value: "<b>张三</b>", readOnly: true })
        const shown = within(part).find((child) => child.text === "<b>张三</b>")
        compare(shown.textFormat, Text.PlainText)
    }

    function test_prose_keeps_its_lines_and_tab_leaves_it() {
        const part = editor("prose", { value: "一\n二", provenance: "王芳" }), told = watch(part, "edited"), left = watch(part, "finished")
        compare(input(part).text, "一\n二")
        compare(told.count, 0)
        mouseClick(input(part), 20, 20)
        input(part).cursorPosition = 3
        keyClick(Qt.Key_Return)
        type("x")
        compare(told.signalArguments[1][0], "一\n二\nx")
        keyClick(Qt.Key_Tab)
        compare(left.count, 1)
        compare(input(part).text, "一\n二\nx")
    }
    function test_prose_says_when_the_room_runs_out() {
        const part = editor("prose", { lengthMax: 5 })
        mouseClick(input(part))
        type("abcdefg")
        verify(says(part, qsTranslate("ProseInput", "%1 too many").arg(2)))
    }
    function test_a_line_that_is_too_long_says_so_and_is_not_cut() {
        const part = editor("text", { lengthMax: 5 }), told = watch(part, "edited")
        mouseClick(input(part))
        type("abcde")
        verify(!says(part, qsTranslate("TextEditor", "%1 too many").arg(0)))
        type("fg")
        verify(says(part, qsTranslate("TextEditor", "%1 too many").arg(2)))
        compare(told.signalArguments[6][0], "abcdefg")
    }
    function test_a_number_is_stepped_within_its_limits() {
        const part = editor("number", { value: "1", least: 0, most: 2 }), told = watch(part, "edited")
        part.edited.connect((value) => { part.value = value })
        tap(part, qsTranslate("NumberEditor", "One more"))
        compare(input(part).text, "2")
        tap(part, qsTranslate("NumberEditor", "One more"))
        compare(told.count, 1)
        mouseClick(input(part))
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Down)
        compare(input(part).text, "0")
    }
    function test_a_phone_number_is_grouped_once_one_has_left() {
        const part = editor("phone", { callable: true }), told = watch(part, "edited"), call = watch(part, "callAsked")
        part.edited.connect((value) => { part.value = value })
        mouseClick(input(part))
        type("13800138000")
        compare(told.signalArguments[10][0], "13800138000")
        compare(input(part).text, "13800138000")
        keyClick(Qt.Key_Return)
        compare(input(part).text, "138 0013 8000")
        tap(part, qsTranslate("PhoneEditor", "Call %1").arg("138 0013 8000"))
        compare(call.signalArguments[0][0], "13800138000")
    }
    function test_an_id_number_is_covered_until_one_asks_and_that_is_told() {
        const part = editor("id_number", { value: "11010519491231002X" }), seen = watch(part, "uncovered")
        verify(says(part, "1101**********002X"))
        verify(!says(part, "110105 19491231 002X"))
        tap(part, qsTranslate("IdNumberEditor", "Show"))
        compare(seen.count, 1)
        compare(input(part).text, "110105 19491231 002X")
    }
    function test_an_id_number_that_is_being_typed_is_not_covered() {
        const part = editor("id_number")
        part.edited.connect((value) => { part.value = value })
        mouseClick(input(part))
        type("1101")
        compare(input(part).text, "1101")
    }
    function test_a_choice_is_one_tap_and_a_second_takes_it_back() {
        const part = editor("choice", { choices: Samples.uses }), told = watch(part, "edited")
        part.edited.connect((value) => { part.value = value })
        tap(part, "出租")
        compare(part.value, "rented")
        tap(part, "出租")
        compare(part.value, "")
        compare(told.count, 2)
    }
    function test_a_required_choice_is_changed_and_not_taken_back() {
        const part = editor("choice", { choices: Samples.uses, value: "self", required: true }), told = watch(part, "edited")
        tap(part, "自住")
        compare(told.count, 0)
        tap(part, "空置")
        compare(told.signalArguments[0][0], "vacant")
    }
    function test_a_step_that_is_not_allowed_cannot_be_taken() {
        const part = editor("choice", { choices: Samples.decoration, value: "ongoing" }), told = watch(part, "edited")
        tap(part, "计划装修")
        compare(told.count, 0)
    }
    function test_a_choice_of_a_newer_template_is_shown_as_it_came() {
        const part = editor("choice", { choices: Samples.uses, value: "shared_by_many" })
        verify(button(part, "shared_by_many").chosen)
    }
    function test_several_choices_and_words_of_ones_own() {
        const part = editor("choices", { choices: Samples.wishes, open: true, value: ["call_first"] })
        part.edited.connect((value) => { part.value = value })
        tap(part, "进门穿鞋套")
        compare(part.value, ["call_first", "shoe_covers"])
        mouseClick(input(part))
        type("dog")
        keyClick(Qt.Key_Return)
        compare(part.value, ["call_first", "shoe_covers", "dog"])
        compare(input(part).text, "")
        tap(part, "dog")
        tap(part, "上门前先打电话")
        compare(part.value, ["shoe_covers"])
    }
    function test_a_flag_is_yes_no_or_not_known() {
        const part = editor("flag"), told = watch(part, "edited")
        part.edited.connect((value) => { part.value = value })
        verify(!button(part, "是").chosen && !button(part, "否").chosen)
        tap(part, "否")
        compare(part.value, false)
        verify(button(part, "否").chosen)
        tap(part, "否")
        compare(told.count, 2)
        verify(part.value === undefined)
    }
    function test_a_day_is_picked_from_a_month() {
        const part = editor("date", { value: "2026-11-30" })
        part.edited.connect((value) => { part.value = value })
        tap(part, qsTranslate("DateEditor", "Open the calendar"))
        waitForRendering(part)
        tap(part, qsTranslate("MonthPicker", "A month later"))
        tap(part, "2026-12-24")
        compare(part.value, "2026-12-24")
        compare(input(part).text, "2026-12-24")
    }
    function test_weeks_begin_on_monday() {
        const part = editor("date", { value: "2026-11-30" })
        tap(part, qsTranslate("DateEditor", "Open the calendar"))
        waitForRendering(part)
        const sunday = button(part, "2026-11-01"), monday = button(part, "2026-11-30")
        verify(sunday.x > monday.x && sunday.y < monday.y)
        compare(monday.x, button(part, "2026-11-02").x)
    }
    function test_a_day_is_typed_as_one_likes() {
        const part = editor("date"), told = watch(part, "edited")
        mouseClick(input(part))
        type("2026/1/5")
        compare(told.signalArguments[told.count - 1][0], "2026/1/5")
    }
    function test_now_is_a_tap() {
        const part = editor("time"), told = watch(part, "edited")
        tap(part, qsTranslate("TimeEditor", "Now"))
        verify(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(told.signalArguments[0][0]))
    }
    function test_a_time_range_has_two_ends() {
        const part = editor("time_range", { value: "09:00-" }), told = watch(part, "edited")
        const ends = within(part).filter((child) => child.cursorPosition !== undefined)
        compare([ends[0].text, ends[1].text], ["09:00", ""])
        mouseClick(ends[1])
        type("11:30")
        compare(told.signalArguments[4][0], "09:00-11:30")
    }
    function test_another_record_is_opened_chosen_or_taken_away() {
        const part = editor("reference", { value: "0190", title: "3-1-1502" })
        const opened = watch(part, "openAsked"), chosen = watch(part, "chooseAsked"), told = watch(part, "edited")
        tap(part, "3-1-1502")
        tap(part, qsTranslate("ReferenceEditor", "Another"))
        tap(part, qsTranslate("ReferenceEditor", "Take away %1").arg("3-1-1502"))
        compare([opened.count, chosen.count, told.signalArguments[0][0]], [1, 1, ""])
    }
    function test_a_log_is_added_to_and_what_stands_in_it_stays() {
        const part = editor("entries", { value: Samples.entries, lengthMax: 200 })
        const added = watch(part, "added"), draft = watch(part, "edited")
        verify(says(part, Samples.entries[3].text))
        verify(!says(part, Samples.entries[0].text))
        tap(part, qsTranslate("EntriesEditor", "%1 earlier").arg(1))
        verify(says(part, Samples.entries[0].text))
        mouseClick(input(part))
        type("done ")
        compare(draft.count, 5)
        tap(part, qsTranslate("EntriesEditor", "Add"))
        compare(added.signalArguments[0][0], "done")
    }
    function test_every_kind_of_the_template_has_an_editor_data() {
        return ["text", "prose", "number", "decimal", "money", "date", "time", "time_range", "choice", "choices", "flag",
                "phone", "id_number", "reference", "entries", "attachment", "a kind to come"].map((kind) => ({ tag: kind }))
    }
    function test_every_kind_of_the_template_has_an_editor(row) {
        const part = editor(row.tag, { help: "帮助", required: true, pending: true, confirmed: true, error: "错" })
        verify(part.editor)
        verify(part.implicitHeight >= Theme.touch)
        compare(part.editor.label, "标签")
        verify(says(part, "错"))
    }
}
