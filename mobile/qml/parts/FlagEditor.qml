import QtQuick
import Doorstep

/// Yes, no, or not known: a switch would claim "no" where nobody asked. `value`: true, false or undefined.
FieldFrame {
    id: editor

    property var value: undefined

    shown: value === true ? qsTr("Yes") : value === false ? qsTr("No") : ""

    function toggled(answer: bool) {
        edited(value === answer && !required ? undefined : answer)
        finished()
    }

    Flow {
        width: parent.width
        spacing: Theme.gap
        Accessible.role: Accessible.Grouping
        Accessible.name: editor.label
        Accessible.description: editor.spoken
        ChoiceChip {
            text: qsTr("Yes")
            chosen: editor.value === true
            onClicked: editor.toggled(true)
        }
        ChoiceChip {
            text: qsTr("No")
            chosen: editor.value === false
            onClicked: editor.toggled(false)
        }
    }
}
