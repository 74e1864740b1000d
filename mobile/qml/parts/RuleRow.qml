import QtQuick
import QtQuick.Layouts
import Doorstep

/// A saved rule of the desk: what it prefers, who wrote it, and how many it would decide now. It does nothing by itself.
Item {
    id: rule

    property string words ///< "姓名：“见到证件”优先于“电话”"
    property string by
    property int fits: 0

    signal showAsked()
    signal backAsked()
    signal dropAsked()

    implicitWidth: 420
    implicitHeight: column.implicitHeight + Theme.gap
    Accessible.role: Accessible.Grouping
    Accessible.name: words

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top }
        spacing: 0
        Words { Layout.fillWidth: true; text: qsTr("Rule: %1").arg(rule.words) }
        Words { Layout.fillWidth: true; visible: rule.by !== ""; text: qsTr("written by %1").arg(rule.by); size: "caption"; color: Theme.quiet }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.gap
            QuietButton {
                objectName: "ruleShow"
                focusPolicy: Qt.TabFocus // the card keeps the keys
                visible: rule.fits > 0
                glyph: "eye"
                text: qsTr("Show %n that it would decide", "", rule.fits)
                onClicked: rule.showAsked()
            }
            QuietButton { objectName: "ruleBack"; focusPolicy: Qt.TabFocus; bare: true; glyph: "undo"; text: qsTr("Take back all it decided"); onClicked: rule.backAsked() }
            QuietButton { objectName: "ruleDrop"; focusPolicy: Qt.TabFocus; bare: true; glyph: "cross"; text: qsTr("End the rule"); onClicked: rule.dropAsked() }
        }
    }
}
