import QtQuick
import Doorstep

/// A line of text.
FieldFrame {
    id: editor

    property string value
    property int lengthMax: 200 ///< characters
    property int hints: Qt.ImhNone
    property string prefix
    property string suffix
    property string placeholder

    shown: value === "" ? "" : prefix + value + suffix
    onTheirsAsked: input.follow()

    FieldInput {
        id: input
        width: parent.width
        value: editor.value
        label: editor.label
        help: editor.spoken
        required: editor.required
        wrong: editor.error !== ""
        maximumLength: editor.lengthMax
        inputMethodHints: editor.hints
        prefix: editor.prefix
        suffix: editor.suffix
        placeholderText: editor.placeholder
        onTyped: (text) => editor.edited(text)
        onFinished: editor.finished()
    }
}
