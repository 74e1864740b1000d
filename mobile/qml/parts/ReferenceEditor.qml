import QtQuick
import QtQuick.Layouts
import Doorstep

/// Another record: shown by its title, opened, chosen or taken away. The choosing itself is the screen's.
FieldFrame {
    id: editor

    property string value ///< the record's id; empty: none
    property string title ///< as people name it
    property string place
    property string glyph: "link"

    signal chooseAsked()
    signal openAsked()

    shown: title

    GridLayout {
        id: grid
        readonly property bool narrow: editor.width < Theme.body * 26
        width: parent.width
        columns: 3
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        QuietButton {
            Layout.fillWidth: true
            Layout.columnSpan: grid.narrow ? 3 : 1
            visible: editor.value !== ""
            glyph: editor.glyph
            text: editor.place === "" ? editor.title : editor.title + " · " + editor.place
            hint: qsTr("Open")
            onClicked: editor.openAsked()
        }
        QuietButton {
            Layout.fillWidth: editor.value === "" || grid.narrow
            Layout.columnSpan: editor.value === "" ? 3 : 1
            glyph: "search"
            text: editor.value === "" ? qsTr("Choose") : qsTr("Another")
            hint: editor.label
            onClicked: editor.chooseAsked()
        }
        IconButton {
            visible: editor.value !== "" && !editor.required
            glyph: "cross"
            text: qsTr("Take away %1").arg(editor.title)
            onClicked: {
                editor.edited("")
                editor.finished()
            }
        }
    }
}
