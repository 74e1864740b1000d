import QtQuick
import QtQuick.Layouts
import Doorstep

/// The head of a form's or a page's section: its name, how much of it is filled or confirmed, and at most one action.
Item {
    id: header

    property string text
    property int inset: 0 ///< from both sides: views place their section heads at their own edge
    property int done: 0
    property int total: 0 ///< 0: nothing to count
    property string step ///< the action's words: "本节未变"
    property string stepGlyph
    property bool foldable: false
    property bool folded: false

    signal stepped()
    signal foldAsked()

    implicitWidth: 320
    implicitHeight: Math.max(Theme.touch + Theme.gap, column.implicitHeight)
    Accessible.role: Accessible.Heading
    Accessible.name: total > 0 ? qsTr("%1, %2 of %3 filled").arg(text).arg(done).arg(total) : text

    readonly property bool narrow: width < Theme.body * 26

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; leftMargin: header.inset; rightMargin: header.inset; verticalCenter: parent.verticalCenter }
        spacing: 0
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            IconButton {
                visible: header.foldable
                glyph: header.folded ? "forward" : "down"
                text: header.folded ? qsTr("Unfold %1").arg(header.text) : qsTr("Fold %1").arg(header.text)
                onClicked: header.foldAsked()
            }
            Words {
                Layout.fillWidth: true
                text: header.text
                size: "lead"
                strong: true
            }
            StateBadge {
                visible: header.total > 0
                soft: false
                tone: header.done >= header.total ? "ok" : "neutral"
                glyph: header.done >= header.total ? "check" : "half"
                text: header.done + "/" + header.total
            }
            QuietButton {
                visible: header.step !== "" && !header.narrow
                text: header.step
                glyph: header.stepGlyph
                onClicked: header.stepped()
            }
        }
        QuietButton {
            Layout.fillWidth: true
            visible: header.step !== "" && header.narrow
            text: header.step
            glyph: header.stepGlyph
            onClicked: header.stepped()
        }
    }
}
