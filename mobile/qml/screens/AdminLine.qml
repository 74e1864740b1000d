import QtQuick
import Doorstep

/// Above an admin's list: that it takes a line, and what is not shown.
Column {
    id: line

    required property AdminList of

    spacing: 0
    Notice {
        objectName: "offline"
        width: line.width
        visible: !line.of.online
        tone: "waiting"
        sentence: qsTr("Only with a line to the office")
        reason: qsTr("People, tablets and quarantine are the server's; nothing of them is kept on this tablet.")
    }
    Notice {
        objectName: "adminTrouble"
        width: line.width
        visible: line.of.online && line.of.trouble !== ""
        sentence: line.of.trouble
        step: qsTr("Ask again")
        onStepped: line.of.refresh()
    }
    Notice {
        width: line.width
        visible: line.of.more
        tone: "neutral"
        sentence: qsTr("The first %1 are shown").arg(line.of.count)
    }
}
