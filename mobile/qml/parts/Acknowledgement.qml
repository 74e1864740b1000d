import QtQuick
import QtQuick.Layouts
import Doorstep

/// "Saved on this tablet", said where one acted and not in a bubble elsewhere that goes before it is read. Stays until
/// the next thing is done there; `undo` offers the way back.
RowLayout {
    id: said

    property string text
    property bool undoable: false
    property string tone: "ok"

    signal undone()

    visible: text !== ""
    spacing: Theme.gap
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Icon {
        glyph: said.tone === "ok" ? "check" : "info"
        tint: Theme.tone(said.tone)
    }
    Words {
        Layout.fillWidth: true
        text: said.text
        color: Theme.tone(said.tone)
    }
    QuietButton {
        objectName: "undo"
        visible: said.undoable
        bare: true
        glyph: "undo"
        text: qsTr("Undo")
        onClicked: said.undone()
    }
}
