pragma Singleton
import QtQuick

/// Values to show the parts with, in the reader's language. Nobody lives here: names, rooms and numbers are made up.
QtObject {
    property bool chinese: true

    function say(zh: string, en: string): string {
        return chinese ? zh : en
    }

    readonly property var uses: [
        { name: "self", label: say("自住", "Owner lives here") },
        { name: "rented", label: say("出租", "Rented out") },
        { name: "vacant", label: say("空置", "Vacant") },
        { name: "unknown", label: say("不清楚", "Unknown") }
    ]
    readonly property var decoration: [
        { name: "none", label: say("毛坯", "Bare") },
        { name: "planned", label: say("计划装修", "Planned"), closed: true,
          reason: say("装修中的房屋不能回到计划", "Works under way cannot go back to planned") },
        { name: "ongoing", label: say("装修中", "Under way") },
        { name: "done", label: say("已装修", "Done") }
    ]
    readonly property var wishes: [
        { name: "call_first", label: say("上门前先打电话", "Call before coming") },
        { name: "visitor_call", label: say("访客须先呼叫确认", "Announce visitors first") },
        { name: "shoe_covers", label: say("进门穿鞋套", "Wear shoe covers") },
        { name: "no_photos", label: say("室内不拍照", "No photos inside") },
        { name: "camera", label: say("门口有摄像头", "Camera at the door") }
    ]
    readonly property var lenses: [
        { name: "due", label: say("待访", "Due"), count: 18 },
        { name: "complete", label: say("完整度", "Completeness"), count: 0 },
        { name: "conflicts", label: say("冲突", "Conflicts"), count: 2 },
        { name: "use", label: say("使用状态", "Use"), count: 0 },
        { name: "requests", label: say("未结服务单", "Open requests"), count: 5 }
    ]
    readonly property var legend: [
        { tone: "attention", glyph: "warning", text: say("逾期", "Overdue") },
        { tone: "waiting", glyph: "dot", text: say("今天到期", "Due today") },
        { tone: "ok", glyph: "check", text: say("今天已核对", "Reviewed today") },
        { tone: "neutral", glyph: "", text: say("不需走访", "Not due") }
    ]
    readonly property var needs: [
        { text: say("青霉素过敏，急救时告知医生", "Allergic to penicillin; tell the doctor"), whom: say("张奶奶", "Grandmother Zhang"),
          glyph: "medical" },
        { text: say("进门先打电话，门铃会惊醒婴儿", "Call before coming in; the bell wakes the baby"), whom: "", glyph: "phone" }
    ]
    readonly property var entries: [
        { text: say("业主反映电梯夜间有异响，已记入维修计划。", "The owner hears the lift at night; noted for the works plan."),
          who: say("李强", "Li Qiang"), when: "2026-06-30" },
        { text: say("对讲机更换后试过，声音清楚。", "Tried the new intercom; clear."), who: say("王芳", "Wang Fang"), when: "2026-09-02" },
        { text: say("同意周末上午走访。", "Weekend mornings are fine for visits."), who: say("王芳", "Wang Fang"), when: "2026-10-18" },
        { text: say("阳台漏水已自行修好。", "Mended the leaking balcony themselves."), who: say("王芳", "Wang Fang"),
          when: say("今天 10:12", "today 10:12"), pending: true }
    ]
    readonly property var base: ["13800138000"]
    readonly property var candidates: [
        { value: ["13", "900001111"], who: say("王芳", "Wang Fang"), where: say("平板 07", "tablet 07"),
          when: say("今天 10:12", "today 10:12"), stands: true,
          evidence: [{ text: say("走访签名", "Signed at the visit"), glyph: "pen" }, { text: say("当面核对", "Seen in person"), glyph: "eye" }] },
        { value: ["13", "70000222", "2"], who: say("李强", "Li Qiang"), where: say("办公室", "office"),
          when: say("今天 09:40", "today 09:40"),
          evidence: [{ text: say("电话登记", "Noted on the phone"), glyph: "phone", tone: "neutral" },
                     { text: say("时钟快 4 分钟", "Clock 4 minutes fast"), glyph: "clock", tone: "waiting" }] }
    ]
    /// One's own proposal: nothing of it is one's to decide.
    readonly property var proposed: [
        { value: ["80.00 m²"], who: say("办公室", "office"), when: "2026-03-02", stands: true, barred: " " },
        { value: ["89.50 m²"], who: say("王芳", "Wang Fang"), where: say("平板 07", "tablet 07"), when: say("今天 10:12", "today 10:12"),
          proposed: true, barred: " ", evidence: [{ text: say("待审核", "proposed"), glyph: "people", tone: "waiting" }] }
    ]
    /// Records that may be one.
    readonly property var twins: [
        { value: [say("李四", "Li Si")], who: say("王芳", "Wang Fang"), where: say("平板 07", "tablet 07"), when: say("今天 10:12", "today 10:12"),
          facts: [{ label: say("职业", "Occupation"), text: say("教师", "Teacher"), unlike: true }, { label: say("性别", "Sex"), text: "", unlike: true },
                  { label: say("编号", "Number"), text: "HX-0000017", unlike: false }] },
        { value: [say("李肆", "Li Si")], who: say("李强", "Li Qiang"), where: say("办公室", "office"), when: say("今天 09:40", "today 09:40"),
          facts: [{ label: say("职业", "Occupation"), text: say("护士", "Nurse"), unlike: true }, { label: say("性别", "Sex"), text: say("女", "Female"), unlike: true },
                  { label: say("编号", "Number"), text: "HX-0000017", unlike: false }] }
    ]
    /// A telephone as it is typed anew: its kind and its number.
    readonly property var members: [
        { field: "kind", kind: "choice", label: say("类型", "Kind"), value: "mobile",
          choices: [{ name: "mobile", label: say("手机", "Mobile") }, { name: "landline", label: say("座机", "Landline") }] },
        { field: "value", kind: "text", label: say("号码", "Number"), value: "138 0013 8000" }
    ]
    readonly property var remarks: [
        { who: say("王芳", "Wang Fang"), when: say("今天 10:20", "today 10:20"), text: say("我看过身份证，是山水的山。", "I saw the paper.") },
        { who: say("李强", "Li Qiang"), when: say("今天 10:31", "today 10:31"), text: say("那就按证件。", "Then take what it says.") }
    ]
    readonly property var colleagues: [
        { person: "me", name: say("我", "me") }, { person: "wang", name: say("王芳", "Wang Fang") }, { person: "li", name: say("李强", "Li Qiang") }
    ]
    /// 李 as three strokes of a pen; x, y in thousandths of the pad, t in ms.
    readonly property var signature: Array.from([
        [[180, 90, 0], [230, 88, 30], [290, 84, 60], [345, 80, 90]],
        [[262, 40, 240], [264, 90, 280], [263, 160, 330], [258, 205, 370]],
        [[260, 92, 520], [230, 130, 560], [195, 160, 600]],
        [[266, 92, 720], [300, 128, 760], [350, 156, 810]],
        [[430, 70, 1000], [500, 64, 1050], [470, 98, 1090], [452, 112, 1120], [500, 130, 1160], [490, 190, 1220], [462, 176, 1250]],
        [[400, 126, 1400], [470, 120, 1450], [560, 116, 1500]]
    ]).map((stroke) => stroke.map((at) => ({ x: at[0], y: at[1], t: at[2] })))
}
