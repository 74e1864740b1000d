// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// Who may sign in: the list at the left, what one of them was given at the right. By keyboard: up and down move in the
/// list, Enter opens the form.
Item {
    id: page
    objectName: "adminPeople"

    property string current ///< a login
    property bool adding: false

    readonly property int place: adding ? -1 : everybody.count > 0 ? Math.max(0, everybody.placeOf(current)) : -1
    readonly property var one: everybody.known && place >= 0 ? everybody.row(place) : ({})
    readonly property bool narrow: width < 760

    function step(by: int) {
        if (everybody.count > 0 && !adding) show(everybody.told((place + by + everybody.count) % everybody.count, "login"))
    }
    function show(login: string) {
        adding = false
        current = login
        everybody.hush()
    }
    Keys.onUpPressed: step(-1)
    Keys.onDownPressed: step(1)

    Staff {
        id: everybody
        onAdded: (login) => {
            page.adding = false
            page.current = login
        }
    }
    PaneSplit {
        anchors.fill: parent
        shown: page.narrow && page.current === "" && !page.adding ? 0 : 1
        Item {
            ListView {
                id: list
                cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
                objectName: "staff"
                anchors { left: parent.left; right: parent.right; top: parent.top; bottom: foot.top }
                clip: true
                focus: true
                model: everybody
                header: AdminLine { width: list.width; of: everybody }
                delegate: RecordRow {
                    required property string login
                    required property string name
                    required property string roleLabel
                    required property string where
                    objectName: "person_" + login
                    width: list.width
                    current: login === page.one.login
                    glyph: "person"
                    titleParts: [name]
                    place: roleLabel + " · " + where
                    onClicked: page.show(login)
                }
            }
            BottomBar {
                id: foot
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                PrimaryButton {
                    objectName: "addPerson"
                    glyph: "plus"
                    text: qsTr("Add a person")
                    enabled: everybody.online
                    onClicked: {
                        page.adding = true
                        page.current = ""
                        everybody.hush()
                        form.begin({})
                    }
                }
            }
            Rectangle { anchors { right: parent.right; top: parent.top; bottom: parent.bottom } width: Theme.hair; color: Theme.line }
        }
        PersonForm {
            id: form
            staff: everybody
            person: page.one
            adding: page.adding
            narrow: page.narrow
            onBackAsked: {
                page.adding = false
                page.current = ""
            }
        }
    }
    EmptyState {
        objectName: "nobody"
        anchors.centerIn: parent
        width: parent.width
        visible: everybody.known && everybody.count === 0 && !page.adding
        glyph: "people"
        headline: qsTr("Nobody is seen where you look")
        reason: qsTr("You see people who are given no more communities and buildings than you have. Whoever has more is looked after by somebody who has more.")
    }
}
