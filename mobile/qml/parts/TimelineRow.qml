import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// One thing that happened: when, what, the facts in short, and who. A line joins it to the one before.
TapRow {
    id: happening

    property string when ///< "2026-09-02", "今天 10:12", "2 秒前"
    property string what ///< "走访"
    property string facts
    property string who
    property string where
    property string glyph: "dot"
    property string tone: "neutral"
    property bool first: false
    property bool last: false

    divided: false
    verticalPadding: Theme.gap
    Accessible.name: Spoken.joined([when, what, where, facts, who])

    contentItem: Item {
        implicitHeight: column.implicitHeight
        Rectangle {
            visible: !(happening.first && happening.last)
            x: disc.width / 2 - width / 2
            y: happening.first ? disc.height / 2 : -happening.topPadding
            width: Theme.hair
            height: (happening.last ? disc.height / 2 : parent.height + happening.bottomPadding) - y
            color: Theme.edge
        }
        Rectangle {
            id: disc
            width: Math.round(Theme.body * 1.7)
            height: width
            radius: width / 2
            color: Theme.soft(happening.tone)
            border { width: Theme.hair; color: Theme.tone(happening.tone) }
            Icon {
                anchors.centerIn: parent
                glyph: happening.glyph
                side: Theme.body
                tint: Theme.tone(happening.tone)
            }
        }
        ColumnLayout {
            id: column
            anchors { left: disc.right; right: parent.right; leftMargin: Theme.pad }
            spacing: 0
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                Words {
                    Layout.fillWidth: true
                    text: happening.where === "" ? happening.what : happening.where + " · " + happening.what
                    strong: true
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                }
                Words {
                    text: happening.when
                    size: "caption"
                    color: Theme.quiet
                    wrapMode: Text.NoWrap
                }
            }
            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: happening.facts
                maximumLineCount: 2
                elide: Text.ElideRight
            }
            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: happening.who
                size: "caption"
                color: Theme.quiet
            }
        }
    }
}
