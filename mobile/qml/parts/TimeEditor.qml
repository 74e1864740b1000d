import QtQuick
import QtQuick.Layouts
import Doorstep

/// A point in time: "2026-11-22 10:12"; most often it is now.
FieldFrame {
    id: editor

    property string value ///< "2026-11-22T10:12"
    property bool nowable: true

    function readable(time: string): string {
        return time.replace("T", " ")
    }

    shown: readable(value)
    onTheirsAsked: input.follow()

    RowLayout {
        width: parent.width
        spacing: Theme.gap
        FieldInput {
            id: input
            Layout.fillWidth: true
            value: editor.readable(editor.value)
            label: editor.label
            help: editor.spoken
            required: editor.required
            wrong: editor.error !== ""
            maximumLength: 30
            inputMethodHints: Qt.ImhDate | Qt.ImhTime
            placeholderText: qsTr("Year-month-day hour:minute")
            onTyped: (text) => editor.edited(text)
            onFinished: editor.finished()
        }
        QuietButton {
            visible: editor.nowable
            glyph: "clock"
            text: qsTr("Now")
            hint: editor.label
            onClicked: {
                input.follow()
                editor.edited(Qt.formatDateTime(new Date(), "yyyy-MM-ddTHH:mm"))
                editor.finished()
            }
        }
    }
}
