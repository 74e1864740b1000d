pragma ComponentBehavior: Bound
import QtQuick
import QtQml.Models
import Doorstep

/// A building as people think of it (房态图): floors down, rooms across. Only the cells in sight exist, so thousands of
/// rooms scroll as one.
///
/// `rooms` is a table: a row for each floor, the highest first, a column for each room of a floor. Its roles:
///   room    text: "1502"; empty: there is no room in this place
///   tone    text: ok, waiting, attention, neutral
///   glyph   text: a sign of icons/glyphs.js, or empty
///   detail  text: a few characters, or empty
///   meaning text: tone and sign in words
///   pending bool: something is still on this tablet
/// `floors` names the rows, `heads` (when given) the columns, each over the first of those that it holds together. Which unit a cell stands for, the table's owner knows by row and column.
Item {
    id: grid

    property var rooms: null ///< a QAbstractItemModel; borrowed
    property var floors: [] ///< ["33F", …], one for each row
    property var heads: [] ///< ["Entrance 1", "", "Entrance 2", …], one for each column
    property string name ///< "Building 3, visits due"
    property alias contentX: table.contentX
    property alias contentY: table.contentY
    readonly property alias table: table ///< for those who scroll it to a room and for measuring
    readonly property real cellLeast: Math.max(Theme.touch * 1.75, Theme.body * 5.4)
    /// Few rooms to a floor share the width, up to half as wide again.
    property real cellWidth: Math.max(cellLeast, Math.min(cellLeast * 1.5, Math.floor((width - labels.width) / Math.max(1, table.columns))))
    property real cellHeight: Math.max(Theme.touch + 4, Theme.body * 3.3)

    onCellWidthChanged: relaid.restart() // a table in the middle of its layout is not laid out anew
    Timer { id: relaid; interval: 0; onTriggered: table.forceLayout() }

    signal roomTapped(int row, int column)
    signal roomEntered(int row, int column) ///< the keyboard came to it

    function reveal(row: int, column: int) {
        table.positionViewAtCell(Qt.point(column, row), TableView.Contain)
    }
    function take(row: int, column: int) {
        chosen.setCurrentIndex(grid.rooms.index(row, column), ItemSelectionModel.NoUpdate)
    }

    Accessible.role: Accessible.Table
    Accessible.name: name
    implicitWidth: labels.width + Math.max(0, table.columns) * cellLeast
    implicitHeight: columns.height + Math.max(0, table.rows) * cellHeight

    ItemSelectionModel {
        id: chosen
        model: grid.rooms
        onCurrentChanged: (current) => { if (current.valid) grid.roomEntered(current.row, current.column) }
    }

    ListView {
        id: columns
        anchors { left: labels.right; right: parent.right; top: parent.top }
        height: count > 0 ? Theme.body * 1.75 : 0
        orientation: ListView.Horizontal
        clip: true
        interactive: false
        model: grid.heads
        contentX: table.contentX
        delegate: Item {
            id: column
            required property string modelData
            width: grid.cellWidth
            height: columns.height
            Words {
                anchors { left: parent.left; leftMargin: Theme.gap / 2; verticalCenter: parent.verticalCenter }
                text: column.modelData
                size: "caption"
                color: Theme.quiet
                wrapMode: Text.NoWrap
            }
        }
    }
    ListView {
        id: labels
        anchors { left: parent.left; top: columns.bottom; bottom: parent.bottom }
        width: Theme.body * 2.6
        clip: true
        interactive: false
        reuseItems: true
        model: grid.floors
        contentY: table.contentY
        delegate: Item {
            id: floor
            required property string modelData
            width: labels.width
            height: grid.cellHeight
            Words {
                anchors { right: parent.right; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
                text: floor.modelData
                size: "caption"
                color: Theme.quiet
                wrapMode: Text.NoWrap
            }
        }
    }

    TableView {
        id: table
        anchors { left: labels.right; right: parent.right; top: columns.bottom; bottom: parent.bottom }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: grid.rooms
        selectionModel: chosen
        activeFocusOnTab: true
        columnWidthProvider: () => grid.cellWidth
        rowHeightProvider: () => grid.cellHeight
        Keys.onReturnPressed: if (chosen.hasSelection || currentRow >= 0) grid.roomTapped(currentRow, currentColumn)
        onActiveFocusChanged: if (activeFocus && currentRow < 0 && rows > 0) grid.take(0, 0)

        delegate: RoomCell {
            required property int row
            required property int column
            required current
            required room
            required tone
            required glyph
            required detail
            required meaning
            required pending
            visible: room !== ""
            signed: y + height / 2 - Theme.gap - 2 >= table.contentY && y + height / 2 + Theme.gap + 2 <= table.contentY + table.height
                    && x + width - 4 * Theme.gap >= table.contentX && x + width - Theme.gap <= table.contentX + table.width
            onClicked: {
                grid.take(row, column)
                grid.roomTapped(row, column)
            }
        }
    }
}
