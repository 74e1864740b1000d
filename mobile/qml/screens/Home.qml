// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// One home: what to know before the door opens, who lives there, what is open, what happened. The common case, nothing
/// has changed, is at the thumb.
Item {
    id: page

    required property Household household
    required property Confirming confirming
    required property UnderWay underWay
    property string next ///< the home after this one on today's list
    property string nextPlace

    readonly property bool visiting: underWay.unit !== "" && underWay.unit === household.unit
    readonly property bool heldHere: confirming.unit === household.unit && confirming.words.length > 0 && confirming.has(household.words)

    signal opened(string id)
    signal makeAsked(string type, var values, string role)
    signal visitAsked()
    signal nextAsked()

    HomeVisit {
        id: call
        household: page.household
        onFinished: (status) => { if (status === "started") page.visitAsked() }
    }

    Banner {
        id: needs
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.gap }
        visible: page.household.needs.length > 0
        needs: page.household.needs
    }
    ListView {
        id: list
        objectName: "household"
        cacheBuffer: 0
        readonly property string unit: page.household.unit
        property bool placed: false
        property bool atTop: true ///< stays so when the head grows, for instance when the tablet is turned
        anchors { left: parent.left; right: parent.right; top: needs.visible ? needs.bottom : parent.top; bottom: foot.top }
        clip: true
        onUnitChanged: placed = false
        onMovementEnded: atTop = atYBeginning
        onOriginYChanged: if (atTop && placed) positionViewAtBeginning()
        onCountChanged: {
            if (!placed) {
                positionViewAtBeginning()
                atTop = true
            }
            placed = count > 0
        }
        model: page.household
        header: HomeHead {
            width: list.width
            household: page.household
            visiting: page.visiting
            sentence: call.sentence
            onVisitAsked: page.visiting ? page.visitAsked() : call.start()
            onMissed: (how) => call.notDone(how)
            onMakeAsked: (type, values, role) => page.makeAsked(type, values, role)
        }
        section.property: "section"
        section.delegate: SectionHeader {
            required property string section
            width: list.width
            inset: Theme.pad
            text: section
        }
        delegate: RecordRow {
            required property string recordId
            required property string title
            required property string facts
            required glyph
            required stand
            objectName: "record_" + recordId
            width: list.width
            titleParts: [title]
            finds: facts === "" ? [] : [{ label: "", parts: [facts] }]
            onClicked: page.opened(recordId)
        }
        footer: Story {
            width: list.width
            entries: page.household.happened
            onOpened: (id) => page.opened(id)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: page.household.ready && page.household.count === 0
        glyph: "none"
        headline: qsTr("Not yours to see")
        reason: qsTr("This home is not on this tablet: it was moved, removed, or belongs to another team.")
    }
    Rectangle {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: bar.implicitHeight + 2 * Theme.gap
        color: Theme.raised
        Rectangle { width: parent.width; height: Theme.hair; color: Theme.line }
        ConfirmBar {
            id: bar
            objectName: "confirm"
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.pad }
            fields: page.household.known
            confirmed: page.household.reviewed || page.heldHere
            confirmedAt: page.heldHere ? page.confirming.at : ""
            hasNext: page.next !== ""
            place: page.nextPlace
            undoable: page.heldHere && page.confirming.undoable
            blocked: page.household.known === 0 ? qsTr("Nothing stands here yet that could be confirmed.") : ""
            onConfirmAsked: page.confirming.confirm(page.household.unit, page.household.words, page.household.known)
            onUndoAsked: page.confirming.undo()
            onNextAsked: page.nextAsked()
        }
    }
}
