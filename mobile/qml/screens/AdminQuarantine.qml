// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// What people saved and the archive did not take: by tablet at the left, edit by edit at the right, to be applied or
/// discarded with a reason. By keyboard: Ctrl+A takes all of a tablet.
Item {
    id: page
    objectName: "adminQuarantine"

    property string person
    property string device
    property bool discarding: false

    signal opened(string id)

    readonly property bool narrow: width < 760

    Keys.onPressed: (event) => {
        if (event.key !== Qt.Key_A || !(event.modifiers & Qt.ControlModifier)) return
        event.accepted = true
        edits.chooseAll(true)
    }

    Parcels { id: parcels }
    Quarantine {
        id: edits
        person: page.person
        device: page.device
        onDecided: {
            page.discarding = false
            parcels.refresh()
        }
    }
    PaneSplit {
        anchors.fill: parent
        listWidth: 320
        shown: page.narrow && page.device === "" ? 0 : 1
        Item {
            ListView {
                id: list
                cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
                objectName: "parcels"
                anchors.fill: parent
                clip: true
                focus: true
                model: parcels
                header: AdminLine { width: list.width; of: parcels }
                delegate: RecordRow {
                    required property string name
                    required property string label
                    required property string person
                    required property string device
                    required property int edits
                    objectName: "parcel_" + name
                    width: list.width
                    current: device === page.device && person === page.person
                    glyph: "tablet"
                    titleParts: [name]
                    place: Array.from([label, qsTr("%n change(s)", "", edits)]).filter((one) => one !== "").join(" · ")
                    onClicked: {
                        page.person = person
                        page.device = device
                        page.discarding = false
                    }
                }
            }
            Rectangle { anchors { right: parent.right; top: parent.top; bottom: parent.bottom } width: Theme.hair; color: Theme.line }
        }
        Item {
            ListView {
                id: changes
                cacheBuffer: 0 // made in sight only: what is being made elsewhere complains when a lock takes it away
                objectName: "edits"
                anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top; margins: Theme.gap }
                clip: true
                spacing: Theme.gap
                model: edits
                delegate: QuarantineEdit {
                    required property string editId
                    required property string recordId
                    required heading
                    required what
                    required changes
                    required when
                    required reason
                    required bar
                    required chosen
                    objectName: "edit_" + index
                    required property int index
                    width: ListView.view.width
                    canOpen: recordId !== ""
                    onAsked: edits.choose(editId, !chosen)
                    onOpenAsked: page.opened(recordId)
                }
            }
            Column {
                id: head
                anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.gap }
                spacing: Theme.gap
                QuietButton {
                    visible: page.narrow
                    bare: true
                    glyph: "back"
                    text: qsTr("Back to the list")
                    onClicked: page.device = page.person = ""
                }
                Acknowledgement {
                    objectName: "quarantineSaid"
                    width: parent.width
                    text: edits.said
                }
                Acknowledgement {
                    objectName: "quarantineWrong"
                    width: parent.width
                    text: edits.wrong
                    tone: "attention"
                }
                Notice {
                    width: parent.width
                    visible: edits.more
                    tone: "neutral"
                    sentence: qsTr("The first %1 are shown").arg(edits.count)
                }
            }
            Column {
                id: foot
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                visible: edits.decidable > 0
                height: visible ? implicitHeight : 0
                ProseEditor {
                    id: why
                    property string words
                    objectName: "discardReason"
                    x: Theme.pad
                    width: parent.width - 2 * Theme.pad
                    visible: page.discarding
                    label: qsTr("Why is it discarded?")
                    help: qsTr("Stays in the archive with what is discarded; the edits themselves are never erased.")
                    required: true
                    rows: 2
                    value: words
                    onEdited: (value) => words = value
                }
                BottomBar {
                    width: parent.width
                    note: edits.chosen > 0 ? qsTr("%n chosen", "", edits.chosen) : qsTr("Choose what is to be decided")
                    PrimaryButton {
                        objectName: "applyEdits"
                        visible: !page.discarding
                        enabled: edits.chosen > 0 && edits.online && !edits.busy
                        glyph: "check"
                        text: qsTr("Apply")
                        hint: qsTr("They count as if made now, in the office's name")
                        onClicked: edits.apply()
                    }
                    TapButton {
                        objectName: "discardNow"
                        visible: page.discarding
                        enabled: edits.chosen > 0 && why.words.trim() !== "" && edits.online && !edits.busy
                        filled: true
                        tone: "attention"
                        text: qsTr("Discard %n", "", edits.chosen)
                        onClicked: {
                            edits.discard(why.words)
                            why.words = ""
                        }
                    }
                    QuietButton {
                        objectName: "discardEdits"
                        enabled: edits.chosen > 0 || page.discarding
                        glyph: page.discarding ? "" : "cross"
                        text: page.discarding ? qsTr("Not now") : qsTr("Discard …")
                        onClicked: page.discarding = !page.discarding
                    }
                    QuietButton {
                        objectName: "chooseAll"
                        visible: !page.discarding
                        bare: true
                        text: edits.chosen === edits.decidable ? qsTr("None") : qsTr("All %1").arg(edits.decidable)
                        onClicked: edits.chooseAll(edits.chosen !== edits.decidable)
                    }
                }
            }
            EmptyState {
                anchors.centerIn: parent
                width: parent.width
                visible: page.device === "" && parcels.count > 0
                glyph: "tablet"
                headline: qsTr("Choose whose changes you look at")
                reason: qsTr("What a role did not allow, what a revoked tablet handed over, and what could not be applied.")
            }
            EmptyState {
                anchors.centerIn: parent
                width: parent.width
                visible: page.device !== "" && edits.known && edits.count === 0
                glyph: "check"
                headline: qsTr("All of it is decided")
                reason: qsTr("What was applied is in the archive; what was discarded is kept there with its reason.")
            }
        }
    }
    EmptyState {
        objectName: "quarantineEmpty"
        anchors.centerIn: parent
        width: parent.width
        visible: parcels.known && parcels.count === 0 && page.device === ""
        glyph: "check"
        headline: qsTr("Nothing is in quarantine")
        reason: qsTr("What somebody saved and the archive may not take waits here for a person: nothing is ever dropped.")
    }
}
