pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// One record in a list, or one find of a search: its title, where it belongs, and the words that were found, marked.
TapRow {
    id: record

    property string glyph: "person"
    property var titleParts: [] ///< by turns not found and found
    property string place
    property color placeColor: Theme.quiet
    property var finds: [] ///< list of {label, parts}: other fields in which the search was found
    property string stand: "" ///< draft, pending, delivered, conflict, refused; empty: nothing to say

    readonly property bool narrow: width < Theme.body * 26

    readonly property var mark: ({
        draft: { tone: "neutral", glyph: "pen", text: qsTr("Draft") },
        pending: { tone: "waiting", glyph: "tablet", text: qsTr("On this tablet") },
        delivered: { tone: "ok", glyph: "check", text: qsTr("Delivered") },
        conflict: { tone: "attention", glyph: "split", text: qsTr("Waiting for a decision") },
        refused: { tone: "attention", glyph: "stop", text: qsTr("Not used") }
    })[stand] || null

    Accessible.name: Spoken.joined([Array.from(titleParts).join(""), place, mark ? mark.text : ""])

    contentItem: RowLayout {
        spacing: Theme.pad
        Icon {
            Layout.alignment: record.finds.length > 0 ? Qt.AlignTop : Qt.AlignVCenter
            Layout.topMargin: record.finds.length > 0 ? 2 : 0
            glyph: record.glyph
            tint: Theme.quiet
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            // Not a layout: one that gives way to two texts at once loses count when a tablet is turned.
            Item {
                id: line
                Layout.fillWidth: true
                implicitHeight: Math.max(titleWords.implicitHeight, placeWords.implicitHeight)

                readonly property real placeRoom: record.narrow || record.place === "" ? 0
                    : Math.min(placeWords.implicitWidth, width * 0.4) + Theme.pad

                MarkedWords {
                    id: titleWords
                    anchors.left: parent.left
                    width: Math.max(0, Math.min(implicitWidth + 1, line.width - line.placeRoom))
                    parts: record.titleParts
                    maximumLineCount: 1
                }
                Words {
                    id: placeWords
                    anchors { left: titleWords.right; leftMargin: Theme.pad; baseline: titleWords.baseline }
                    width: Math.max(0, line.placeRoom - Theme.pad)
                    visible: !record.narrow
                    text: record.place
                    color: record.placeColor
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                }
            }
            Words {
                Layout.fillWidth: true
                visible: record.narrow && text !== ""
                text: record.place
                size: "caption"
                color: record.placeColor
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
            Repeater {
                model: record.finds
                RowLayout {
                    id: find
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Words {
                        visible: text !== ""
                        text: find.modelData.label
                        size: "caption"
                        color: Theme.quiet
                    }
                    MarkedWords {
                        Layout.fillWidth: true
                        parts: find.modelData.parts
                        size: "caption"
                        maximumLineCount: 1
                    }
                }
            }
        }
        StateBadge {
            visible: record.mark !== null
            tone: record.mark ? record.mark.tone : "neutral"
            glyph: record.mark ? record.mark.glyph : ""
            text: record.mark && !record.narrow ? record.mark.text : ""
            name: record.mark ? record.mark.text : ""
        }
    }
}
