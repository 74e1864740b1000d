import QtQuick
import QtTest
import Doorstep

PartCase {
    id: test
    name: "Bars, rows and panes"

    Component { id: bar; ConfirmBar {} }
    Component { id: chip; SyncChip {} }
    Component { id: search; SearchField {} }
    Component { id: notice; Notice {} }
    Component { id: banner; Banner {} }
    Component { id: likely; LikelyRow {} }
    Component { id: visit; VisitRow {} }
    Component { id: said; Acknowledgement {} }
    Component { id: empty; EmptyState {} }
    Component { id: outbox; OutboxRow {} }
    Component { id: happening; TimelineRow {} }
    Component { id: record; RecordRow {} }
    Component { id: header; SectionHeader {} }
    Component { id: past; PastValue {} }
    Component { id: then; ThenRow {} }
    Component { id: lenses; Segments {} }
    Component { id: progress; ProgressLine {} }
    Component { id: panes; PaneSplit { height: 300; Item {} Item {} Item {} } }
    Component { id: thumb; BottomBar { PrimaryButton { text: "first" } QuietButton { text: "second" } } }

    function test_an_unchanged_home_is_one_tap_and_the_next_one_another() {
        const part = show(bar, { fields: 12 }), asked = watch(part, "confirmAsked"), next = watch(part, "nextAsked")
        part.confirmAsked.connect(() => { part.confirmed = true; part.confirmedAt = "10:12" })
        tap(part, "全部未变")
        compare([asked.count, next.count], [1, 0])
        verify(says(part, "已核对 12 项，全部未变 · 10:12"))
        tap(part, "下一户")
        compare([asked.count, next.count], [1, 1])
    }
    function test_a_tablet_that_is_turned_shows_a_long_title_and_its_place_beside_each_other() {
        const part = show(record, { width: 460, place: "投诉建议", glyph: "request",
            titleParts: ["TS0000016 · 环境卫生 · 楼道垃圾两天没有清，有异味，而且门口也堆着没有人收的纸箱"] })
        const shown = (words) => within(part).find((child) => child.font !== undefined && child.text.startsWith(words))
        const apart = () => {
            const title = shown("TS"), place = shown("投诉"), at = place.mapToItem(part, 0, 0).x
            return title.mapToItem(part, title.width, 0).x <= at && !place.truncated && at + place.width <= part.width
        }
        for (const width of [460, 380, 460, 700, 380, 560]) {
            part.width = width
            waitForRendering(part)
            if (!part.narrow) tryVerify(apart, 1000, "at " + width)
        }
    }
    function test_a_confirmation_can_be_taken_back() {
        const part = show(bar, { confirmed: true }), undo = watch(part, "undoAsked")
        tap(part, "撤销")
        compare(undo.count, 1)
    }
    function test_what_stands_in_the_way_is_said() {
        const part = show(bar, { blocked: "有 1 项冲突，先选择" }), asked = watch(part, "confirmAsked")
        tap(part, "全部未变")
        compare(asked.count, 0)
        verify(says(part, "有 1 项冲突，先选择"))
    }

    function test_who_may_be_here_already_is_named_with_three_ways_on() {
        const part = show(likely, { title: "王五 · 3-2-1502", reason: "电话相同" })
        const open = watch(part, "openAsked"), same = watch(part, "sameAsked"), on = watch(part, "goOnAsked")
        verify(says(part, "可能已有：王五 · 3-2-1502，电话相同"))
        tap(part, "看一看")
        tap(part, "就是同一个")
        tap(part, "不是，继续")
        compare([open.count, same.count, on.count], [1, 1, 1])
    }

    function test_a_value_of_before_offers_to_stand_again() {
        const part = show(past, { value: "教师", who: "王芳", when: "09:40", restorable: true }), back = watch(part, "restoreAsked")
        verify(says(part, "王芳 · 09:40"))
        tap(part, "恢复")
        compare(back.count, 1)
    }
    function test_what_stands_now_says_so_and_offers_nothing() {
        const part = show(past, { value: "医生", who: "李强", stands: true })
        verify(says(part, "现在"))
        verify(!says(part, "恢复"))
    }
    function test_a_field_of_before_tells_what_became_of_it() {
        const part = show(then, { label: "职业", was: "教师", now: "医生", changed: true })
        verify(says(part, "教师"))
        verify(says(part, "现在：医生"))
    }

    function test_the_chip_tells_the_truth_in_words_and_numbers_data() {
        return [
            { tag: "delivered", deliveredAt: "14:32", words: "已全部交到办公室 14:32", short: "14:32" },
            { tag: "waiting", waiting: 7, words: "还有 7 项在本机", short: "7" },
            { tag: "sending", sent: 3, total: 7, words: "正在交 3/7", short: "3/7" },
            { tag: "offline", words: "离线，可继续工作", short: "离线" },
            { tag: "attention", needing: 1, words: "有 1 项需要处理", short: "1" }
        ]
    }
    function test_the_chip_tells_the_truth_in_words_and_numbers(row) {
        const part = show(chip, { stage: row.tag, width: 400 }), tapped = watch(part, "clicked")
        for (const name of ["deliveredAt", "waiting", "sent", "total", "needing"]) if (row[name] !== undefined) part[name] = row[name]
        compare(part.words, row.words)
        compare(part.Accessible.name, row.words)
        verify(part.glyph !== "question")
        part.narrow = true
        verify(says(part, row.short))
        compare(part.implicitWidth, Math.round(part.implicitWidth), "its right end lies between two pixels")
        compare(part.Accessible.name, row.words)
        mouseClick(part)
        part.forceActiveFocus()
        keyClick(Qt.Key_Return)
        compare(tapped.count, 2)
    }

    function test_every_letter_searches_and_escape_begins_anew() {
        const part = show(search), told = watch(part, "searched"), first = watch(part, "opened"), list = watch(part, "listAsked")
        mouseClick(part)
        type("zha")
        compare(told.count, 3)
        keyClick(Qt.Key_Return)
        keyClick(Qt.Key_Down)
        compare([first.count, list.count], [1, 1])
        keyClick(Qt.Key_Escape)
        compare(told.signalArguments[3][0], "")
        compare(part.text, "")
        keyClick(Qt.Key_Escape)
        compare(told.count, 4)
    }
    function test_an_acknowledgement_takes_room_only_when_it_says_something() {
        const part = show(said, { text: "" }), undo = watch(part, "undone")
        verify(!part.visible)
        part.text = "已保存在本机"
        part.undoable = true
        tap(part, "撤销")
        compare(undo.count, 1)
    }
    function test_where_nothing_is_there_is_a_reason_and_a_step() {
        const part = show(empty, { headline: "今天没有待访的住户", reason: "计划由班长排", step: "看楼栋" }), stepped = watch(part, "stepped")
        verify(says(part, "计划由班长排"))
        tap(part, "看楼栋")
        compare(stepped.count, 1)
    }
    function test_what_waits_says_why_and_until_when() {
        const part = show(outbox, { place: "3-1-1502", what: "住户信息 3 项", reason: "等网络", nextTry: "14:40 再试" }), tapped = watch(part, "clicked")
        compare(part.Accessible.name, "3-1-1502, 住户信息 3 项, 等网络, 14:40 再试")
        mouseClick(part)
        compare(tapped.count, 1)
    }
    function test_what_happened_says_when_who_and_what() {
        const part = show(happening, { when: "2026-07-11", what: "报修", facts: "水管渗漏", who: "李强" })
        compare(part.Accessible.name, "2026-07-11, 报修, 水管渗漏, 李强")
        for (const words of ["2026-07-11", "报修", "水管渗漏", "李强"]) verify(says(part, words), words)
    }
    function test_a_notice_has_a_next_step() {
        const part = show(notice, { sentence: "未采用", step: "看看", dismissable: true })
        const stepped = watch(part, "stepped"), gone = watch(part, "dismissed")
        tap(part, "看看")
        tap(part, "收起")
        compare([stepped.count, gone.count], [1, 1])
    }
    function test_special_needs_take_no_room_when_there_are_none() {
        const part = show(banner, { needs: [] })
        compare(part.implicitHeight, 0)
        part.needs = [{ text: "青霉素过敏", whom: "张奶奶" }]
        verify(part.visible)
        compare(part.Accessible.name, "青霉素过敏 (张奶奶)")
    }
    function test_a_visit_says_what_became_of_it_data() {
        return [{ tag: "none", word: "逾期 12 天" }, { tag: "started", word: "进行中" }, { tag: "done", word: "已完成" },
                { tag: "no_answer", word: "无人应答" }, { tag: "refused", word: "拒访" }, { tag: "postponed", word: "已推迟" }]
    }
    function test_a_visit_says_what_became_of_it(row) {
        const part = show(visit, { place: "1单元 1502", person: "张三", due: "逾期 12 天", tone: "attention", progress: row.tag, warned: true })
        verify(says(part, row.word))
        compare(part.Accessible.name, "1单元 1502, 张三, " + row.word + ", 先看特殊需求")
    }
    function test_what_was_found_is_marked_and_never_taken_for_markup() {
        const part = show(record, { titleParts: ["<i>", "张", "三&"], place: "3-1-1502" })
        const marked = within(part).find((child) => child.parts !== undefined)
        compare(marked.Accessible.name, "<i>张三&")
        verify(marked.text.indexOf("&lt;i&gt;<b><u>") === 0)
        verify(marked.text.indexOf("三&amp;") > 0)
    }
    function test_a_section_folds_when_asked() {
        const part = show(header, { text: "住户", foldable: true, done: 5, total: 8 }), asked = watch(part, "foldAsked")
        tap(part, "收起住户")
        compare(asked.count, 1)
        verify(says(part, "5/8"))
    }
    function test_a_lens_is_asked_for_and_not_taken() {
        const part = show(lenses, { choices: [{ name: "due", label: "待访", count: 18 }, { name: "use", label: "使用状态" }], chosen: "due" })
        const asked = watch(part, "asked")
        tap(part, "使用状态")
        compare(asked.signalArguments[0][0], "use")
        verify(button(part, "待访 18").chosen)
    }
    function test_a_wait_says_what_how_far_and_how_long() {
        const part = show(progress, { what: "读取", done: 50, total: 200, howLong: "约 20 秒" })
        compare(part.part, 0.25)
        compare(part.Accessible.name, "读取, 50/200, 约 20 秒")
        part.total = 0
        compare(part.Accessible.name, "读取, 50, 约 20 秒")
        part.done = 300
        part.total = 200
        compare(part.part, 1)
    }

    function seen(part: Item): var {
        return part.panes.filter((pane) => pane.visible !== undefined && pane.visible).length
    }
    function test_as_many_panes_as_fit_data() {
        return [{ tag: "phone", width: 400, shown: 1, first: 1, count: 1 }, { tag: "portrait", width: 800, shown: 1, first: 0, count: 2 },
                { tag: "tablet", width: 1280, shown: 2, first: 1, count: 2 }, { tag: "office", width: 1600, shown: 0, first: 0, count: 3 }]
    }
    function test_as_many_panes_as_fit(row) {
        const part = show(panes, { width: row.width, shown: row.shown })
        const list = Array.from(part.panes)
        compare(part.first, row.first)
        const sight = list.filter((pane) => pane.visible)
        compare(sight.length, row.count)
        compare(sight[0], list[row.first])
        compare(sight.reduce((sum, pane) => sum + pane.width, 0), row.width)
        compare(sight[0].x, 0)
    }
    function test_panes_follow_the_width_and_the_hand() {
        const part = show(panes, { width: 400 })
        const list = Array.from(part.panes)
        part.width = 1280
        verify(list[0].visible && list[1].visible && !list[2].visible)
        Theme.leftHanded = true
        compare(list[1].x, 0)
        compare(list[0].x, list[1].width)
        Theme.leftHanded = false
        compare(list[0].x, 0)
    }
    function test_the_first_button_lies_nearest_to_the_thumb() {
        const part = show(thumb)
        verify(button(part, "first").x > button(part, "second").x)
        Theme.leftHanded = true
        tryVerify(() => button(part, "first").x < button(part, "second").x)
        Theme.leftHanded = false
    }
}
