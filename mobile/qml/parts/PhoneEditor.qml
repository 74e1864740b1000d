import QtQuick
import Doorstep

/// A phone number, in groups as people read it out, and a button to call it.
FieldFrame {
    id: editor

    property string value
    property bool callable: false ///< the device has a phone

    signal callAsked(string number)

    function grouped(number: string): string {
        return /^1\d{10}$/.test(number) ? number.replace(/^(\d{3})(\d{4})(\d{4})$/, "$1 $2 $3") : number
    }

    shown: grouped(value)
    onTheirsAsked: input.follow()

    Item {
        width: parent.width
        implicitHeight: input.implicitHeight
        FieldInput {
            id: input
            anchors { left: parent.left; right: parent.right; rightMargin: call.visible ? call.width + Theme.gap : 0 }
            value: editor.grouped(editor.value)
            label: editor.label
            help: editor.spoken
            required: editor.required
            wrong: editor.error !== ""
            maximumLength: 30
            inputMethodHints: Qt.ImhDialableCharactersOnly
            onTyped: (text) => editor.edited(text)
            onFinished: editor.finished()
        }
        QuietButton {
            id: call
            anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
            visible: editor.callable && editor.value !== ""
            horizontalPadding: Theme.gap
            glyph: "phone"
            Accessible.name: qsTr("Call %1").arg(editor.shown)
            onClicked: editor.callAsked(editor.value)
        }
    }
}
