import QtQuick
import QtQuick.Layouts
import Doorstep

/// The number of an identity document: covered but for four at either end until one asks to see it, which is told, so
/// that it can be noted who looked. Typed in groups; the form says what the number tells (birth date, sex).
FieldFrame {
    id: editor

    property string value
    property string tells ///< "1949-12-31 · 女"
    property bool bared: false ///< one asked to see it, or is typing it
    readonly property bool covered: value !== "" && !bared

    signal uncovered()

    function mask(number: string): string {
        const ends = number.length >= 12 ? 4 : 1
        return number.slice(0, ends) + "*".repeat(Math.max(0, number.length - 2 * ends)) + number.slice(-ends)
    }
    function grouped(number: string): string {
        return /^\d{17}[\dXx]$/.test(number) ? number.replace(/^(.{6})(.{8})(.{4})$/, "$1 $2 $3") : number
    }
    function uncover() {
        bared = true
        uncovered()
        input.forceActiveFocus()
    }

    shown: mask(value)
    onTheirsAsked: input.follow()

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap / 2
        RowLayout {
            Layout.fillWidth: true
            visible: editor.covered
            spacing: Theme.gap
            Words {
                Layout.fillWidth: true
                text: editor.shown
                Accessible.name: editor.label + ": " + editor.shown
            }
            QuietButton {
                glyph: "eye"
                text: qsTr("Show")
                hint: editor.label
                onClicked: editor.uncover()
            }
        }
        FieldInput {
            id: input
            Layout.fillWidth: true
            visible: !editor.covered
            value: editor.grouped(editor.value)
            label: editor.label
            help: editor.spoken
            required: editor.required
            wrong: editor.error !== ""
            maximumLength: 24
            inputMethodHints: Qt.ImhUppercaseOnly | Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
            onTyped: (text) => {
                editor.bared = true
                editor.edited(text)
            }
            onFinished: editor.finished()
        }
        Words {
            Layout.fillWidth: true
            visible: text !== "" && !editor.covered
            text: editor.tells
            size: "caption"
            color: Theme.ok
        }
    }
}
