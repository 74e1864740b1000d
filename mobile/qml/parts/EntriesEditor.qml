pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// A log: what was written stays as it was written; one adds to it. `value`: a list of {text, who, when, pending}, the
/// oldest first. `draft` is what is being typed and not yet added; `edited` tells it, `added` an entry.
FieldFrame {
    id: editor

    property var value: []
    property string draft
    property int lengthMax: 2000
    property int showing: 3 ///< of the latest; the rest on demand
    property bool all: false

    readonly property var entries: Array.from(value || [])
    readonly property var visibleEntries: all ? entries : entries.slice(-showing)

    signal added(string text)

    shown: entries.map((entry) => entry.text).join("\n")
    onTheirsAsked: input.follow()

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap
        QuietButton {
            visible: !editor.all && editor.entries.length > editor.showing
            bare: true
            glyph: "up"
            text: qsTr("%1 earlier").arg(editor.entries.length - editor.showing)
            onClicked: editor.all = true
        }
        Repeater {
            model: editor.visibleEntries
            Column {
                id: entry
                required property var modelData
                Layout.fillWidth: true
                Words { width: parent.width; text: entry.modelData.text }
                Words {
                    width: parent.width
                    text: Spoken.dotted([entry.modelData.who, entry.modelData.when,
                                         entry.modelData.pending ? qsTr("On this tablet") : ""])
                    size: "caption"
                    color: Theme.quiet
                }
            }
        }
        ProseInput {
            id: input
            Layout.fillWidth: true
            value: editor.draft
            label: editor.label
            help: editor.spoken
            required: editor.required && editor.entries.length === 0
            wrong: editor.error !== ""
            lengthMax: editor.lengthMax
            rows: 2
            onTyped: (text) => editor.edited(text)
            onFinished: editor.finished()
        }
        QuietButton {
            enabled: input.text.trim() !== "" && input.remaining >= 0
            glyph: "plus"
            text: qsTr("Add")
            hint: editor.label
            onClicked: {
                input.follow()
                editor.added(input.text.trim())
            }
        }
    }
}
