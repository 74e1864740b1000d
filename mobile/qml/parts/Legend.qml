pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// What the lens's colours and signs mean. `entries`: a list of {tone, glyph, text}.
Flow {
    id: legend
    property var entries: []
    spacing: Theme.pad
    Repeater {
        model: legend.entries
        StateBadge {
            required property var modelData
            soft: false
            tone: modelData.tone || "neutral"
            glyph: modelData.glyph || "none"
            text: modelData.text || ""
        }
    }
}
