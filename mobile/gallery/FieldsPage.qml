import QtQuick
import Doorstep

GalleryPage {
    id: page
    heading: "FieldEditor"
    implicitWidth: 760
    component Field: FieldEditor { width: parent.width }
    SectionHeader { width: parent.width; text: Samples.say("住户信息", "Residents"); done: 5; total: 8; step: Samples.say("本节未变", "Section unchanged"); stepGlyph: "check"; foldable: true }
    Field { kind: "text"; label: Samples.say("姓名", "Name"); required: true; value: "张三"; help: Samples.say("与身份证一致。", "As on the identity card."); confirmed: true; provenance: Samples.say("王芳 · 走访 · 今天 10:12 · 已核对证件", "Wang Fang · visit · today 10:12 · document seen") }
    Field { kind: "text"; label: Samples.say("职业", "Occupation"); value: Samples.say("教师", "teacher"); otherBy: Samples.say("办公室 10:15", "The office, 10:15,"); otherValue: Samples.say("医生", "doctor"); changed: true; pending: true }
    Field { kind: "text"; label: Samples.say("户型", "Layout"); value: ""; required: true; help: Samples.say("例如“3室2厅2卫”。", "For instance “3室2厅2卫”.") }
    Field { kind: "prose"; label: Samples.say("情况", "Findings"); value: Samples.say("厨房水管渗漏，已关总阀。\n老人独自在家，午后再来一次。", "The kitchen pipe leaks; the main valve is shut.\nThe grandmother is alone; come again after noon."); lengthMax: 80 }
    Field { kind: "number"; label: Samples.say("楼层", "Floor"); value: "15"; least: -5; most: 120 }
    Field { kind: "decimal"; label: Samples.say("建筑面积", "Gross area"); value: "89.5"; suffix: "㎡"; required: true }
    Field { kind: "money"; label: Samples.say("欠费", "Arrears"); value: "12.50" }
    Field { kind: "phone"; label: Samples.say("手机号", "Mobile"); value: "13800138000"; confirmed: true; callable: true; provenance: Samples.say("王芳 · 今天", "Wang Fang · today") }
    Field { kind: "phone"; label: Samples.say("紧急联系电话", "Emergency phone"); value: "1380013800"; error: Samples.say("手机号少 1 位，请再问一次", "One digit is missing; please ask again"); pending: true }
    Field { kind: "id_number"; label: Samples.say("证件号码", "ID number"); value: "11010519491231002X" }
    Field { kind: "id_number"; label: Samples.say("证件号码（读出）", "ID number, uncovered"); value: "11010519491231002X"; tells: Samples.say("1949-12-31 · 女", "1949-12-31 · female"); onEditorChanged: if (editor) editor["bared"] = true }
}
