import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// One home on today's list: where, who, how late, and what became of it.
TapRow {
    id: visit

    property string place ///< "1单元 1502"
    property string person ///< "张三", or why there is nobody: "空置"
    property string due ///< "逾期 12 天", "今天"
    property string tone: "neutral" ///< of `due`
    property string progress: "none" ///< none, started, done, no_answer, refused, postponed
    property bool warned: false ///< a special need is to be read before entry
    property bool pending: false

    readonly property var mark: ({
        started: { tone: "accent", glyph: "half", text: qsTr("Started") },
        done: { tone: "ok", glyph: "check", text: qsTr("Done") },
        no_answer: { tone: "waiting", glyph: "door", text: qsTr("No answer") },
        refused: { tone: "attention", glyph: "stop", text: qsTr("Refused") },
        postponed: { tone: "waiting", glyph: "later", text: qsTr("Postponed") }
    })[progress] || { tone: tone, glyph: tone === "attention" ? "clock" : "ring", text: due }

    Accessible.name: Spoken.joined([place, person, mark.text, warned ? qsTr("Read the special need first") : "",
                      pending ? qsTr("On this tablet") : ""])

    contentItem: RowLayout {
        spacing: Theme.gap
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Words {
                Layout.fillWidth: true
                text: visit.place
                strong: true
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                color: visit.progress === "done" ? Theme.quiet : Theme.text
            }
            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: visit.person
                size: "caption"
                color: Theme.quiet
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
        }
        StateBadge {
            visible: visit.warned
            soft: false
            tone: "attention"
            glyph: "warning"
            size: "body"
        }
        StateBadge {
            visible: visit.pending
            soft: false
            tone: "waiting"
            glyph: "tablet"
            size: "body"
        }
        StateBadge {
            tone: visit.mark.tone
            glyph: visit.mark.glyph
            text: visit.mark.text
        }
    }
}
