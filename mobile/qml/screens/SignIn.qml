// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import QtQuick.Layouts
import Doorstep

/// Before the store is open: whose it is, the passphrase, or an invitation for a new tablet. Every state says what it is
/// and what comes next.
Flickable {
    id: screen

    readonly property bool enrolling: App.state === App.NotEnrolled || App.state === App.Enrolling
    property bool leaving: false
    readonly property bool busy: App.state === App.Unlocking || App.state === App.Enrolling

    contentHeight: Math.max(height, card.height + 2 * Theme.pad)
    boundsBehavior: Flickable.StopAtBounds
    onContentHeightChanged: show(invitation.refused) // a sentence came, and with it a line or two

    function show(part: Item) {
        if (part === null) return
        const top = part.mapToItem(contentItem, 0, 0).y - Theme.pad, bottom = top + part.height + 2 * Theme.pad
        contentY = Math.max(0, Math.min(top, Math.max(contentY, bottom - height)))
    }

    Panel {
        id: card
        anchors.centerIn: parent
        width: Math.min(520, screen.width - 2 * Theme.pad)
        padding: screen.width < 480 ? Theme.pad : Theme.pad * 2
        spacing: Theme.pad

        RowLayout {
            width: parent.width
            spacing: Theme.gap
            Icon { glyph: "home"; tint: Theme.accent; side: Theme.display }
            Words { Layout.fillWidth: true; text: qsTr("Doorstep"); size: "title"; strong: true }
            QuietButton {
                bare: true
                objectName: "language"
                text: App.language === "en" ? "中文" : "English"
                onClicked: App.keepLook("language", App.language === "en" ? "zh_CN" : "en")
            }
        }
        Words {
            width: parent.width
            text: screen.enrolling ? qsTr("Enrol this tablet") : qsTr("Hello, %1").arg(App.person)
            size: "lead"
        }
        Segments {
            width: parent.width
            visible: App.people.length > 1 && !screen.enrolling
            name: qsTr("Who")
            choices: Array.from(App.people).map((name, i) => ({ name: String(i), label: name, count: 0 }))
            chosen: String(App.chosen)
            onAsked: (which) => App.chosen = Number(which)
        }
        Loader {
            id: invitation
            readonly property Item refused: (item as Invitation)?.refused ?? null
            width: parent.width
            active: screen.enrolling
            visible: active
            sourceComponent: Invitation {}
            onRefusedChanged: screen.show(refused)
        }
        Words {
            width: parent.width
            objectName: "sentence"
            visible: text !== "" && !passphrase.telling && invitation.refused === null
            text: App.sentence
            color: App.state === App.Waiting ? Theme.waiting : Theme.quiet
        }
        ProgressLine {
            width: parent.width
            visible: App.state === App.Waiting
            what: qsTr("The next try is possible in")
            howLong: qsTr("%1 s").arg(App.waitSeconds)
            tone: "waiting"
        }
        PassphraseField {
            id: passphrase
            readonly property bool telling: App.state === App.Locked && App.sentence !== ""
            objectName: "passphrase"
            width: parent.width
            focus: true
            visible: !screen.enrolling && App.state !== App.Waiting
            busy: screen.busy
            error: telling ? App.sentence : ""
            step: screen.leaving ? qsTr("Leave this tablet") : qsTr("Unlock")
            onEntered: (words) => {
                if (!screen.leaving) return App.unlock(words)
                App.leave(words, seal.visible && seal.chosen)
                screen.leaving = false
            }
        }
        Words {
            width: parent.width
            visible: screen.leaving
            text: qsTr("This person's archive goes from this tablet for good. The server has everything that was sent; the office can invite them again.")
            color: Theme.quiet
        }
        ChoiceChip {
            id: seal
            many: true
            objectName: "seal"
            width: Math.min(implicitWidth, parent.width)
            visible: screen.leaving && App.unsent
            text: qsTr("Seal what was not sent into a file for the office")
            onClicked: chosen = !chosen
        }
        QuietButton {
            objectName: "leave"
            width: Math.min(implicitWidth, parent.width)
            bare: true
            visible: !screen.busy && App.state === App.Locked && App.chosen >= 0
            glyph: screen.leaving ? "back" : "cross"
            text: screen.leaving ? qsTr("Stay") : qsTr("Leave this tablet for good")
            onClicked: screen.leaving = !screen.leaving
        }
        QuietButton {
            objectName: "otherPerson"
            width: Math.min(implicitWidth, parent.width)
            bare: true
            visible: !screen.busy && App.state !== App.Waiting && (!screen.enrolling || App.people.length > 0)
            glyph: screen.enrolling ? "back" : "plus"
            text: screen.enrolling ? qsTr("Back to unlocking") : qsTr("Another person works with this tablet")
            onClicked: App.addPerson(!screen.enrolling)
        }
    }
}
