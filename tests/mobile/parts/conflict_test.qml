import QtQuick
import QtTest
import Doorstep
import Doorstep.Gallery

PartCase {
    id: test
    name: "ConflictCard"

    Component { id: card; ConflictCard {} }
    Component { id: plan; PlanSheet {} }
    Component { id: rule; RuleRow {} }
    Component { id: talk; Discussion {} }
    Component { id: pick; PeoplePick {} }

    function desk(values: var): var {
        const part = show(card, Object.assign({ width: 780, heading: "张三 · 手机号", base: Samples.base, candidates: Samples.candidates,
                                                asks: "王芳" }, values || {}))
        part.forceActiveFocus()
        return part
    }

    function test_many_are_shown_before_one_says_yes() {
        const part = show(plan, { width: 600, title: "姓名", count: 3, leftAlone: 1, lines: [{ heading: "张三", was: "张山", value: "张珊" }] })
        const decided = watch(part, "decided"), not = watch(part, "notNow")
        verify(says(part, "将裁决 3 项，尚未写入任何内容"))
        verify(says(part, "另有 2 项"))
        verify(says(part, "张珊"))
        tap(part, "以后再说")
        compare([decided.count, not.count], [0, 1])
        tap(part, "裁决 3 项")
        compare(decided.count, 1)
    }
    function test_a_plan_of_nothing_offers_no_yes() {
        const part = show(plan, { width: 600, title: "姓名" })
        verify(says(part, "目前没有可按此裁决的冲突"))
        verify(!says(part, "裁决 0 项"))
    }
    function test_a_rule_is_shown_taken_back_and_ended_by_a_person() {
        const part = show(rule, { width: 600, words: "姓名：“见到证件”优先于“电话”", by: "王芳", fits: 4 })
        const shown = watch(part, "showAsked"), back = watch(part, "backAsked"), drop = watch(part, "dropAsked")
        tap(part, "查看可裁决的 4 项")
        tap(part, "撤回其全部裁决")
        tap(part, "停用规则")
        compare([shown.count, back.count, drop.count], [1, 1, 1])
    }

    function test_a_group_is_typed_by_its_own_editors_and_only_what_was_touched_is_told() {
        const part = desk({ members: Samples.members }), wrote = watch(part, "wroteAll"), chose = watch(part, "chose")
        keyClick(Qt.Key_T)
        verify(!within(part).find((child) => child.objectName === "takeTyped").enabled, "nothing was typed yet")
        within(part).find((child) => child.objectName === "member_value").editor.edited("13611112222")
        part.members = Array.from(part.members) // news that change nothing
        within(part).find((child) => child.objectName === "takeTyped").clicked() // it lies below the window
        compare(JSON.stringify(wrote.signalArguments[0][0]), JSON.stringify({ value: "13611112222" }))
        keyClick(Qt.Key_1)
        compare(chose.count, 0)
        part.conflict = "another"
        verify(!part.typing, "another question: what was typed for this one goes")
    }
    function test_what_was_decided_offers_the_way_back_and_nothing_else() {
        const part = desk({ outcome: "已裁决：13900001111", decidedBy: "王芳 · 10:12", wayBack: "ask", typable: false })
        const back = watch(part, "backAsked"), chose = watch(part, "chose")
        verify(says(part, "已裁决：13900001111"))
        verify(!says(part, qsTranslate("ConflictCard", "Take %1").arg(1)))
        verify(!says(part, "下一条"))
        keyClick(Qt.Key_1)
        tap(part, qsTranslate("ConflictCard", "Ask again"))
        compare([chose.count, back.count], [0, 1])
    }
    function test_two_that_were_kept_apart_can_be_made_one_after_all() {
        const part = desk({ outcome: "已裁决：是两份", wayBack: "ask", twice: true, typable: false, candidates: Samples.twins }), chose = watch(part, "chose")
        tap(part, qsTranslate("ConflictCard", "One record: keep %1").arg(2))
        compare(chose.signalArguments[0][0], 2)
    }
    function test_something_is_said_by_enter_and_nothing_by_an_empty_line() {
        const part = show(talk, { width: 500, remarks: Samples.remarks }), said = watch(part, "said")
        verify(says(part, "我看过身份证，是山水的山。"))
        const line = within(part).find((child) => child.objectName === "remarkLine")
        line.forceActiveFocus()
        keyClick(Qt.Key_Return)
        type("ok")
        keyClick(Qt.Key_Return)
        compare([said.count, said.signalArguments[0][0], line.text], [1, "ok", ""])
    }
    function test_of_many_people_one_is_found_by_a_part_of_the_name() {
        const many = Array.from({ length: 30 }, (_, i) => ({ person: "p" + i, name: "n" + i }))
        const part = show(pick, { width: 500, people: many }), picked = watch(part, "picked")
        verify(says(part, "另有 18 人"))
        const line = within(part).find((child) => child.objectName === "peopleLine")
        line.forceActiveFocus()
        type("n29")
        tap(part, "n29")
        compare(picked.signalArguments[0][0], "p29")
    }
    function test_two_then_enter() {
        const part = desk(), chose = watch(part, "chose"), next = watch(part, "nextAsked")
        keyClick(Qt.Key_2)
        keyClick(Qt.Key_Return)
        compare(chose.signalArguments[0][0], 2)
        compare(next.count, 1)
    }
    function test_a_tap_then_enter() {
        const part = desk(), chose = watch(part, "chose"), next = watch(part, "nextAsked")
        tap(part, qsTranslate("ConflictCard", "Take %1").arg(1))
        keyClick(Qt.Key_Return)
        compare([chose.count, next.count], [1, 1])
    }
    function test_keys_with_control_are_the_screens() {
        const part = desk(), asked = watch(part, "askedAuthor")
        keyClick(Qt.Key_A, Qt.ControlModifier)
        compare(asked.count, 0)
    }
    function test_a_number_nobody_has_chooses_nothing() {
        const part = desk(), chose = watch(part, "chose")
        keyClick(Qt.Key_3)
        compare(chose.count, 0)
    }
    function test_the_values_themselves_can_be_tapped() {
        const part = desk(), chose = watch(part, "chose")
        mouseClick(within(part).find((child) => child.number === 1 && child.who !== undefined))
        tap(part, qsTranslate("ConflictCard", "Take %1").arg(2))
        compare([chose.signalArguments[0][0], chose.signalArguments[1][0]], [1, 2])
    }
    function test_digits_typed_as_a_third_value_choose_nothing() {
        const part = desk(), chose = watch(part, "chose"), wrote = watch(part, "wrote"), next = watch(part, "nextAsked")
        keyClick(Qt.Key_T)
        verify(part.typing)
        type("12u")
        keyClick(Qt.Key_Return)
        compare(chose.count, 0)
        compare(next.count, 0)
        compare(wrote.signalArguments[0][0], "12u")
        verify(!part.typing)
        keyClick(Qt.Key_Return)
        compare(next.count, 1)
    }
    function test_escape_leaves_the_third_value_and_the_keys_choose_again() {
        const part = desk(), chose = watch(part, "chose"), wrote = watch(part, "wrote")
        keyClick(Qt.Key_T)
        type("9")
        keyClick(Qt.Key_Escape)
        keyClick(Qt.Key_1)
        compare(wrote.count, 0)
        compare(chose.count, 1)
    }
    function test_the_author_is_asked_and_the_last_decision_taken_back() {
        const part = desk(), asked = watch(part, "askedAuthor"), undo = watch(part, "undoAsked")
        keyClick(Qt.Key_A)
        keyClick(Qt.Key_U)
        compare([asked.count, undo.count], [1, 1])
    }
    function test_both_are_kept_only_where_that_can_be() {
        const part = desk(), both = watch(part, "bothChosen")
        keyClick(Qt.Key_B)
        compare(both.count, 0)
        part.keepsBoth = true
        keyClick(Qt.Key_B)
        compare(both.count, 1)
    }
    function test_records_that_may_be_one_are_compared_and_one_stays_or_both() {
        const part = desk({ twice: true, typable: false, candidates: Samples.twins }), chose = watch(part, "chose"), both = watch(part, "bothChosen")
        verify(within(part).some((child) => child.parts !== undefined && Array.from(child.parts).join("") === "教师"))
        verify(!says(part, qsTranslate("CandidateColumn", "Before")), "nothing stood there before")
        tap(part, qsTranslate("ConflictCard", "One record: keep %1").arg(2))
        tap(part, qsTranslate("ConflictCard", "Two after all"))
        keyClick(Qt.Key_B)
        compare([chose.signalArguments[0][0], both.count], [2, 2])
    }
    function test_who_where_when_and_what_speaks_for_it_are_all_there() {
        const part = desk({ note: "依据第 12 版，错过 13–14" })
        for (const words of ["王芳 · 平板 07", "今天 10:12", "走访签名", "李强 · 办公室", "今天 09:40", "电话登记", "依据第 12 版，错过 13–14"])
            verify(says(part, words), words)
    }
    function test_sentences_keep_their_lines_and_are_never_markup() {
        const part = desk({ base: ["一\n<b>二"] })
        const marked = within(part).find((child) => child.parts !== undefined)
        compare(marked.text, "一<br>&lt;b&gt;二")
    }
    function test_an_emptied_value_says_so() {
        const part = desk({ base: [] })
        verify(says(part, qsTranslate("CandidateColumn", "empty")))
    }
    function test_on_a_phone_the_values_stand_under_each_other() {
        const part = desk()
        const sides = () => within(part).filter((child) => child.evidence !== undefined)
        compare(sides()[1].y, sides()[2].y)
        part.width = 400
        waitForRendering(part)
        tryVerify(() => sides()[2].y > sides()[1].y)
        compare(sides()[1].x, sides()[2].x)
    }
}
