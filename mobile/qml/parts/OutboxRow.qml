import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// What of one household has not been delivered: how much, why, and when it is tried again.
TapRow {
    id: entry

    property string place ///< "3-1-1502"
    property string what ///< "住户信息 3 项"
    property string reason ///< "等网络"
    property string nextTry ///< "14:40 再试"; empty: nothing to wait for
    property string tone: "waiting"

    Accessible.name: Spoken.joined([place, what, reason, nextTry])

    contentItem: GridLayout {
        columns: entry.width < Theme.body * 26 ? 1 : 2
        columnSpacing: Theme.pad
        rowSpacing: Theme.gap / 2
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Words { Layout.fillWidth: true; text: entry.place; strong: true; elide: Text.ElideRight; wrapMode: Text.NoWrap }
            Words { Layout.fillWidth: true; text: entry.what; size: "caption"; color: Theme.quiet }
        }
        ColumnLayout {
            spacing: 2
            StateBadge {
                Layout.alignment: entry.width < Theme.body * 26 ? Qt.AlignLeft : Qt.AlignRight
                tone: entry.tone
                glyph: ({ ok: "check", attention: "warning", accent: "sending" })[entry.tone] || "clock"
                text: entry.reason
            }
            Words {
                Layout.alignment: entry.width < Theme.body * 26 ? Qt.AlignLeft : Qt.AlignRight
                visible: text !== ""
                text: entry.nextTry
                size: "caption"
                color: Theme.quiet
            }
        }
    }
}
