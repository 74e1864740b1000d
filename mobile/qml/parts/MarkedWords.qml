import QtQuick
import Doorstep
import "marks.js" as Marks

/// Words of which some were searched for: `parts` by turns not found and found, as the engine's highlights come.
Text {
    property var parts: []
    property string size: "body"
    property bool lines: false ///< keep the lines of people's own sentences; else all is one line

    text: Marks.marked(parts, String(Theme.accent), lines ? "<br>" : " ")
    textFormat: Text.StyledText
    color: Theme.text
    font.family: Theme.family
    font.pixelSize: Theme[size]
    elide: Text.ElideRight
    Accessible.role: Accessible.StaticText
    Accessible.name: Marks.plain(parts)
}
