import QtQuick
import Doorstep

GalleryPage {
    heading: "Banner · ConfirmBar · SignaturePad · BottomBar · EmptyState"
    implicitWidth: 760
    Banner { width: parent.width; needs: Samples.needs }
    Panel {
        width: parent.width
        spacing: Theme.pad
        ConfirmBar { width: parent.width; fields: 12 }
        ConfirmBar { width: parent.width; fields: 12; confirmed: true; confirmedAt: "10:12"; place: "3-1-1403" }
        ConfirmBar { width: parent.width; fields: 12; blocked: Samples.say("有 1 项冲突，先选择", "1 conflict; choose first") }
    }
    SignaturePad { width: Math.min(parent.width, 520); strokes: Samples.signature }
    SignaturePad { width: Math.min(parent.width, 520); error: Samples.say("请住户签名后再完成", "Let the resident sign before finishing") }
    BottomBar {
        width: parent.width
        note: Samples.say("草稿已保存在本机", "The draft is saved on this tablet")
        PrimaryButton { text: Samples.say("完成走访", "Finish the visit"); glyph: "check" }
        QuietButton { text: Samples.say("无人应答", "No answer") }
        IconButton { text: Samples.say("更多", "More"); glyph: "menu" }
    }
    EmptyState {
        width: parent.width
        glyph: "home"
        headline: Samples.say("今天没有待访的住户", "No homes to visit today")
        reason: Samples.say("计划由班长排；可以先看看各楼的房态图。", "Your lead makes the plan; meanwhile look at the buildings.")
        step: Samples.say("看楼栋", "Look at the buildings")
    }
}
