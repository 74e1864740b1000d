pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// What people said about a question, oldest first, and a line to say something. `remarks`: a list of {who, when, text}.
ColumnLayout {
    id: talk

    property var remarks: []
    property bool answers: false ///< to say something is all that this person can do about it

    readonly property bool typing: line.activeFocus

    signal said(string text)

    spacing: Theme.gap
    function say() {
        if (line.text.trim() === "") return
        said(line.text)
        line.clear()
    }

    Repeater {
        model: talk.remarks
        ColumnLayout {
            id: remark
            required property var modelData
            Layout.fillWidth: true
            spacing: 0
            Words {
                Layout.fillWidth: true
                text: remark.modelData.who + " · " + remark.modelData.when
                size: "caption"
                color: Theme.quiet
            }
            Words { objectName: "remark"; Layout.fillWidth: true; text: remark.modelData.text }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap
        FieldInput {
            id: line
            objectName: "remarkLine"
            focus: false
            Layout.fillWidth: true
            label: talk.answers ? qsTr("Your answer") : qsTr("Say something about it")
            placeholderText: label
            maximumLength: 2000
            Keys.onReturnPressed: talk.say()
            Keys.onEnterPressed: talk.say()
        }
        QuietButton {
            objectName: "say"
            enabled: line.text.trim() !== ""
            glyph: "speech"
            text: talk.answers ? qsTr("Answer") : qsTr("Say it")
            onClicked: talk.say()
        }
    }
}
