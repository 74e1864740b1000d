pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// A handwritten signature as the pen went, not as a picture: `strokes` is a list of strokes, each a list of {x, y, t}:
/// x and y in thousandths of the pad's width, t in milliseconds since the first touch. Finger, pen and mouse.
FocusScope {
    id: pad

    property string label: qsTr("Signature")
    property string error
    property bool readOnly: false
    property var strokes: [] ///< the owner may set it to show one that was given; else the pad's own
    readonly property bool empty: strokes.length === 0
    property real began: 0 ///< ms since the epoch, of the first touch

    readonly property int pointsMax: 20000
    readonly property int points: strokes.reduce((sum, stroke) => sum + stroke.length, 0)

    signal drawn(var strokes) ///< after every stroke, undo and clear

    function undo() {
        strokes = strokes.slice(0, -1)
        drawn(strokes)
    }
    function clear() {
        strokes = []
        drawn(strokes)
    }

    implicitWidth: 480
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.Graphic
    Accessible.name: label
    Accessible.description: empty ? qsTr("Not signed yet") : qsTr("Signed with %1 strokes").arg(strokes.length)

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right }
        spacing: Theme.gap
        Rectangle {
            id: paper
            Layout.fillWidth: true
            implicitHeight: Math.round(width * 0.4)
            radius: Theme.radius
            color: Theme.raised
            border.width: pad.error !== "" ? 2 : Theme.hair
            border.color: pad.error !== "" ? Theme.attention : Theme.edge
            clip: true

            Rectangle {
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                anchors { margins: Theme.pad * 2; bottomMargin: Math.round(paper.height * 0.22) }
                height: Theme.hair
                color: Theme.edge
            }
            Words {
                anchors { left: parent.left; bottom: parent.bottom; leftMargin: Theme.pad * 2; bottomMargin: Theme.gap }
                text: pad.empty && ink.stroke.length === 0 ? qsTr("Sign above the line") : pad.label
                size: "caption"
                color: Theme.quiet
                Accessible.ignored: true
            }
            Repeater {
                model: pad.strokes
                PenStroke {
                    required property var modelData
                    points: modelData
                    reach: paper.width
                }
            }
            PenStroke {
                id: current
                points: ink.stroke
                reach: paper.width
            }
            MouseArea {
                id: ink
                property var stroke: []
                anchors.fill: parent
                enabled: !pad.readOnly
                preventStealing: true
                function add(x: real, y: real, now: real) {
                    if (pad.points + stroke.length >= pad.pointsMax) return
                    const grain = 1000 / paper.width
                    stroke = stroke.concat([{ x: Math.round(x * grain), y: Math.round(y * grain),
                                              t: Math.round(now - pad.began) }])
                }
                onPressed: (mouse) => {
                    const now = Date.now()
                    if (pad.empty) pad.began = now
                    stroke = []
                    add(mouse.x, mouse.y, now)
                }
                onPositionChanged: (mouse) => add(mouse.x, mouse.y, Date.now())
                onReleased: done()
                onCanceled: done()
                function done() {
                    if (stroke.length > 0) pad.strokes = pad.strokes.concat([stroke])
                    stroke = []
                    pad.drawn(pad.strokes)
                }
            }
        }
        FieldError {
            Layout.fillWidth: true
            visible: text !== ""
            text: pad.error
        }
        Flow {
            Layout.fillWidth: true
            visible: !pad.readOnly
            spacing: Theme.gap
            QuietButton {
                glyph: "undo"
                text: qsTr("Undo the last stroke")
                enabled: !pad.empty
                onClicked: pad.undo()
            }
            QuietButton {
                glyph: "cross"
                text: qsTr("Clear")
                enabled: !pad.empty
                onClicked: pad.clear()
            }
        }
    }
}
