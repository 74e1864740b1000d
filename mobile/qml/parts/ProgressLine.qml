import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// A wait, told: what is being done, how far it is, and how long it will take. Where the end is not known, `total` is 0
/// and what was done so far is counted; there is no spinner.
Item {
    id: line

    property string what ///< "正在读取 3 栋的档案"
    property int done: 0
    property int total: 0
    property string howLong ///< "约 20 秒", "第 2 次尝试，14:40 再试"
    property string tone: "accent"

    readonly property real part: total > 0 ? Math.max(0, Math.min(1, done / total)) : 0

    implicitWidth: 320
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.ProgressBar
    Accessible.name: Spoken.joined([what, count.text, howLong])

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right }
        spacing: Theme.gap / 2
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            Words { Layout.fillWidth: true; text: line.what }
            Words {
                id: count
                Layout.alignment: Qt.AlignTop
                text: line.total > 0 ? line.done + "/" + line.total : line.done > 0 ? String(line.done) : ""
                visible: text !== ""
                strong: true
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 8
            visible: line.total > 0
            radius: 4
            color: Theme.soft(line.tone)
            border { width: Theme.highContrast ? 1 : 0; color: Theme.tone(line.tone) }
            Rectangle {
                width: parent.width * line.part
                height: parent.height
                radius: 4
                color: Theme.tone(line.tone)
            }
        }
        Words {
            Layout.fillWidth: true
            visible: text !== ""
            text: line.howLong
            size: "caption"
            color: Theme.quiet
        }
    }
}
