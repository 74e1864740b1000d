import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// A field as it was on a day, beside what it is now where that differs.
TapRow {
    id: row

    property string label
    property string was
    property string now
    property bool changed: false

    Accessible.name: Spoken.joined([label, was, changed ? qsTr("now %1").arg(now) : ""])

    contentItem: RowLayout {
        spacing: Theme.pad
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Words { Layout.fillWidth: true; text: row.label; size: "caption"; color: Theme.quiet }
            Words { Layout.fillWidth: true; text: row.was }
            Words {
                Layout.fillWidth: true
                visible: row.changed
                text: qsTr("now %1").arg(row.now)
                size: "caption"
                color: Theme.accent
            }
        }
        Icon { glyph: "forward"; tint: Theme.quiet }
    }
}
