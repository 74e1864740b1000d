pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep
import "spoken.js" as Spoken

/// One value of a conflict: what, who, where, when, and what speaks for it. `number` 0 is the value both began from. Of
/// records that may be one: the record, with what it says.
Rectangle {
    id: side

    property int number: 0
    property var value: [] ///< parts, by turns like and unlike the base; what is unlike is marked
    property string who
    property string where
    property string when
    property string visit ///< "said in the visit of 26 Nov 10:12, home 3-2-1502"; empty: in none that is known here
    property var evidence: [] ///< list of {text, glyph, tone}
    property var facts: [] ///< of a record: list of {label, text, unlike}; unlike: the others say something else
    property bool stands: false ///< it is what people see until somebody decides
    property bool chosen: false

    readonly property string words: Array.from(value).join("")

    implicitHeight: column.implicitHeight + 2 * Theme.pad
    radius: Theme.radius
    color: chosen ? Theme.accentSoft : number === 0 ? Theme.sunken : Theme.raised
    border { width: chosen ? 3 : Theme.hair; color: chosen ? Theme.accent : number === 0 ? Theme.line : Theme.edge }
    Accessible.role: Accessible.Grouping
    Accessible.name: Spoken.joined([number === 0 ? qsTr("Before") : String(number), words === "" ? qsTr("empty") : words,
                      who, where, when, visit])
    Accessible.description: Array.from(evidence).map((reason) => reason.text).join(", ")

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.pad }
        spacing: Theme.gap / 2
        Item {
            Layout.fillWidth: true
            implicitHeight: Math.max(badge.visible ? badge.height : 0, author.implicitHeight)
            Rectangle {
                id: badge
                visible: side.number > 0
                width: Math.round(Theme.body * 1.7)
                height: width
                radius: 4
                color: Theme.accent
                Words {
                    anchors.centerIn: parent
                    text: side.number
                    color: Theme.accentInk
                    strong: true
                }
            }
            Words {
                id: author
                anchors { left: badge.visible ? badge.right : parent.left; right: parent.right }
                anchors { leftMargin: badge.visible ? Theme.gap : 0; verticalCenter: parent.verticalCenter }
                text: side.number === 0 ? qsTr("Before") : Spoken.dotted([side.who, side.where])
                color: Theme.quiet
            }
        }
        Words {
            Layout.fillWidth: true
            visible: text !== ""
            text: side.when
            size: "caption"
            color: Theme.quiet
        }
        Words {
            objectName: "visit"
            Layout.fillWidth: true
            visible: text !== ""
            text: side.visit
            size: "caption"
            color: Theme.quiet
        }
        MarkedWords {
            Layout.fillWidth: true
            Layout.topMargin: Theme.gap / 2
            Layout.bottomMargin: Theme.gap / 2
            visible: side.words !== ""
            parts: side.value
            size: "lead"
            lines: true
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        Words {
            visible: side.words === ""
            text: qsTr("empty")
            size: "lead"
            color: Theme.quiet
        }
        Repeater {
            model: side.facts
            RowLayout {
                id: fact
                required property var modelData
                Layout.fillWidth: true
                spacing: Theme.gap
                Words {
                    Layout.preferredWidth: Theme.body * 6.5
                    Layout.alignment: Qt.AlignTop
                    text: fact.modelData.label
                    color: Theme.quiet
                }
                MarkedWords {
                    Layout.fillWidth: true
                    parts: fact.modelData.text === "" ? ["—"] : fact.modelData.unlike ? ["", fact.modelData.text] : [fact.modelData.text]
                    lines: true
                    wrapMode: Text.Wrap
                    elide: Text.ElideNone
                }
            }
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.gap / 2
            StateBadge {
                visible: side.stands
                tone: "neutral"
                glyph: "eye"
                text: qsTr("Shown until decided")
            }
            Repeater {
                model: side.evidence
                StateBadge {
                    required property var modelData
                    tone: modelData.tone || "ok"
                    glyph: modelData.glyph || "check"
                    text: modelData.text
                }
            }
        }
    }
}
