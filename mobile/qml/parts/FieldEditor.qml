// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// The editor for a field of any kind: names the kind, gets the editor, passes everything through. A form's delegate is
/// this and nothing else. Kinds: those of the template, and "prose" for texts that are people's own sentences.
FocusScope {
    id: any

    required property string kind
    property string label
    property string help
    property string error
    property bool required: false
    property bool readOnly: false
    property string readOnlyReason
    property bool confirmed: false
    property bool pending: false
    property bool conflict: false
    property bool changed: false
    property string provenance
    property string otherValue
    property string otherBy
    property bool otherCleared: false
    property string approval
    property string waiting

    property var value: undefined ///< as the kind's editor takes it
    property var choices: [] ///< choice, choices
    property bool open: false ///< choices
    property int lengthMax: 200 ///< text, prose, entries, words of one's own
    property var least: undefined ///< number
    property var most: undefined
    property string suffix ///< number, decimal: the unit
    property string title ///< reference
    property string place ///< reference
    property string tells ///< id number
    property string draft ///< entries
    property bool callable: false ///< phone

    readonly property FieldFrame editor: loader.item as FieldFrame

    signal edited(var value)
    signal finished()
    signal theirsAsked()
    signal mineAsked()
    signal conflictAsked()
    signal pastAsked()
    signal added(string text) ///< entries
    signal chooseAsked() ///< reference
    signal openAsked() ///< reference
    signal callAsked(string number) ///< phone
    signal uncovered() ///< id number

    readonly property string textValue: value === undefined || value === null ? "" : String(value)

    implicitWidth: 320
    implicitHeight: loader.implicitHeight

    Loader {
        id: loader
        width: parent.width
        focus: true
        sourceComponent: ({
            prose: prose, number: number, decimal: decimal, money: money, date: date, time: time,
            time_range: timeRange, choice: choice, choices: choices_, flag: flag, phone: phone, id_number: idNumber,
            reference: reference, entries: entries, attachment: attachment, signature: signature
        })[any.kind] || text
    }

    Component { id: text; TextEditor { value: any.textValue; lengthMax: any.lengthMax; suffix: any.suffix } }
    Component { id: prose; ProseEditor { value: any.textValue; lengthMax: any.lengthMax } }
    Component { id: number; NumberEditor { value: any.textValue; least: any.least; most: any.most; suffix: any.suffix } }
    Component { id: decimal; DecimalEditor { value: any.textValue; suffix: any.suffix } }
    Component { id: money; MoneyEditor { value: any.textValue } }
    Component { id: date; DateEditor { value: any.textValue } }
    Component { id: time; TimeEditor { value: any.textValue } }
    Component { id: timeRange; TimeRangeEditor { value: any.textValue } }
    Component { id: choice; ChoiceEditor { value: any.textValue; choices: any.choices } }
    Component {
        id: choices_
        ChoicesEditor { value: any.value || []; choices: any.choices; open: any.open; lengthMax: any.lengthMax }
    }
    Component { id: flag; FlagEditor { value: any.value } }
    Component {
        id: phone
        PhoneEditor {
            value: any.textValue
            callable: any.callable
            onCallAsked: (to) => any.callAsked(to)
        }
    }
    Component {
        id: idNumber
        IdNumberEditor { value: any.textValue; tells: any.tells; onUncovered: any.uncovered() }
    }
    Component {
        id: reference
        ReferenceEditor {
            value: any.textValue
            title: any.title
            place: any.place
            onChooseAsked: any.chooseAsked()
            onOpenAsked: any.openAsked()
        }
    }
    Component {
        id: entries
        EntriesEditor {
            value: any.value || []
            draft: any.draft
            lengthMax: any.lengthMax
            onAdded: (words) => any.added(words)
        }
    }
    Component { id: signature; SignatureValue { value: any.value || [] } }
    Component { id: attachment; FieldFrame { shown: any.textValue } }

    Binding { target: any.editor; property: "label"; value: any.label }
    Binding { target: any.editor; property: "help"; value: any.help }
    Binding { target: any.editor; property: "error"; value: any.error }
    Binding { target: any.editor; property: "required"; value: any.required }
    Binding { target: any.editor; property: "readOnly"; value: (any.readOnly || any.kind === "attachment") && any.kind !== "signature" }
    Binding { target: any.editor; property: "readOnlyReason"; value: any.readOnlyReason }
    Binding { target: any.editor; property: "confirmed"; value: any.confirmed }
    Binding { target: any.editor; property: "pending"; value: any.pending }
    Binding { target: any.editor; property: "conflict"; value: any.conflict }
    Binding { target: any.editor; property: "changed"; value: any.changed }
    Binding { target: any.editor; property: "provenance"; value: any.provenance }
    Binding { target: any.editor; property: "otherValue"; value: any.otherValue }
    Binding { target: any.editor; property: "otherBy"; value: any.otherBy }
    Binding { target: any.editor; property: "otherCleared"; value: any.otherCleared }
    Binding { target: any.editor; property: "approval"; value: any.approval }
    Binding { target: any.editor; property: "waiting"; value: any.waiting }
    Connections {
        target: any.editor
        function onEdited(value) { any.edited(value) }
        function onFinished() { any.finished() }
        function onTheirsAsked() { any.theirsAsked() }
        function onMineAsked() { any.mineAsked() }
        function onConflictAsked() { any.conflictAsked() }
        function onPastAsked() { any.pastAsked() }
    }
}
