import QtQuick
import QtQuick.Templates as T
import Doorstep

/// Several lines to type into; follows its value as FieldInput does. Tab leaves it: nobody indents a remark.
T.TextArea {
    id: input

    property string value
    property string label
    property string help
    property bool wrong: false
    property bool required: false
    property int lengthMax: 2000
    property int rows: 3
    property bool following: true
    property bool adopting: false

    readonly property int remaining: lengthMax - length

    signal typed(string text)
    signal finished()

    function follow() {
        following = true
    }
    function adopt() {
        if (!following || text === value) return
        adopting = true
        text = value
        adopting = false
    }

    implicitWidth: 240
    implicitHeight: Math.max(rows * Theme.body * 1.5, contentHeight) + topPadding + bottomPadding
    padding: Theme.gap * 1.5
    topPadding: Theme.gap
    bottomPadding: room.visible ? room.height + Theme.gap / 2 : Theme.gap
    font { family: Theme.family; pixelSize: Theme.body }
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    wrapMode: TextEdit.Wrap
    textFormat: TextEdit.PlainText
    focus: true
    activeFocusOnTab: true
    Accessible.role: Accessible.EditableText
    Accessible.multiLine: true
    Accessible.name: required ? qsTr("%1, required").arg(label) : label
    Accessible.description: help
    KeyNavigation.priority: KeyNavigation.BeforeItem
    Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)

    onValueChanged: adopt()
    Component.onCompleted: adopt()
    onTextChanged: {
        if (adopting || text === value) return
        following = false
        typed(text)
    }
    onActiveFocusChanged: {
        if (activeFocus || following) return
        following = true
        finished()
    }

    background: FieldGround {
        focused: input.activeFocus
        wrong: input.wrong || input.remaining < 0
        Words {
            id: room
            anchors { right: parent.right; bottom: parent.bottom; margins: Theme.gap / 2; rightMargin: Theme.gap }
            visible: input.remaining < input.lengthMax / 5
            text: input.remaining >= 0 ? qsTr("%1 characters left").arg(input.remaining) : qsTr("%1 too many").arg(-input.remaining)
            size: "caption"
            color: input.remaining < 0 ? Theme.attention : Theme.quiet
        }
    }
}
