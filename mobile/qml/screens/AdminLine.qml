import QtQuick
import Doorstep

/// Above an admin's list: that it takes a line, and what is not shown.
Column {
    id: line

    required property AdminList list

    spacing: 0
    Notice {
        objectName: "offline"
        width: line.width
        visible: !line.list.online
        tone: "waiting"
        sentence: qsTr("Only with a line to the office")
        reason: qsTr("People, tablets and quarantine are the server's; nothing of them is kept on this tablet.")
    }
    Notice {
        objectName: "adminTrouble"
        width: line.width
        visible: line.list.online && line.list.trouble !== ""
        sentence: line.list.trouble
        step: qsTr("Ask again")
        onStepped: line.list.refresh()
    }
    Notice {
        width: line.width
        visible: line.list.more
        tone: "neutral"
        sentence: qsTr("The first %1 are shown").arg(line.list.count)
    }
}
