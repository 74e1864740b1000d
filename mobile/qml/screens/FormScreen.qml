// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import QtQuick.Layouts
import Doorstep

/// One record's form: a column of fields from the template. What one types is never written over; leaving saves.
Item {
    id: page

    property alias record: form.record
    property alias type: form.type
    property alias preset: form.preset
    property string done ///< what was saved last, in words

    signal made(string id)
    signal conflictAsked()
    signal leaving()

    Component.onDestruction: form.save()

    Form {
        id: form
        onSaved: (id, fields) => {
            page.done = qsTr("Saved on this tablet · %1", "time").arg(Qt.formatTime(new Date(), "HH:mm"))
            if (page.type !== "" && page.record === id) page.made(id)
        }
        onRefused: (sentence) => page.done = sentence
    }

    ListView {
        id: list
        objectName: "form"
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: foot.top }
        anchors.leftMargin: Math.max(Theme.pad, (page.width - Theme.readable) / 2)
        anchors.rightMargin: anchors.leftMargin
        clip: true
        spacing: Theme.pad
        onCountChanged: if (!moving) positionViewAtBeginning()
        cacheBuffer: 2000 // an editor in which one types must not go while one scrolls
        model: form
        header: Words {
            width: list.width
            topPadding: Theme.pad
            bottomPadding: Theme.pad
            text: form.title
            size: "title"
            strong: true
        }
        footer: Item { width: 1; height: Theme.pad * 2 }
        section.property: "section"
        section.delegate: SectionHeader {
            required property string section
            width: list.width
            visible: section !== ""
            height: visible ? implicitHeight : 0
            text: section
        }
        delegate: FieldEditor {
            id: editor
            required kind
            required label
            required help
            required error
            required readOnly
            required readOnlyReason
            required pending
            required conflict
            required provenance
            required otherValue
            required otherBy
            required otherCleared
            required value
            required choices
            required open
            required lengthMax
            required least
            required most
            required title
            required property bool needed
            required property bool shown
            required property string field
            objectName: "field_" + field
            required: needed
            width: list.width
            visible: shown
            height: shown ? implicitHeight : 0
            onEdited: (value) => form.edit(editor.field, value)
            onFinished: if (form.record !== "") form.save()
            onAdded: (text) => form.add(editor.field, text)
            onTheirsAsked: form.takeTheirs(editor.field)
            onMineAsked: form.keepMine(editor.field)
            onConflictAsked: page.conflictAsked()
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
        note: form.missing !== "" ? qsTr("Needed first: %1").arg(form.missing)
            : form.wrong > 0 ? qsTr("%1 to mend; the rest is saved").arg(form.wrong)
            : form.unsaved > 0 ? qsTr("%1 typed, not saved yet").arg(form.unsaved) : page.done
        PrimaryButton {
            objectName: "save"
            glyph: "check"
            text: form.unsaved > 0 ? qsTr("Save") : qsTr("Done")
            enabled: form.missing === ""
            onClicked: form.unsaved > 0 && form.wrong < form.unsaved ? form.save() : page.leaving()
        }
    }
}
