// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import QtQuick.Layouts
import Doorstep

/// One record's form: sections at the left where there is room, a column of fields from the template. What one types is
/// never written over; leaving saves.
Item {
    id: page

    required property Household household
    required property Confirming confirming
    required property Joining joining
    property alias record: form.record
    property alias type: form.type
    property alias preset: form.preset
    property alias role: form.role
    property alias visit: form.visit
    property string done ///< what was saved last, in words
    property string refused ///< why the last save was not; stays until one is, or something else is typed
    property string known: "form" ///< how one knows what one writes: told, by phone, a paper was seen
    property string choosing ///< the field for which another record is being chosen
    property bool joiningTwo: false ///< with somebody else who is the same
    property bool lookingBack: false ///< at what the record was
    property string pastOf ///< the field whose earlier values are looked at; empty: the whole record's

    readonly property bool wide: width >= Theme.body * 45
    readonly property bool confirmable: household.unit !== "" && record !== ""

    signal made(string id)
    signal opened(string id)
    signal conflictAsked()
    signal leaving()

    Component.onDestruction: form.leave()

    // Another record, not news of this one: what lies over the form stays while somebody else writes.
    readonly property string of: form.record
    onOfChanged: {
        choosing = ""
        lookingBack = joiningTwo = false
    }

    function lookBack(field: string) {
        form.save()
        pastOf = field
        lookingBack = true
    }

    Form {
        id: form
        home: page.household.unit
        source: page.known
        confirmed: Array.from(page.household.confirmed).concat(Array.from(page.confirming.words))
        onSaved: (id, fields) => {
            page.refused = ""
            page.done = qsTr("Saved on this tablet · %1", "time").arg(Qt.formatTime(new Date(), "HH:mm"))
            if (page.type !== "" && page.record === id) page.made(id)
        }
        onRefused: (sentence) => page.refused = sentence
        onBecame: (id) => page.made(id)
    }
    LikelySame {
        id: alike
        of: form
        onMerged: (id, gone) => {
            page.joining.tell(id, gone)
            page.opened(id)
        }
        onRefused: (sentence) => page.refused = sentence
    }

    SectionList {
        id: index
        anchors { left: parent.left; top: parent.top; bottom: foot.top }
        width: visible ? Theme.body * 13 : 0
        visible: page.wide && sections.length > 1
        sections: form.sections
        onAsked: (row) => list.positionViewAtIndex(row, ListView.Beginning)
    }
    Column {
        id: hints
        anchors { left: list.left; right: list.right; top: parent.top }
        topPadding: alike.count > 0 ? Theme.gap : 0
        spacing: Theme.gap
        Repeater {
            model: alike
            LikelyRow {
                required title
                required reason
                required mergeable
                required property string recordId
                objectName: "likely"
                width: hints.width
                onOpenAsked: page.opened(recordId)
                onSameAsked: alike.isTheSame(recordId)
                onGoOnAsked: alike.goOn(recordId)
            }
        }
    }
    ListView {
        id: list
        objectName: "form"
        property string placedFor
        anchors { left: index.right; right: parent.right; top: hints.bottom; bottom: foot.top }
        anchors.leftMargin: Math.max(Theme.pad, (page.width - index.width - Theme.readable) / 2)
        anchors.rightMargin: anchors.leftMargin
        clip: true
        spacing: Theme.pad
        onCountChanged: {
            if (placedFor === form.record + form.type || count === 0) return
            positionViewAtBeginning()
            placedFor = form.record + form.type
        }
        cacheBuffer: 0
        currentIndex: -1 // the editor in which one types: it does not go while one scrolls
        highlightFollowsCurrentItem: false
        model: form
        header: ColumnLayout {
            width: list.width
            spacing: 0
            // Turned or resized, it would grow upwards, out of sight.
            onHeightChanged: if (list.contentY - list.originY <= Theme.touch * 2) list.positionViewAtBeginning()
            // Not a layout: one whose parts come and go loses count.
            Item {
                Layout.fillWidth: true
                // One height from the beginning: a head that grows afterwards lies above what is in sight.
                readonly property real room: form.record === "" ? 0 : Theme.touch
                implicitHeight: page.wide ? Math.max(name.height, room + Theme.gap) : name.height + room
                Words {
                    id: name
                    width: page.wide ? parent.width - tools.width - Theme.gap : parent.width
                    topPadding: Theme.pad
                    bottomPadding: Theme.pad
                    text: form.title
                    size: "title"
                    strong: true
                }
                Row {
                    id: tools
                    x: page.wide ? parent.width - width : 0
                    y: page.wide ? Theme.gap : name.height
                    QuietButton {
                        objectName: "sameAs"
                        visible: form.joinable
                        bare: true
                        glyph: "people"
                        text: page.wide ? qsTr("The same person as…") : qsTr("Same as…")
                        onClicked: {
                            form.save()
                            page.joiningTwo = true
                        }
                    }
                    QuietButton {
                        objectName: "lookBack"
                        visible: form.record !== "" && form.count > 0
                        bare: true
                        glyph: "clock"
                        text: qsTr("Earlier states")
                        onClicked: page.lookBack("")
                    }
                }
            }
            Segments {
                objectName: "known"
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.pad
                visible: page.visit === "" // a visit is what one knows it by
                name: qsTr("How you know")
                chosen: page.known
                choices: [
                    { name: "form", label: qsTr("As told"), count: 0 },
                    { name: "phone", label: qsTr("By phone"), count: 0 },
                    { name: "document", label: qsTr("Document seen"), count: 0 }
                ]
                onAsked: (choice) => page.known = choice
            }
        }
        footer: Item { width: 1; height: Theme.pad * 2 }
        section.property: "section"
        section.delegate: SectionHeader {
            id: head
            required property string section
            readonly property var told: Array.from(form.sections).find((one) => one.label === section) ?? ({})
            readonly property bool held: page.confirming.undoable && page.confirming.words.length > 0 && page.confirming.has(told.words ?? [])
            objectName: "section_" + section
            width: list.width
            visible: section !== ""
            height: visible ? implicitHeight : 0
            text: section
            done: told.done ?? 0
            total: told.total ?? 0
            step: held ? qsTr("Undo") : page.confirmable && !told.confirmed && (told.words ?? []).length > 0 ? qsTr("Section unchanged") : ""
            stepGlyph: held ? "undo" : "check"
            onStepped: held ? page.confirming.undo(told.words) : page.confirming.confirm(page.household.unit, told.words, told.words.length)
        }
        delegate: FieldEditor {
            id: editor
            required kind
            required label
            required help
            required error
            required readOnly
            required readOnlyReason
            required confirmed
            required pending
            required conflict
            required provenance
            required otherValue
            required otherBy
            required otherCleared
            required approval
            required waiting
            required value
            required choices
            required open
            required lengthMax
            required least
            required most
            required title
            required draft
            required property bool needed
            required property int index
            required property string field
            objectName: "field_" + field
            required: needed
            width: list.width
            onActiveFocusChanged: if (activeFocus) list.currentIndex = index
            onEdited: (value) => {
                page.refused = ""
                form.edit(editor.field, value)
            }
            onFinished: if (form.record !== "") form.save()
            onAdded: (text) => form.add(editor.field, text)
            onTheirsAsked: form.takeTheirs(editor.field)
            onMineAsked: form.keepMine(editor.field)
            onConflictAsked: page.conflictAsked()
            onPastAsked: page.lookBack(editor.field)
            onChooseAsked: page.choosing = editor.field
            onOpenAsked: page.opened(editor.textValue)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: form.ready && form.count === 0
        glyph: "none"
        headline: qsTr("This record is not on this tablet")
        reason: form.trouble
    }
    BottomBar {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        alarm: page.refused !== ""
        note: page.refused !== "" ? qsTr("Not saved: %1").arg(page.refused)
            : form.missing !== "" ? qsTr("Needed first: %1").arg(form.missing)
            : form.wrong > 0 ? qsTr("%1 to mend; the rest is saved").arg(form.wrong)
            : form.unsaved > 0 ? qsTr("%1 typed, not saved yet").arg(form.unsaved) : page.done
        PrimaryButton {
            objectName: "save"
            glyph: "check"
            text: form.unsaved > form.wrong ? qsTr("Save") : qsTr("Done")
            enabled: form.missing === ""
            onClicked: form.unsaved > form.wrong ? form.leave() : page.leaving()
        }
    }
    Loader {
        anchors.fill: parent
        active: page.choosing !== ""
        sourceComponent: Picker {
            type: form.refersTo(page.choosing)
            home: page.household.unit
            onPicked: (id) => {
                form.edit(page.choosing, id)
                page.choosing = ""
                if (form.record !== "") form.save()
            }
            onLeaving: page.choosing = ""
        }
    }
    Loader {
        anchors.fill: parent
        active: page.lookingBack
        sourceComponent: Past {
            record: form.record
            field: page.pastOf
            onLeaving: page.lookingBack = false
        }
    }
    Loader {
        anchors.fill: parent
        active: page.joiningTwo
        sourceComponent: SamePerson {
            joining: page.joining
            record: form.record
            home: page.household.unit
            onLeaving: page.joiningTwo = false
        }
    }
    Connections {
        target: page.joining
        function onJoined(stays) {
            page.joiningTwo = false
            page.opened(stays)
        }
    }
}
