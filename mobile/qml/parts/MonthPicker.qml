pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Doorstep

/// A month to pick a day from. `chosen`: "2026-11-22", or anything else for none.
Column {
    id: picker

    property string chosen
    property date today: new Date()
    property var begin: from(chosen) || new Date(today.getFullYear(), today.getMonth(), 1)

    readonly property int offset: (begin.getDay() + 6) % 7 ///< weeks begin on Monday

    signal picked(string day)

    /// The first of the month of a day as it is stored; null when it is none.
    function from(day: string): var {
        const match = /^(\d{4})-(\d{2})-\d{2}$/.exec(day)
        return match ? new Date(Number(match[1]), Number(match[2]) - 1, 1) : null
    }
    function turn(months: int) {
        begin = new Date(begin.getFullYear(), begin.getMonth() + months, 1)
    }
    function dayAt(cell: int): date {
        return new Date(begin.getFullYear(), begin.getMonth(), cell - offset + 1)
    }
    function stored(day: date): string {
        return Qt.formatDate(day, "yyyy-MM-dd")
    }

    spacing: 2

    Row {
        IconButton { text: qsTr("A year earlier"); glyph: "minus"; onClicked: picker.turn(-12) }
        IconButton { text: qsTr("A month earlier"); glyph: "back"; onClicked: picker.turn(-1) }
        Words {
            width: 3 * Theme.touch
            height: Theme.touch
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            text: Qt.formatDate(picker.begin, "yyyy-MM")
            strong: true
        }
        IconButton { text: qsTr("A month later"); glyph: "forward"; onClicked: picker.turn(1) }
        IconButton { text: qsTr("A year later"); glyph: "plus"; onClicked: picker.turn(12) }
    }
    Row {
        Repeater {
            model: [qsTr("Mo"), qsTr("Tu"), qsTr("We"), qsTr("Th"), qsTr("Fr"), qsTr("Sa"), qsTr("Su")]
            Words {
                required property string modelData
                width: Theme.touch
                horizontalAlignment: Text.AlignHCenter
                text: modelData
                size: "caption"
                color: Theme.quiet
            }
        }
    }
    Grid {
        columns: 7
        Repeater {
            model: 42
            T.AbstractButton {
                id: cell
                required property int index
                readonly property date day: picker.dayAt(index)
                readonly property string name: picker.stored(day)
                readonly property bool within: day.getMonth() === picker.begin.getMonth()
                readonly property bool taken: name === picker.chosen
                width: Theme.touch
                height: Theme.touch
                opacity: within ? 1 : 0
                enabled: within
                Accessible.ignored: !within
                Accessible.name: name
                Accessible.checked: taken
                onClicked: picker.picked(name)
                background: Rectangle {
                    anchors { fill: parent; margins: 2 }
                    radius: height / 2
                    color: cell.taken ? Theme.accent : cell.down ? Theme.shade : "transparent"
                    border { width: cell.name === picker.stored(picker.today) ? 2 : 0; color: Theme.accent }
                }
                contentItem: Words {
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    text: cell.day.getDate()
                    color: cell.taken ? Theme.accentInk : Theme.text
                }
            }
        }
    }
}
