import QtQuick
import QtQuick.Shapes
import Doorstep

/// One stroke of a pen; a point alone is a dot. `points` in thousandths of `reach`.
Shape {
    id: stroke

    property var points: []
    property real reach: 1000

    readonly property real grain: reach / 1000

    anchors.fill: parent
    visible: points.length > 0
    antialiasing: true

    ShapePath {
        strokeColor: Theme.text
        strokeWidth: Math.max(2, 5 * stroke.grain)
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap
        joinStyle: ShapePath.RoundJoin
        PathPolyline {
            path: {
                const line = Array.from(stroke.points).map((at) => Qt.point(at.x * stroke.grain, at.y * stroke.grain))
                return line.length === 1 ? [line[0], Qt.point(line[0].x + 0.1, line[0].y)] : line
            }
        }
    }
}
