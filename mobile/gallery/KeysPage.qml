pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

GalleryPage {
    heading: "PassphraseField · CodeField · TapButton · StateBadge · Icon"
    implicitWidth: 760
    PassphraseField { width: 380 }
    PassphraseField { width: 380; error: Samples.say("口令不对，30 秒后可再试", "Wrong passphrase; again in 30 seconds"); busy: true }
    CodeField { width: 380; help: Samples.say("由管理员给出，用一次即失效。", "From your admin; works once.") }
    Flow {
        width: parent.width
        spacing: Theme.gap
        PrimaryButton { text: Samples.say("开始走访", "Begin the visit") }
        PrimaryButton { text: Samples.say("开始走访", "Begin the visit"); glyph: "home" }
        PrimaryButton { text: Samples.say("开始走访", "Begin the visit"); enabled: false }
        QuietButton { text: Samples.say("推迟", "Postpone"); glyph: "later" }
        QuietButton { text: Samples.say("推迟", "Postpone"); enabled: false }
        QuietButton { text: Samples.say("拒访", "Refused"); tone: "attention"; glyph: "stop" }
        QuietButton { text: Samples.say("更多", "More"); bare: true }
        TapButton { text: Samples.say("撤销设备", "Revoke the device"); filled: true; tone: "attention" }
        IconButton { text: "menu"; glyph: "menu" }
    }
    Flow {
        width: parent.width
        spacing: Theme.gap
        StateBadge { tone: "ok"; glyph: "check"; text: Samples.say("已交办公室", "Delivered") }
        StateBadge { tone: "waiting"; glyph: "tablet"; text: Samples.say("已保存在本机", "Saved on this tablet") }
        StateBadge { tone: "attention"; glyph: "split"; text: Samples.say("等待裁定", "Waiting for a decision") }
        StateBadge { tone: "neutral"; glyph: "none"; text: Samples.say("空置", "Vacant") }
        StateBadge { tone: "accent"; glyph: "half"; text: Samples.say("进行中", "Under way") }
    }
    Flow {
        width: parent.width
        spacing: Theme.gap
        Words { text: "display 3-1-1502"; size: "display" }
        Words { text: "title 住户"; size: "title" }
        Words { text: "lead 住户"; size: "lead" }
        Words { text: "body 住户 0123456789" }
        Words { text: "caption 住户 0123456789"; size: "caption" }
    }
    Flow {
        width: parent.width
        spacing: Theme.gap
        Icon { id: signs; visible: false }
        Repeater {
            model: signs.names()
            Column {
                id: sign
                required property string modelData
                width: 76
                Icon { anchors.horizontalCenter: parent.horizontalCenter; glyph: sign.modelData; side: 32 }
                Words { width: parent.width; horizontalAlignment: Text.AlignHCenter; text: sign.modelData; size: "caption"; wrapMode: Text.NoWrap }
            }
        }
    }
}
