pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// A third value of what is decided as one (a telephone: its kind and its number), each part by its own editor, as in the
/// form. `members`: a list of {field, kind, label, value, choices, open, lengthMax}. What is not touched stays as it is.
FocusScope {
    id: group

    property var members: []
    property string error

    property var shown: [] ///< while one types nothing is made anew
    property var typed: ({})

    signal wrote(var values)
    signal leaving()

    implicitHeight: column.implicitHeight
    onMembersChanged: if (JSON.stringify(members) !== JSON.stringify(shown)) begin()
    onVisibleChanged: if (visible) begin()
    Keys.onEscapePressed: leaving()

    function begin() {
        typed = ({})
        shown = members
    }
    function edit(field: string, value: var) {
        typed = Object.assign({}, typed, { [field]: value })
    }

    ColumnLayout {
        id: column
        width: parent.width
        spacing: Theme.gap
        Repeater {
            model: group.shown
            FieldEditor {
                id: editor
                required property var modelData
                required property int index
                objectName: "member_" + modelData.field
                Layout.fillWidth: true
                focus: index === 0
                kind: modelData.kind
                label: modelData.label
                choices: modelData.choices || []
                open: modelData.open === true
                lengthMax: modelData.lengthMax || 200
                value: group.typed[modelData.field] ?? modelData.value
                onEdited: (value) => group.edit(editor.modelData.field, value)
            }
        }
        FieldError {
            Layout.fillWidth: true
            visible: text !== ""
            text: group.error
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.gap
            QuietButton {
                objectName: "takeTyped"
                enabled: Object.keys(group.typed).length > 0
                text: qsTr("Take this")
                onClicked: group.wrote(group.typed)
            }
            QuietButton { bare: true; text: qsTr("Cancel"); onClicked: group.leaving() }
        }
    }
}
