import QtQuick
import Doorstep

/// A signature that was given, as the pen went. `value`: strokes, as SignaturePad has them.
FieldFrame {
    id: editor

    property var value: []

    shown: value.length > 0 ? qsTr("Signed") : ""

    SignaturePad {
        width: Math.min(parent.width, 360)
        visible: editor.value.length > 0
        label: editor.label
        readOnly: true
        strokes: editor.value
    }
}
