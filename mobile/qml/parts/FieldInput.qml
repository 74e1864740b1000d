import QtQuick
import QtQuick.Templates as T
import Doorstep

/// One line to type into. Shows `value` until one types; what is typed is told and never written over, until one has
/// finished or asked for the other's value (`follow()`).
T.TextField {
    id: input

    property string value
    property string label
    property string help
    property bool wrong: false
    property bool required: false
    property string prefix
    property string suffix
    property bool following: true

    signal typed(string text)
    signal finished()

    function follow() {
        following = true
    }
    function adopt() {
        if (following && text !== value) text = value
    }

    implicitWidth: 240
    implicitHeight: Math.max(Theme.touch, contentHeight + 2 * Theme.gap)
    leftPadding: before.visible ? before.x + before.width + Theme.gap / 2 : Theme.gap * 1.5
    rightPadding: after.visible ? after.width + 2 * Theme.gap : Theme.gap * 1.5
    verticalAlignment: TextInput.AlignVCenter
    font { family: Theme.family; pixelSize: Theme.body }
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    focus: true
    activeFocusOnTab: true
    Accessible.role: Accessible.EditableText
    Accessible.name: required ? qsTr("%1, required").arg(label) : label
    Accessible.description: help

    onValueChanged: adopt()
    Component.onCompleted: adopt()
    onTextEdited: {
        following = false
        typed(text)
    }
    onEditingFinished: {
        following = true
        finished()
        // The same, only brought to its usual form: that may stand now.
        if (text.replace(/[\s-]/g, "") === value.replace(/[\s-]/g, "")) adopt()
    }

    background: FieldGround {
        focused: input.activeFocus
        wrong: input.wrong
        Words {
            id: before
            x: Theme.gap * 1.5
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: input.prefix
            color: Theme.quiet
            wrapMode: Text.NoWrap
        }
        Words {
            id: after
            anchors { right: parent.right; rightMargin: Theme.gap * 1.5; verticalCenter: parent.verticalCenter }
            visible: text !== ""
            text: input.suffix
            color: Theme.quiet
            wrapMode: Text.NoWrap
        }
        Words {
            anchors { left: parent.left; leftMargin: input.leftPadding; right: parent.right; rightMargin: input.rightPadding }
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== "" && input.length === 0 && input.preeditText === ""
            text: input.placeholderText
            color: Theme.quiet
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
