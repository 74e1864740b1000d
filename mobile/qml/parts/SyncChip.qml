import QtQuick
import QtQuick.Templates as T
import Doorstep

/// The one place for the truth about sync: one of five stages, always with a shape and words, and a number where there
/// is one. Never a bare spinner. Tapped: the outbox.
T.AbstractButton {
    id: chip

    property string stage: "offline" ///< delivered, waiting, sending, offline, attention
    property string deliveredAt ///< as people read it: "14:32"
    property int waiting: 0 ///< still on this tablet
    property int sent: 0
    property int total: 0
    property int needing: 0 ///< things that need this person
    property bool narrow: false ///< a phone: the shape and the number; the words stay for screen readers

    readonly property string tone: ({ delivered: "ok", waiting: "waiting", sending: "accent",
                                      offline: "neutral", attention: "attention" })[stage] || "neutral"
    readonly property string glyph: ({ delivered: "check", waiting: "tablet", sending: "sending",
                                       offline: "offline", attention: "warning" })[stage] || "question"
    readonly property string words: {
        switch (stage) {
        case "delivered": return qsTr("All at the office %1").arg(deliveredAt)
        case "waiting": return qsTr("%1 still on this tablet").arg(waiting)
        case "sending": return qsTr("Sending %1/%2").arg(sent).arg(total)
        case "attention": return qsTr("%1 needs you").arg(needing)
        }
        return waiting > 0 ? qsTr("Offline, go on working · %1 on this tablet").arg(waiting)
                           : qsTr("Offline, go on working")
    }
    readonly property string number: ({ delivered: deliveredAt, waiting: waiting, sending: sent + "/" + total,
                                        offline: waiting > 0 ? waiting : qsTr("Offline"), attention: needing })[stage]

    implicitHeight: Math.max(Theme.touch, row.implicitHeight + Theme.gap)
    implicitWidth: Math.ceil(icon.width + row.spacing + said.implicitWidth + 2 * Theme.pad)
    focusPolicy: Qt.StrongFocus
    Accessible.name: words
    Accessible.description: qsTr("Opens what has not been delivered")
    Keys.onReturnPressed: chip.clicked()

    background: Item {
        Rectangle {
            id: ground
            anchors { fill: parent; topMargin: 4; bottomMargin: 4 }
            radius: height / 2
            color: chip.down ? Theme.shade : Theme.soft(chip.tone)
            border { width: Theme.hair; color: Theme.tone(chip.tone) }
        }
        Rectangle {
            anchors { left: ground.left; bottom: ground.bottom; leftMargin: ground.radius }
            visible: chip.stage === "sending" && chip.total > 0
            width: (ground.width - 2 * ground.radius) * Math.min(1, chip.sent / Math.max(1, chip.total))
            height: 3
            color: Theme.accent
        }
        FocusRing { visible: chip.visualFocus; radius: Theme.touch / 2 }
    }
    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gap
            Icon {
                id: icon
                anchors.verticalCenter: parent.verticalCenter
                glyph: chip.glyph
                tint: Theme.tone(chip.tone)
            }
            Words {
                id: said
                width: Math.min(implicitWidth, chip.width - icon.width - row.spacing - 2 * Theme.pad)
                elide: Text.ElideRight
                anchors.verticalCenter: parent.verticalCenter
                text: chip.narrow ? chip.number : chip.words
                color: Theme.tone(chip.tone)
                strong: true
                wrapMode: Text.NoWrap
            }
        }
    }
}
