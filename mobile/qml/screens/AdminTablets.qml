// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// Every tablet: whose, when it called last, what it has still to send. At the right: one more tablet for somebody, by a
/// picture that it reads; and the end of a tablet's access, with what that does said before.
Item {
    id: page
    objectName: "adminTablets"

    property string current ///< a tablet's key
    property bool inviting: false

    readonly property bool narrow: width < 760
    readonly property int place: {
        for (let i = 0; i < all.count; ++i) if (all.told(i, "key") === current) return i
        return -1
    }
    readonly property var one: all.known && place >= 0 && !inviting ? all.row(place) : ({})

    function show(key: string) {
        current = key
        inviting = false
        all.hush()
    }
    function step(by: int) {
        if (all.count > 0) show(all.told((place + by + all.count) % all.count, "key"))
    }
    Keys.onUpPressed: step(-1)
    Keys.onDownPressed: step(1)

    TabletList { id: all; onInvitationChanged: if (invitation !== "") page.inviting = true }

    PaneSplit {
        anchors.fill: parent
        listWidth: 460
        shown: page.narrow && page.current === "" && !page.inviting ? 0 : 1
        Item {
            ListView {
                id: list
                cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
                objectName: "tablets"
                anchors { left: parent.left; right: parent.right; top: parent.top; bottom: foot.top }
                clip: true
                focus: true
                model: all
                header: AdminLine { width: list.width; of: all }
                delegate: TabletRow {
                    required property string key
                    required name
                    required label
                    required stand
                    required standing
                    required called
                    required waits
                    objectName: "tablet_" + name
                    width: list.width
                    current: key === page.one.key
                    onClicked: page.show(key)
                }
            }
            BottomBar {
                id: foot
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                PrimaryButton {
                    objectName: "invite"
                    glyph: "plus"
                    text: qsTr("Invite a tablet")
                    enabled: all.online
                    onClicked: {
                        page.inviting = true
                        page.current = ""
                        all.hush()
                    }
                }
            }
            Rectangle { anchors { right: parent.right; top: parent.top; bottom: parent.bottom } width: Theme.hair; color: Theme.line }
        }
        Item {
            Loader {
                anchors.fill: parent
                sourceComponent: page.inviting ? invitation : page.one.key !== undefined ? tablet : none
            }
            QuietButton {
                anchors { right: parent.right; top: parent.top; margins: Theme.gap }
                visible: page.narrow
                bare: true
                glyph: "back"
                text: qsTr("Back to the list")
                onClicked: page.show("")
            }
        }
    }
    Component {
        id: invitation
        InviteTablet { tablets: all }
    }
    Component {
        id: tablet
        TabletPage { tablets: all; one: page.one }
    }
    Component {
        id: none
        EmptyState {
            objectName: "noTablet"
            glyph: "tablet"
            headline: all.known && all.count === 0 ? qsTr("No tablet is enrolled yet") : qsTr("Choose a tablet")
            reason: all.known && all.count === 0 ? qsTr("Invite one: it reads a picture off this screen, and is there.")
                                                         : qsTr("When it called last, what it has still to send, and how its access is ended.")
        }
    }
}
