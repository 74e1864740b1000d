import QtQuick
import Doorstep

/// A whole number: typed, or stepped with the thumb.
FieldFrame {
    id: editor

    property string value
    property string suffix
    property var least: undefined ///< undefined: no limit
    property var most: undefined

    readonly property bool countable: /^-?\d{1,15}$/.test(input.text)
    function stepped(by: int) {
        const next = (countable ? Number(input.text) : 0) + by
        if ((least !== undefined && next < least) || (most !== undefined && next > most)) return
        input.follow()
        edited(String(next))
        finished()
    }

    shown: value === "" ? "" : value + suffix
    onTheirsAsked: input.follow()

    Item {
        width: parent.width
        implicitHeight: input.implicitHeight
        FieldInput {
            id: input
            anchors { left: parent.left; right: fewer.left; rightMargin: Theme.gap }
            value: editor.value
            label: editor.label
            help: editor.spoken
            required: editor.required
            wrong: editor.error !== ""
            maximumLength: 17
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            suffix: editor.suffix
            onTyped: (text) => editor.edited(text)
            onFinished: editor.finished()
            Keys.onUpPressed: editor.stepped(1)
            Keys.onDownPressed: editor.stepped(-1)
        }
        QuietButton {
            id: fewer
            anchors { right: more.left; rightMargin: Theme.gap; top: parent.top; bottom: parent.bottom }
            glyph: "minus"
            horizontalPadding: Theme.gap
            focusPolicy: Qt.NoFocus
            Accessible.name: qsTr("One less")
            onClicked: editor.stepped(-1)
        }
        QuietButton {
            id: more
            anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
            glyph: "plus"
            horizontalPadding: Theme.gap
            focusPolicy: Qt.NoFocus
            Accessible.name: qsTr("One more")
            onClicked: editor.stepped(1)
        }
    }
}
