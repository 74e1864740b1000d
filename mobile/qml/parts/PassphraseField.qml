import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Doorstep

/// Where a passphrase is typed. What is typed is no property of this part: it leaves by `entered`, once, and the field is
/// wiped at that moment. `filled` says only that there is something.
FocusScope {
    id: field

    property string label: qsTr("Passphrase")
    property string error
    property string step: qsTr("Unlock")
    property bool busy: false ///< the words are being tried; the owner shows what and how long
    property bool fresh: false ///< a new one is being set, not an old one asked
    readonly property bool filled: input.length > 0

    signal entered(string passphrase)

    /// Forgets what was typed.
    function wipe() {
        input.clear()
    }

    implicitWidth: 360
    implicitHeight: column.implicitHeight

    function enter() {
        if (!filled || busy) return
        const typed = input.text
        input.clear()
        entered(typed)
    }

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right }
        spacing: Theme.gap
        Words { text: field.label; color: Theme.quiet; Accessible.ignored: true }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            T.TextField {
                id: input
                property bool seen: false
                Layout.fillWidth: true
                implicitHeight: Math.max(Theme.touch + Theme.gap, contentHeight + 2 * Theme.gap)
                leftPadding: Theme.pad
                rightPadding: Theme.pad
                verticalAlignment: TextInput.AlignVCenter
                font { family: Theme.family; pixelSize: Theme.lead }
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                echoMode: seen ? TextInput.Normal : TextInput.Password
                passwordMaskDelay: 0
                inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
                focus: true
                enabled: !field.busy
                maximumLength: 1024
                Accessible.role: Accessible.EditableText
                Accessible.passwordEdit: true
                Accessible.name: field.label
                Accessible.description: field.error
                onAccepted: field.enter()
                background: FieldGround { focused: input.activeFocus; wrong: field.error !== "" }
            }
            IconButton {
                glyph: "eye"
                tone: input.seen ? "accent" : "quiet"
                text: input.seen ? qsTr("Cover what I type") : qsTr("Show what I type")
                onClicked: input.seen = !input.seen
            }
        }
        FieldError {
            Layout.fillWidth: true
            visible: text !== ""
            text: field.error
        }
        PrimaryButton {
            Layout.fillWidth: true
            text: field.step
            enabled: field.filled && !field.busy
            onClicked: field.enter()
        }
    }
}
