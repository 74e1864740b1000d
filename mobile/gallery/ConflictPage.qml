import QtQuick
import Doorstep

GalleryPage {
    heading: "ConflictCard · GroupAnswer · Discussion · PeoplePick · PlanSheet · RuleRow · PaneSplit"
    implicitWidth: 1100
    Panel {
        width: parent.width
        ConflictCard {
            width: parent.width
            heading: Samples.say("张三 · 手机号", "Zhang San · mobile")
            note: Samples.say("依据第 12 版，错过 13–14", "Based on version 12, missed 13–14")
            base: Samples.base
            baseWhen: "2026-03-02"
            candidates: Samples.candidates
            chosen: 2
            keepsBoth: true
            asks: Samples.say("王芳", "Wang Fang")
            undoable: true
        }
    }
    Panel {
        width: Math.min(parent.width, 420)
        ConflictCard {
            width: parent.width
            heading: Samples.say("李四 · 职业", "Li Si · occupation")
            base: []
            candidates: Samples.candidates
            typing: true
            error: Samples.say("至少 2 个字", "At least 2 characters")
        }
    }
    Panel {
        width: parent.width
        ConflictCard {
            width: parent.width
            heading: Samples.say("李四 · 是一份还是两份", "Li Si · One record or two")
            note: Samples.say("两份相同：档案编号", "The same in both: Archive number")
            twice: true
            typable: false
            candidates: Samples.twins
            chosen: -2
        }
    }
    Panel {
        width: parent.width
        ConflictCard {
            width: parent.width
            heading: Samples.say("3-2-1502 · 建筑面积", "3-2-1502 · Gross area")
            note: Samples.say("这是您自己提出的修改，须由另一人审核", "You proposed this yourself; another person has to approve it")
            approval: true
            own: true
            typable: false
            candidates: Samples.proposed
        }
    }
    Panel {
        width: parent.width
        ConflictCard {
            width: parent.width
            heading: Samples.say("张三 · 联系方式", "Zhang San · Contact")
            base: Samples.base
            candidates: Samples.candidates
            members: Samples.members
            typing: true
            error: Samples.say("号码 · 应为 11 位手机号", "Number · Expected: a mobile number of 11 digits")
        }
        PeoplePick { width: parent.width; people: Samples.colleagues; chosen: "wang" }
        Discussion { width: parent.width; remarks: Samples.remarks }
    }
    Panel {
        width: parent.width
        ConflictCard {
            width: parent.width
            heading: Samples.say("李四 · 是一份还是两份", "Li Si · One record or two")
            twice: true
            typable: false
            candidates: Samples.twins
            outcome: Samples.say("已裁决：是两份", "Decided: they are two")
            decidedBy: Samples.say("王芳 · 昨天 16:02", "Wang Fang · yesterday 16:02")
            wayBack: "ask"
        }
        Discussion { width: parent.width; answers: true }
    }
    PlanSheet {
        width: Math.min(parent.width, 720)
        title: Samples.say("姓名：以李强说的为准，而非王芳", "Name: what Li Qiang said, not Wang Fang")
        count: 14
        leftAlone: 2
        lines: [{ heading: "张三", was: "张山", value: "张珊" }, { heading: "欧阳娜娜", was: Samples.say("（空）", "(empty)"), value: "欧阳娜" }]
    }
    Panel {
        width: parent.width
        RuleRow { width: parent.width; words: Samples.say("姓名：“见到证件”优先于“电话”", "Name: “Document seen” before “By phone”"); by: "王芳"; fits: 4 }
        RuleRow { width: parent.width; words: Samples.say("住户：较晚的“上门走访”为准", "Resident: the later “Home visit”"); by: "李强" }
    }
    PaneSplit {
        width: parent.width
        height: 160
        shown: 1
        listWidth: 300
        Rectangle { color: Theme.raised; Words { anchors.centerIn: parent; text: "1" } }
        Rectangle { color: Theme.sunken; Words { anchors.centerIn: parent; text: "2" } }
        Rectangle { color: Theme.shade; Words { anchors.centerIn: parent; text: "3" } }
    }
}
