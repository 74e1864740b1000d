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

    RowLayout {
        width: parent.width
        spacing: Theme.gap
        QuietButton {
            Layout.fillWidth: true
            visible: editor.value !== ""
            glyph: editor.glyph
            text: editor.place === "" ? editor.title : editor.title + " · " + editor.place
            hint: qsTr("Open")
            onClicked: editor.openAsked()
        }
        QuietButton {
            Layout.fillWidth: editor.value === ""
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
