import QtQuick
import Doorstep

/// People's own sentences: grows with them, and says when the room runs out.
FieldFrame {
    id: editor

    property string value
    property int lengthMax: 2000
    property int rows: 3

    shown: value
    onTheirsAsked: input.follow()

    ProseInput {
        id: input
        width: parent.width
        value: editor.value
        label: editor.label
        help: editor.spoken
        required: editor.required
        wrong: editor.error !== ""
        lengthMax: editor.lengthMax
        rows: editor.rows
        onTyped: (text) => editor.edited(text)
        onFinished: editor.finished()
    }
}
