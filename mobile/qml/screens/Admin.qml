// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// For admins: people and what they were given, their tablets, and what waits in quarantine. Each admin has the parts
/// that their role gives; nothing of it is on this tablet, so it takes a line to the office.
Item {
    id: page
    objectName: "admin"

    required property Powers powers
    property string part: parts.length > 0 ? parts[0].name : ""

    signal opened(string id)

    readonly property var parts: Array.from([
        { name: "people", label: qsTr("People"), count: 0, there: powers.people },
        { name: "tablets", label: qsTr("Tablets"), count: 0, there: powers.devices },
        { name: "quarantine", label: qsTr("Quarantine"), count: 0, there: powers.quarantine }
    ]).filter((one) => one.there)

    Segments {
        id: tabs
        objectName: "part"
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.pad }
        name: qsTr("Office")
        choices: page.parts
        chosen: page.part
        onAsked: (part) => page.part = part
    }
    Loader {
        id: content
        anchors { left: parent.left; right: parent.right; top: tabs.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        focus: true
        sourceComponent: ({ people: people, tablets: tablets, quarantine: quarantine })[page.part] || null
    }
    Component {
        id: people
        AdminPeople { }
    }
    Component {
        id: tablets
        AdminTablets { }
    }
    Component {
        id: quarantine
        AdminQuarantine { onOpened: (id) => page.opened(id) }
    }
}
