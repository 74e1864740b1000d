import QtQuick
import Doorstep

GalleryPage {
    heading: "VisitRow · RecordRow · OutboxRow · TimelineRow · SearchField · LikelyRow · PastValue · ThenRow"
    SearchField { width: Math.min(parent.width, implicitWidth) }
    SearchField { width: Math.min(parent.width, implicitWidth); text: "zhang" }
    Panel {
        width: parent.width
        padding: 0
        spacing: 0
        VisitRow { width: parent.width; place: Samples.say("1单元 1502", "1-1502"); person: "张三"; due: Samples.say("逾期 12 天", "12 days overdue"); tone: "attention"; warned: true; current: true }
        VisitRow { width: parent.width; place: Samples.say("1单元 1403", "1-1403"); person: "李四"; due: Samples.say("今天", "today"); tone: "waiting" }
        VisitRow { width: parent.width; place: Samples.say("2单元 0601", "2-0601"); person: Samples.say("空置", "Vacant"); due: Samples.say("7 天内", "within 7 days") }
        VisitRow { width: parent.width; place: Samples.say("2单元 0602", "2-0602"); person: "欧阳娜娜、王五"; progress: "started"; pending: true }
        VisitRow { width: parent.width; place: Samples.say("2单元 0603", "2-0603"); person: "赵六"; progress: "done"; pending: true }
        VisitRow { width: parent.width; place: Samples.say("2单元 0701", "2-0701"); person: "𠮷田"; progress: "no_answer" }
        VisitRow { width: parent.width; place: Samples.say("2单元 0702", "2-0702"); person: "钱七"; progress: "refused" }
        VisitRow { width: parent.width; place: Samples.say("2单元 0703", "2-0703"); person: "孙八"; progress: "postponed"; divided: false }
    }
    Panel {
        width: parent.width
        padding: 0
        spacing: 0
        PastValue { width: parent.width; value: Samples.say("医生", "Doctor"); who: Samples.say("李强 · 上门走访", "李强 · home visit"); when: "10:15"; stands: true; waiting: true }
        PastValue { width: parent.width; value: Samples.say("教师", "Teacher"); who: "王芳"; when: "2026-09-02"; restorable: true }
        ThenRow { width: parent.width; label: Samples.say("职业", "Occupation"); was: Samples.say("教师", "Teacher"); now: Samples.say("医生", "Doctor"); changed: true }
        ThenRow { width: parent.width; label: Samples.say("姓名", "Name"); was: "张三" }
        LikelyRow { width: parent.width; title: "王五 · 3-2-1502"; reason: Samples.say("电话相同", "same phone") }
        LikelyRow { width: parent.width; title: "3-2-1502"; reason: Samples.say("同一编号或地址", "same number or address"); mergeable: false }
        RecordRow {
            width: parent.width; titleParts: ["", "张", "三"]; place: "3-1-1502"; stand: "pending"
            finds: [{ label: Samples.say("手机号", "Mobile"), parts: ["138 0013 ", "8000"] }]
        }
        RecordRow {
            width: parent.width; titleParts: ["水管渗漏 #HX-0231"]; glyph: "tool"; place: "3-1-1502"; stand: "conflict"
            finds: [{ label: Samples.say("描述", "Text"), parts: ["厨房", "水", "管漏", "水", "，已关总阀 <b>&"] }]
        }
        RecordRow { width: parent.width; titleParts: [Samples.say("犬 · 旺财", "Dog · Wangcai")]; glyph: "pet"; place: "3-1-1502"; stand: "delivered" }
        RecordRow { width: parent.width; titleParts: ["浙A·12345"]; glyph: "vehicle"; place: "B1-023"; stand: "refused" }
        RecordRow { width: parent.width; titleParts: [Samples.say("投诉：楼上噪音", "Complaint: noise from above")]; glyph: "speech"; stand: "draft"; divided: false }
    }
    Panel {
        width: parent.width
        padding: 0
        spacing: 0
        OutboxRow { width: parent.width; place: "3-1-1502"; what: Samples.say("住户信息 3 项", "3 values of the residents"); reason: Samples.say("等网络", "Waiting for network"); nextTry: Samples.say("14:40 再试", "again at 14:40") }
        OutboxRow { width: parent.width; place: "3-1-1403"; what: Samples.say("走访 1 次，签名 1 个", "1 visit, 1 signature"); reason: Samples.say("正在交", "Sending"); tone: "accent" }
        OutboxRow { width: parent.width; place: "4-2-0601"; what: Samples.say("证件号码", "ID number"); reason: Samples.say("没有权限修改", "Not yours to change"); tone: "attention"; nextTry: Samples.say("请交给班长", "Hand it to your lead"); divided: false }
    }
    Panel {
        width: parent.width
        padding: 0
        spacing: 0
        TimelineRow { width: parent.width; first: true; when: Samples.say("今天 10:12", "today 10:12"); what: Samples.say("走访", "Visit"); glyph: "home"; tone: "ok"; facts: Samples.say("核对 12 项，修改手机号；签名 1 个", "12 values confirmed, phone changed; 1 signature"); who: "王芳" }
        TimelineRow { width: parent.width; when: "2026-07-11"; what: Samples.say("报修", "Repair"); glyph: "tool"; tone: "waiting"; facts: Samples.say("水管渗漏 #HX-0231 已派单", "Leaking pipe #HX-0231, dispatched"); who: "李强" }
        TimelineRow { width: parent.width; last: true; when: "2025-12-30"; what: Samples.say("缴费", "Payment"); glyph: "paper"; where: "3-1-1502" }
    }
}
