import QtQuick
import Doorstep

/// A state as a shape and a word. Without `text` only the shape is seen, and `name` is what a screen reader says.
Item {
    id: badge

    property string tone: "neutral"
    property string glyph
    property string text
    property string name: text
    property bool soft: true ///< with a ground of its own
    property string size: "caption"

    implicitWidth: row.implicitWidth + (soft ? 2 * Theme.gap : 0)
    implicitHeight: row.implicitHeight + (soft ? Theme.gap : 0)
    Accessible.role: Accessible.StaticText
    Accessible.name: name

    Rectangle {
        anchors.fill: parent
        visible: badge.soft
        radius: height / 2
        color: Theme.soft(badge.tone)
        border { width: Theme.highContrast ? Theme.hair : 0; color: Theme.tone(badge.tone) }
    }
    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gap / 2
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            glyph: badge.glyph
            tint: Theme.tone(badge.tone)
            side: Math.round(Theme[badge.size] * 1.2)
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: badge.text
            size: badge.size
            color: Theme.tone(badge.tone)
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
