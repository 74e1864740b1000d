pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import Doorstep

/// The gallery in a window: pages at the left, the page at the right, looks below.
Window {
    id: window

    property string page: "SyncPage"
    readonly property var pages: ["SyncPage", "GridPage", "RowsPage", "FieldsPage", "MoreFieldsPage", "DoorPage", "KeysPage",
                                  "ConflictPage", "OfficePage"]

    width: 1280
    height: 800
    visible: true
    title: "Doorstep"
    color: Theme.surface

    PaneSplit {
        anchors { fill: parent; bottomMargin: looks.height }
        shown: 1
        listWidth: 220
        ListView {
            model: window.pages
            delegate: TapRow {
                id: row
                required property string modelData
                width: ListView.view.width
                current: window.page === modelData
                contentItem: Words { text: row.modelData }
                onClicked: window.page = modelData
            }
        }
        Flickable {
            clip: true
            contentWidth: width
            contentHeight: shown.height
            Loader {
                id: shown
                width: parent.width
                source: window.page + ".qml"
            }
        }
    }
    BottomBar {
        id: looks
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        ChoiceChip { text: "dark"; chosen: Theme.dark; onClicked: Theme.dark = !Theme.dark }
        ChoiceChip { text: "large"; chosen: Theme.largeType; onClicked: Theme.largeType = !Theme.largeType }
        ChoiceChip { text: "high contrast"; chosen: Theme.highContrast; onClicked: Theme.highContrast = !Theme.highContrast }
        ChoiceChip { text: "left-handed"; chosen: Theme.leftHanded; onClicked: Theme.leftHanded = !Theme.leftHanded }
    }
}
