import QtQuick
import Doorstep

/// A one-time code, as it is read out or pasted: blanks and hyphens do not matter, and it is shown in groups.
FieldFrame {
    id: field

    property int group: 4
    property int lengthMax: 64

    readonly property string code: input.text.replace(/[\s-]/g, "")

    signal entered(string code)

    function wipe() {
        input.clear()
    }

    label: qsTr("One-time code")
    shown: code

    FieldInput {
        id: input
        width: parent.width
        implicitHeight: Theme.touch + Theme.gap
        label: field.label
        help: field.spoken
        required: field.required
        wrong: field.error !== ""
        font { family: Theme.family; pixelSize: Theme.lead; letterSpacing: 2 }
        maximumLength: field.lengthMax
        inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
        onTyped: field.edited(field.code)
        onAccepted: if (field.code !== "") field.entered(field.code)
        onFinished: field.finished()
    }
}
