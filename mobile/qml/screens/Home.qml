// Components of views see this file's ids; ComponentBehavior: Bound would say so, but headers and loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import QtQuick.Layouts
import Doorstep

/// One home: what to know before the door opens, who lives there, what is open, what happened. The common case, nothing
/// has changed, is at the thumb.
Item {
    id: page

    property alias unit: here.unit
    property string next ///< the home after this one on today's list
    property string nextPlace
    property bool confirmed: false

    signal opened(string id)
    signal makeAsked(string type, var values)
    signal visitAsked()
    signal nextAsked()

    onUnitChanged: confirmed = false

    Household { id: here }
    HomeVisit {
        id: call
        household: here
        onFinished: (status) => {
            page.confirmed = status === "done"
            if (status === "started") page.visitAsked()
        }
    }

    Banner {
        id: needs
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.gap }
        visible: here.needs.length > 0
        needs: here.needs
    }
    ListView {
        id: list
        objectName: "household"
        anchors { left: parent.left; right: parent.right; top: needs.visible ? needs.bottom : parent.top; bottom: foot.top }
        clip: true
        onCountChanged: if (!moving) positionViewAtBeginning()
        model: here
        header: Column {
            width: list.width
            topPadding: Theme.pad
            bottomPadding: Theme.gap
            spacing: Theme.gap
            RowLayout {
                x: Theme.pad
                width: parent.width - 2 * Theme.pad
                spacing: Theme.gap
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0
                    Words { objectName: "place"; text: here.place; size: "title"; strong: true }
                    Words { Layout.fillWidth: true; text: here.facts; color: Theme.quiet }
                }
                TapButton {
                    objectName: "startVisit"
                    Layout.alignment: Qt.AlignTop
                    glyph: "door"
                    tone: "accent"
                    text: here.visiting ? qsTr("Go on with the visit") : qsTr("Start the visit")
                    onClicked: here.visiting ? page.visitAsked() : call.start()
                }
            }
            Flow {
                x: Theme.pad
                width: parent.width - 2 * Theme.pad
                spacing: Theme.gap
                QuietButton { glyph: "person"; text: qsTr("Add a resident"); onClicked: page.makeAsked("resident", {}) }
                QuietButton {
                    glyph: "tool"
                    text: qsTr("Take a request")
                    onClicked: page.makeAsked("request", { unit: page.unit, channel: "visit", status: "new" })
                }
            }
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
            width: list.width
            titleParts: [title]
            finds: facts === "" ? [] : [{ label: "", parts: [facts] }]
            onClicked: page.opened(recordId)
        }
        footer: Column {
            width: list.width
            SectionHeader {
                width: parent.width
                inset: Theme.pad
                visible: here.happened.length > 0
                text: qsTr("What happened here")
            }
            Repeater {
                model: here.happened
                TimelineRow {
                    required property var modelData
                    required property int index
                    width: list.width
                    when: modelData.when
                    what: modelData.what
                    facts: modelData.facts
                    who: modelData.who
                    glyph: modelData.glyph
                    first: index === 0
                    last: index === here.happened.length - 1
                    onClicked: page.opened(modelData.recordId)
                }
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: here.ready && here.count === 0
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
            fields: here.known
            confirmed: page.confirmed
            confirmedAt: Qt.formatTime(new Date(), "HH:mm")
            hasNext: page.next !== ""
            place: page.nextPlace
            undoable: false // a visit that was made stays made; a value is put right in its form
            blocked: call.busy ? qsTr("Saving …") : ""
            onConfirmAsked: call.confirmAll()
            onNextAsked: page.nextAsked()
        }
    }
}
