import QtQuick
import Doorstep
import "marks.js" as Marks

/// Words of which some were searched for: `parts` by turns not found and found, as the engine's highlights come.
Text {
    property var parts: []
    property string size: "body"

    text: Marks.marked(parts, String(Theme.accent))
    textFormat: Text.StyledText
    color: Theme.text
    font.family: Theme.family
    font.pixelSize: Theme[size]
    elide: Text.ElideRight
    Accessible.role: Accessible.StaticText
    Accessible.name: Marks.plain(parts)
}
