pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// One of a list, all of it in sight: nothing opens and closes over the form. `choices`: a list of
/// {name, label, closed, reason}; a closed one cannot be taken now, for the reason.
FieldFrame {
    id: editor

    property string value
    property var choices: []

    shown: {
        const chosen = Array.from(choices).find((choice) => choice.name === value)
        return chosen ? chosen.label : value
    }

    /// A second tap takes the choice away again, where there need not be one.
    function toggled(name: string) {
        if (name === value && required) return
        edited(name === value ? "" : name)
        finished()
    }

    Flow {
        width: parent.width
        spacing: Theme.gap
        Accessible.role: Accessible.Grouping
        Accessible.name: editor.label
        Accessible.description: editor.spoken
        Repeater {
            model: editor.choices
            ChoiceChip {
                required property var modelData
                objectName: "choice_" + modelData.name
                text: modelData.label
                chosen: modelData.name === editor.value
                enabled: modelData.closed !== true
                reason: modelData.reason || ""
                onClicked: editor.toggled(modelData.name)
            }
        }
        // What a newer template calls otherwise is shown as it came, and not lost.
        ChoiceChip {
            visible: editor.value !== "" && editor.shown === editor.value && !editor.known(editor.value)
            text: editor.value
            chosen: true
            onClicked: editor.toggled(editor.value)
        }
    }
    function known(name: string): bool {
        return Array.from(choices).some((choice) => choice.name === name)
    }
}
