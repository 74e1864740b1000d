import QtQuick
import QtQuick.Shapes
import Doorstep
import "glyphs.js" as Glyphs

/// One of our own signs (icons/glyphs.js), drawn in any colour and size. Beside words it is ornament; alone, whoever
/// shows it gives it its accessible name.
Shape {
    id: icon

    property string glyph
    property color tint: Theme.text
    property int side: Math.round(Theme.lead * 1.1)
    property real weight: 2

    /// The names of all of them.
    function names(): var {
        return Glyphs.names()
    }

    readonly property real grain: side / 24

    implicitWidth: side
    implicitHeight: side
    visible: glyph !== ""
    antialiasing: true
    Accessible.ignored: true

    ShapePath {
        scale: Qt.size(icon.grain, icon.grain)
        strokeColor: icon.tint
        strokeWidth: icon.weight * icon.grain
        fillColor: Glyphs.solid(icon.glyph) ? icon.tint : "transparent"
        capStyle: ShapePath.RoundCap
        joinStyle: ShapePath.RoundJoin
        PathSvg { path: Glyphs.path(icon.glyph) }
    }
}
