import QtQuick
import Doorstep

GalleryPage {
    heading: "SyncChip · ProgressLine · Notice · Acknowledgement"
    Flow {
        width: parent.width
        spacing: Theme.gap
        SyncChip { stage: "delivered"; deliveredAt: "14:32" }
        SyncChip { stage: "waiting"; waiting: 7 }
        SyncChip { stage: "sending"; sent: 3; total: 7 }
        SyncChip { stage: "offline" }
        SyncChip { stage: "offline"; waiting: 12; width: Math.min(parent.width, implicitWidth) }
        SyncChip { stage: "attention"; needing: 1 }
        SyncChip { stage: "delivered"; deliveredAt: "14:32"; narrow: true }
        SyncChip { stage: "waiting"; waiting: 7; narrow: true }
        SyncChip { stage: "sending"; sent: 3; total: 7; narrow: true }
        SyncChip { stage: "offline"; narrow: true }
        SyncChip { stage: "attention"; needing: 1; narrow: true }
    }
    Panel {
        width: parent.width
        spacing: Theme.pad
        ProgressLine {
            width: parent.width
            what: Samples.say("正在读取 3 栋的档案", "Reading the archive of building 3")
            done: 1240; total: 4800
            howLong: Samples.say("约 20 秒", "about 20 seconds")
        }
        ProgressLine {
            width: parent.width
            what: Samples.say("正在核对与办公室是否一致", "Comparing with the office")
            done: 318
            howLong: Samples.say("已用 4 秒，通常 10 秒以内", "4 seconds so far, usually below 10")
        }
        ProgressLine {
            width: parent.width
            tone: "ok"
            what: Samples.say("今天的走访", "Today's visits")
            done: 12; total: 30
        }
    }
    Notice {
        width: parent.width
        sentence: Samples.say("你改的「手机号」未采用：办公室已当面核对", "Your change of the phone was not used: the office checked it in person")
        reason: Samples.say("张三 · 3-1-1502 · 今天 10:15", "Zhang San · 3-1-1502 · today 10:15")
        step: Samples.say("看看", "Look")
        dismissable: true
    }
    Notice {
        width: parent.width
        tone: "waiting"
        sentence: Samples.say("租用期还剩 2 天，连上网络就会续期", "The lease runs for 2 more days; it is renewed as soon as there is a network")
    }
    Notice {
        width: Math.min(parent.width, 400)
        tone: "ok"
        sentence: Samples.say("今日 30 户，已交 30，差 0", "30 homes today, 30 delivered, nothing left behind")
        step: Samples.say("看回执", "The receipt")
    }
    Acknowledgement {
        width: parent.width
        text: Samples.say("已保存在本机", "Saved on this tablet")
        undoable: true
    }
}
