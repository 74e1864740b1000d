// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import QtQuick.Layouts
import Doorstep

/// A day: typed as one is used to (the form reads 2026/1/5 and 2026年1月5日 too), or picked from a month that opens under
/// the field, not over the form. `value`: "2026-11-22".
FieldFrame {
    id: editor

    property string value
    property date today: new Date()
    property bool picking: false

    shown: value
    onTheirsAsked: input.follow()

    function picked(day: string) {
        input.follow()
        picking = false
        edited(day)
        finished()
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            FieldInput {
                id: input
                Layout.fillWidth: true
                value: editor.value
                label: editor.label
                help: editor.spoken
                required: editor.required
                wrong: editor.error !== ""
                maximumLength: 20
                inputMethodHints: Qt.ImhDate
                placeholderText: qsTr("Year-month-day")
                onTyped: (text) => editor.edited(text)
                onFinished: editor.finished()
            }
            QuietButton {
                horizontalPadding: Theme.gap
                glyph: editor.picking ? "up" : "calendar"
                Accessible.name: editor.picking ? qsTr("Close the calendar") : qsTr("Open the calendar")
                hint: editor.label
                onClicked: editor.picking = !editor.picking
            }
        }
        Loader {
            active: editor.picking
            visible: active
            sourceComponent: MonthPicker {
                chosen: editor.value
                today: editor.today
                onPicked: (day) => editor.picked(day)
            }
        }
    }
}
