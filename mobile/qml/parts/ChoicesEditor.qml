pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// Several of a list; with `open`, words of one's own as well. `value`: a list of names and words. Tells the whole list.
FieldFrame {
    id: editor

    property var value: []
    property var choices: []
    property bool open: false
    property int lengthMax: 20 ///< of a word of one's own

    readonly property var chosen: Array.from(value || [])
    readonly property var names: Array.from(choices).map((choice) => choice.name)
    readonly property var own: chosen.filter((word) => names.indexOf(word) < 0)

    function labelOf(name: string): string {
        const at = names.indexOf(name)
        return at < 0 ? name : choices[at].label
    }
    function toggled(name: string) {
        edited(chosen.indexOf(name) < 0 ? chosen.concat([name]) : chosen.filter((word) => word !== name))
        finished()
    }
    function wrote(word: string) {
        if (word !== "" && chosen.indexOf(word) < 0) toggled(word)
    }

    shown: chosen.map(labelOf).join("、")

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap
        Flow {
            Layout.fillWidth: true
            spacing: Theme.gap
            Accessible.role: Accessible.Grouping
            Accessible.name: editor.label
            Accessible.description: editor.spoken
            Repeater {
                model: editor.choices
                ChoiceChip {
                    required property var modelData
                    objectName: "choice_" + modelData.name
                    many: true
                    text: modelData.label
                    chosen: editor.chosen.indexOf(modelData.name) >= 0
                    onClicked: editor.toggled(modelData.name)
                }
            }
            Repeater {
                model: editor.own
                ChoiceChip {
                    required property string modelData
                    many: true
                    text: modelData
                    chosen: true
                    onClicked: editor.toggled(modelData)
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            visible: editor.open
            spacing: Theme.gap
            FieldInput {
                id: word
                Layout.fillWidth: true
                focus: false
                label: qsTr("%1: in your own words").arg(editor.label)
                placeholderText: qsTr("In your own words")
                maximumLength: editor.lengthMax
                onAccepted: add.take()
            }
            QuietButton {
                id: add
                enabled: word.text.trim() !== ""
                glyph: "plus"
                text: qsTr("Add")
                onClicked: take()
                function take() {
                    editor.wrote(word.text.trim())
                    word.clear()
                }
            }
        }
    }
}
