import QtQuick
import Doorstep

GalleryPage {
    heading: "TabletRow · QuarantineEdit · QrPicture"
    Panel {
        width: parent.width
        padding: 0
        spacing: 0
        TabletRow { width: parent.width; name: "王芳"; label: Samples.say("平板 3", "Tablet 3"); stand: "served"; standing: Samples.say("已全部交出", "All handed over"); called: Samples.say("上次联系 14:32", "last contact 14:32"); current: true }
        TabletRow { width: parent.width; name: "李强"; stand: "waiting"; standing: Samples.say("还有没交的", "Has more to send"); called: Samples.say("上次联系 昨天 17:05", "last contact yesterday 17:05"); waits: Samples.say("7 个修改包待交", "7 bundles to send") }
        TabletRow { width: parent.width; name: "赵军"; label: "SM-T505"; stand: "revoked"; standing: Samples.say("已停用", "Revoked"); called: Samples.say("上次联系 9月3日", "last contact 3 Sep"); waits: Samples.say("今天 10:12 停用；下次联系时交出没交的修改", "revoked 10:12; it hands over what it has at its next contact") }
        TabletRow { width: parent.width; name: "𠮷田"; stand: "shredded"; standing: Samples.say("已交出并销毁", "Handed over and destroyed"); called: Samples.say("上次联系 9月3日", "last contact 3 Sep"); waits: Samples.say("10:40 交出 50 项修改", "50 changes handed over 10:40"); divided: false }
    }
    QuarantineEdit {
        width: parent.width
        heading: Samples.say("住户 · 张三", "Resident · 张三"); what: Samples.say("修改", "changed"); when: Samples.say("昨天 17:05", "yesterday 17:05")
        reason: Samples.say("平板在交出它之前已被停用。", "The tablet was revoked before it had sent this.")
        changes: [{ label: Samples.say("职业", "Occupation"), was: Samples.say("医生", "Doctor"), value: Samples.say("教师", "Teacher") },
                  { label: Samples.say("工作单位", "Employer"), was: "", value: Samples.say("第三中学", "Third Middle School") }]
        chosen: true
        canOpen: true
    }
    QuarantineEdit {
        width: parent.width
        heading: Samples.say("没有权限查看", "Not yours to see"); when: "10:12"
        reason: Samples.say("您的岗位没有这项权限", "Your role does not allow this")
        bar: Samples.say("这超出了您自己的权限，您不能授予或处理", "This goes beyond your own rights, so you cannot give it or decide it")
    }
    QrPicture { width: 300; height: 300; text: "wss://192.168.1.20:7443\nvD2f0l7x\n7KQ2M-9X4TD-0ABCD-EFGHJ-KM123-4" }
}
