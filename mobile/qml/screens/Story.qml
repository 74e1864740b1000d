pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// What happened in a home, the newest first; the older ones on demand.
Column {
    id: story

    property var entries: [] ///< {recordId, when, what, facts, who, glyph}
    property bool all: false

    readonly property int few: 12
    readonly property var told: all ? entries : Array.from(entries).slice(0, few)

    signal opened(string id)

    SectionHeader {
        width: parent.width
        inset: Theme.pad
        visible: story.entries.length > 0
        text: qsTr("What happened here")
    }
    Repeater {
        model: story.told
        TimelineRow {
            id: entry
            required property var modelData
            required property int index
            width: story.width
            when: modelData.when
            what: modelData.what
            facts: modelData.facts
            who: modelData.who
            glyph: modelData.glyph
            first: index === 0
            last: index === story.told.length - 1
            onClicked: story.opened(entry.modelData.recordId)
        }
    }
    QuietButton {
        x: Theme.pad
        visible: story.told.length < story.entries.length
        bare: true
        glyph: "down"
        text: qsTr("%1 earlier").arg(story.entries.length - story.told.length)
        onClicked: story.all = true
    }
}
