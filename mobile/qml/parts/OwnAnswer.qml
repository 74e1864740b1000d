import QtQuick
import QtQuick.Layouts
import Doorstep

/// A third value, typed by the one who decides. Enter gives it, Escape leaves it.
ColumnLayout {
    id: answer

    property string value
    property string error
    readonly property alias input: line

    signal wrote(string text)
    signal leaving()

    spacing: Theme.gap / 2
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap
        FieldInput {
            id: line
            focus: false
            Layout.fillWidth: true
            label: qsTr("Another value")
            placeholderText: label
            value: answer.value
            wrong: answer.error !== ""
            help: answer.error
            Keys.onReturnPressed: answer.give()
            Keys.onEnterPressed: answer.give()
            Keys.onEscapePressed: answer.leaving()
        }
        QuietButton {
            text: qsTr("Take this")
            enabled: line.text.trim() !== ""
            onClicked: answer.give()
        }
    }
    FieldError {
        Layout.fillWidth: true
        visible: text !== ""
        text: answer.error
    }
    function give() {
        if (line.text.trim() === "") return
        wrote(line.text.trim())
        leaving()
    }
}
