// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// Under an empty search: the homes that were open last.
FocusScope {
    id: recent

    required property RecentHomes homes
    property bool searching: false ///< the empty search has the focus
    property bool open: false
    readonly property real contentHeight: list.contentHeight + 2

    signal opened(string unit)

    // The focus goes from the search to a row before the row is tapped: whether anybody is here still is asked afterwards.
    onSearchingChanged: settled.restart()
    onActiveFocusChanged: settled.restart()
    Timer { id: settled; interval: 0; onTriggered: recent.open = recent.searching || recent.activeFocus }

    visible: open && homes.count > 0

    Rectangle {
        anchors.fill: parent
        color: Theme.raised
        border { width: Theme.hair; color: Theme.edge }
        radius: Theme.radius
    }
    ListView {
        id: list
        objectName: "recent"
        anchors { fill: parent; margins: 1 }
        cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
        clip: true
        focus: true
        keyNavigationEnabled: true
        model: recent.homes
        header: SectionHeader {
            width: list.width
            inset: Theme.pad
            text: qsTr("Opened last")
        }
        delegate: RecordRow {
            required property string unit
            required property string address
            required property string person
            objectName: "recent_" + unit
            width: ListView.view.width
            current: ListView.isCurrentItem && ListView.view.activeFocus
            glyph: "home"
            titleParts: [address]
            place: person
            onClicked: recent.opened(unit)
        }
    }
}
