import QtQuick
import Doorstep

/// A line of text; says when it is too long, and cuts nothing.
FieldFrame {
    id: editor

    property string value
    property int lengthMax: 200 ///< characters
    property int hints: Qt.ImhNone
    property string prefix
    property string suffix
    property string placeholder
    readonly property int excess: Array.from(input.text).length - lengthMax

    shown: value === "" ? "" : prefix + value + suffix
    onTheirsAsked: input.follow()

    Column {
        width: parent.width
        spacing: Theme.gap / 2
        FieldInput {
            id: input
            width: parent.width
            value: editor.value
            label: editor.label
            help: editor.spoken
            required: editor.required
            wrong: editor.error !== "" || editor.excess > 0
            inputMethodHints: editor.hints
            prefix: editor.prefix
            suffix: editor.suffix
            placeholderText: editor.placeholder
            onTyped: (text) => editor.edited(text)
            onFinished: editor.finished()
        }
        Words {
            width: parent.width
            visible: editor.excess > 0
            text: qsTr("%1 too many").arg(editor.excess)
            size: "caption"
            color: Theme.attention
        }
    }
}
