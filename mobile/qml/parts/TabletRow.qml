import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// One tablet in a list: whose, how it stands, and when it called last. `stand`: served, waiting, revoked or shredded.
TapRow {
    id: row

    property string name ///< the person's
    property string label ///< the tablet's own
    property string stand
    property string standing ///< `stand` in words
    property string called
    property string waits

    readonly property var look: ({
        served: { tone: "ok", glyph: "check" },
        waiting: { tone: "waiting", glyph: "sending" },
        revoked: { tone: "attention", glyph: "stop" },
        shredded: { tone: "neutral", glyph: "lock" }
    })[stand] || { tone: "neutral", glyph: "tablet" }

    Accessible.name: Spoken.joined([name, label, standing, waits, called])

    contentItem: RowLayout {
        spacing: Theme.pad
        Icon { glyph: "tablet"; tint: Theme.quiet }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Words { Layout.fillWidth: true; text: row.label === "" ? row.name : row.name + " · " + row.label; strong: true; elide: Text.ElideRight; wrapMode: Text.NoWrap }
            Words { Layout.fillWidth: true; text: row.called; size: "caption"; color: Theme.quiet; elide: Text.ElideRight; wrapMode: Text.NoWrap }
            Words { Layout.fillWidth: true; visible: text !== ""; text: row.waits; size: "caption"; color: Theme.quiet }
        }
        StateBadge { tone: row.look.tone; glyph: row.look.glyph; text: row.standing }
    }
}
