import QtQuick
import QtQuick.Layouts
import Doorstep

/// From one time of the day to another. `value`: "09:00-11:30"; while only one end is known, "09:00-".
FieldFrame {
    id: editor

    property string value

    readonly property var ends: value.split("-")
    readonly property string from: ends[0] || ""
    readonly property string until: ends[1] || ""

    function tell(begin: string, end: string) {
        edited(begin === "" && end === "" ? "" : begin + "-" + end)
    }

    shown: value.replace("-", "–")
    onTheirsAsked: {
        first.follow()
        second.follow()
    }

    RowLayout {
        width: parent.width
        spacing: Theme.gap
        FieldInput {
            id: first
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.body * 9
            value: editor.from
            label: qsTr("%1, from").arg(editor.label)
            help: editor.spoken
            required: editor.required
            wrong: editor.error !== ""
            maximumLength: 5
            inputMethodHints: Qt.ImhTime
            placeholderText: "09:00"
            onTyped: (text) => editor.tell(text, second.text)
            onFinished: editor.finished()
        }
        Words { text: qsTr("to"); color: Theme.quiet }
        FieldInput {
            id: second
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.body * 9
            focus: false
            value: editor.until
            label: qsTr("%1, until").arg(editor.label)
            help: editor.spoken
            required: editor.required
            wrong: editor.error !== ""
            maximumLength: 5
            inputMethodHints: Qt.ImhTime
            placeholderText: "11:30"
            onTyped: (text) => editor.tell(first.text, text)
            onFinished: editor.finished()
        }
        Item { Layout.fillWidth: true }
    }
}
