import QtQuick
import Doorstep

GalleryPage {
    id: page
    heading: "FieldEditor"
    implicitWidth: 760
    component Field: FieldEditor { width: parent.width }
    Field { kind: "date"; label: Samples.say("出生日期", "Birth date"); value: "1949-12-31" }
    Field { kind: "date"; label: Samples.say("下次走访", "Next visit"); value: "2026-11-30"; onEditorChanged: if (editor) { editor["today"] = new Date(2026, 10, 25); editor["picking"] = true } }
    Field { kind: "time"; label: Samples.say("报修时间", "Reported at"); value: "2026-11-25T10:12" }
    Field { kind: "time_range"; label: Samples.say("方便时间", "Best time"); value: "09:00-11:30" }
    Field { kind: "choice"; label: Samples.say("使用状态", "Use"); value: "self"; choices: Samples.uses; required: true }
    Field { kind: "choice"; label: Samples.say("装修情况", "Decoration"); value: "ongoing"; choices: Samples.decoration; conflict: true }
    Field { kind: "choices"; label: Samples.say("上门与隐私要求", "Entry and privacy wishes"); value: ["call_first", "shoe_covers", Samples.say("门铃坏了请敲门", "Bell broken, please knock")]; choices: Samples.wishes; open: true; lengthMax: 30 }
    Field { kind: "flag"; label: Samples.say("实际居住", "Lives here"); value: true }
    Field { kind: "flag"; label: Samples.say("户主", "Head of household"); help: Samples.say("没有问到就留空。", "Leave empty if nobody asked.") }
    Field { kind: "reference"; label: Samples.say("房屋", "Home"); value: "0190"; title: "3-1-1502"; place: Samples.say("89.5㎡ 自住", "89.5 m², owner lives here") }
    Field { kind: "reference"; label: Samples.say("监护人", "Guardian"); required: true }
    Field { kind: "entries"; label: Samples.say("备注", "Notes"); value: Samples.entries; draft: Samples.say("已处理", "handled"); error: Samples.say("只写“已处理”不够：写明做了什么、结果如何", "“Handled” alone is not enough: say what was done and how it is now") }
    Field {
        kind: "decimal"; label: Samples.say("建筑面积", "Gross area"); value: "80.00"; suffix: "m²"
        approval: Samples.say("需另一人审核后生效。", "Needs a second person’s approval.")
        waiting: Samples.say("您已提出改为“89.50”，待另一人审核。", "You proposed “89.50”; it waits for another person’s approval.")
    }
    Field { kind: "text"; label: Samples.say("单位", "Employer"); value: Samples.say("第一中学", "No. 1 Middle School"); readOnly: true; readOnlyReason: Samples.say("你可以看，不能改：由办公室维护", "Yours to read, not to change: kept by the office") }
    Field { kind: "signature"; label: Samples.say("签名", "Signature"); value: Samples.signature }
    Field { kind: "choices"; label: Samples.say("标签", "Tags"); value: []; choices: []; readOnly: true }
}
