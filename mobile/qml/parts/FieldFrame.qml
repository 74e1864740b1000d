// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import QtQuick.Layouts
import Doorstep

/// What every editor has around it: label and required mark, the marks of its value (confirmed, on this tablet, in
/// conflict, changed since one last looked), help, an error with the next step, what another person made of it
/// meanwhile, and, on demand, who set it and when. Children are the control; read-only shows `shown` in its place.
///
/// Every editor takes `value` as the form model holds it (what was typed, though it be wrong) and tells `edited` at every
/// keystroke and `finished` when one leaves. It never changes `value` itself, and never writes over what is being typed.
FocusScope {
    id: frame

    property string label
    property string help
    property string error ///< a sentence with the next step
    property bool required: false
    property bool readOnly: false
    property string readOnlyReason
    property bool confirmed: false
    property bool pending: false
    property bool conflict: false
    property bool changed: false ///< since one last looked
    property string provenance ///< "王芳 · 走访 · 今天 10:12 · 已核对证件"
    property string otherValue ///< as people read it
    property string otherBy ///< "办公室 10:15"; empty: nobody changed it meanwhile
    property bool otherCleared: false ///< they emptied it
    property string approval ///< what is written here waits for another person: why
    property string waiting ///< what somebody proposed for it already
    property string shown ///< the value as people read it, for read-only
    property bool empty: shown === ""
    property bool telling: false ///< provenance is open

    default property alias content: slot.data
    readonly property bool other: otherBy !== ""
    readonly property string spoken: help === "" || error !== "" ? error : help

    signal edited(var value)
    signal finished()
    signal theirsAsked() ///< "use it"
    signal mineAsked() ///< "keep mine"
    signal conflictAsked() ///< to the conflict desk
    signal pastAsked() ///< to every value that it had

    implicitWidth: 320
    implicitHeight: column.implicitHeight

    Rectangle {
        visible: frame.changed
        x: -Theme.gap - width
        width: Theme.mark
        height: parent.height
        radius: 1
        color: Theme.accent
    }

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right }
        spacing: Theme.gap / 2

        Item {
            id: head
            Layout.fillWidth: true
            implicitHeight: Math.max(words.implicitHeight + Theme.gap / 2, who.visible ? Theme.touch - Theme.gap : 0)
            Words {
                id: words
                anchors { left: parent.left; right: marks.left; verticalCenter: parent.verticalCenter }
                anchors.rightMargin: Theme.gap + (must.visible ? must.implicitWidth + Theme.gap / 2 : 0)
                text: frame.label
                color: Theme.quiet
                Accessible.ignored: !frame.readOnly
            }
            Words {
                id: must
                x: words.contentWidth + Theme.gap / 2
                anchors.baseline: words.baseline
                visible: frame.required && !frame.readOnly
                text: qsTr("required")
                size: "caption"
                color: frame.empty ? Theme.waiting : Theme.quiet
                wrapMode: Text.NoWrap
            }
            Row {
                id: marks
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                spacing: Theme.gap / 2
                StateBadge {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: frame.confirmed
                    soft: false
                    tone: "ok"
                    glyph: "check"
                    text: qsTr("Confirmed")
                }
                StateBadge {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: frame.pending
                    soft: false
                    tone: "waiting"
                    glyph: "tablet"
                    text: qsTr("On this tablet")
                }
                IconButton {
                    id: who
                    objectName: "who"
                    anchors.verticalCenter: parent.verticalCenter
                    visible: frame.provenance !== ""
                    glyph: "info"
                    text: qsTr("Who set %1, and when").arg(frame.label)
                    onClicked: frame.telling = !frame.telling
                }
            }
        }

        Loader {
            Layout.fillWidth: true
            active: frame.telling && frame.provenance !== ""
            visible: active
            sourceComponent: RowLayout {
                spacing: Theme.gap
                Words {
                    Layout.fillWidth: true
                    text: frame.provenance
                    size: "caption"
                    color: Theme.quiet
                }
                QuietButton {
                    objectName: "past"
                    bare: true
                    glyph: "clock"
                    text: qsTr("Earlier values")
                    hint: frame.label
                    onClicked: frame.pastAsked()
                }
            }
        }

        Item {
            id: slot
            Layout.fillWidth: true
            visible: !frame.readOnly
            implicitHeight: children.length > 0 ? children[0].implicitHeight : 0
        }

        Loader {
            Layout.fillWidth: true
            active: frame.readOnly
            visible: active
            sourceComponent: ReadOnlyValue {
                label: frame.label
                value: frame.shown
                reason: frame.readOnlyReason
            }
        }

        Loader {
            Layout.fillWidth: true
            active: frame.error !== ""
            visible: active
            sourceComponent: FieldError { text: frame.error }
        }

        Loader {
            Layout.fillWidth: true
            active: frame.approval !== "" && !frame.readOnly
            visible: active
            sourceComponent: RowLayout {
                spacing: Theme.gap / 2
                Icon { glyph: "people"; tint: Theme.waiting; side: Math.round(Theme.caption * 1.2) }
                Words {
                    Layout.fillWidth: true
                    text: frame.approval
                    size: "caption"
                    color: Theme.waiting
                }
            }
        }

        Words {
            Layout.fillWidth: true
            visible: text !== "" && frame.error === "" && !frame.readOnly
            text: frame.help
            size: "caption"
            color: Theme.quiet
            Accessible.ignored: true
        }

        Loader {
            Layout.fillWidth: true
            active: frame.waiting !== ""
            visible: active
            sourceComponent: Notice {
                tone: "waiting"
                sentence: frame.waiting
                step: qsTr("Look")
                onStepped: frame.conflictAsked()
            }
        }

        Loader {
            Layout.fillWidth: true
            active: frame.conflict
            visible: active
            sourceComponent: Notice {
                sentence: qsTr("Two people changed this; choose")
                step: qsTr("Choose")
                onStepped: frame.conflictAsked()
            }
        }

        Loader {
            Layout.fillWidth: true
            active: frame.other
            visible: active
            sourceComponent: OtherValue {
                by: frame.otherBy
                value: frame.otherValue
                cleared: frame.otherCleared
                onTheirsAsked: frame.theirsAsked()
                onMineAsked: frame.mineAsked()
            }
        }
    }
}
