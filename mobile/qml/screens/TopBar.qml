pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// Above everything: the way back or the pages, search, the chip and the lock. On a phone search has a line of its own.
Rectangle {
    id: bar

    property bool narrow: false
    property bool deep: false
    property string title
    property string page
    property var pages: []
    property int asked: 0 ///< conflicts about which this person was asked
    readonly property string words: search.text
    readonly property bool searching: search.activeFocus
    readonly property real searchX: below ? 0 : Math.min(search.x, width - searchWidth)
    readonly property real searchWidth: below ? bar.width : Math.max(search.width, 460)

    signal backAsked()
    signal pageAsked(string where)
    signal firstAsked() ///< Enter in the search
    signal listAsked() ///< Down

    function wipe() {
        search.wipe()
    }

    /// Where the pages leave no room beside them, search has the line below.
    readonly property bool below: narrow || right.x - start - tabs.width < 300
    /// Where the chip leaves no room beside the pages, they have it, with or without a way back, and search is above.
    readonly property bool crowded: !narrow && right.x - Theme.touch - 3 * Theme.gap < tabs.width
    readonly property real start: (back.visible ? back.x + back.width : 0) + Theme.gap

    implicitHeight: below ? first.height + (crowded ? tabs.height : search.height) + 2 * Theme.gap : first.height
    color: Theme.raised

    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.hair
        color: Theme.line
    }
    Item {
        id: first
        width: parent.width
        height: Theme.touch + 2 * Theme.gap
        IconButton {
            id: back
            objectName: "back"
            anchors { left: parent.left; leftMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            visible: bar.deep
            glyph: "back"
            text: qsTr("Back")
            onClicked: bar.backAsked()
        }
        Words {
            anchors { left: back.visible ? back.right : parent.left; leftMargin: Theme.pad; right: right.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            visible: bar.narrow
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            text: bar.title
            size: "lead"
            strong: true
        }
        Row {
            id: tabs
            x: bar.crowded ? Theme.gap : bar.start
            y: bar.crowded ? first.height : (first.height - height) / 2
            visible: !bar.narrow
            spacing: 2
            Repeater {
                model: bar.pages
                TapButton {
                    required property var modelData
                    objectName: "page_" + modelData.name
                    bare: true
                    filled: modelData.name === bar.page
                    tone: filled ? "accent" : modelData.name === "conflicts" && modelData.count > 0 ? "attention" : "quiet"
                    text: modelData.count > 0 ? modelData.label + " " + modelData.count : modelData.label
                    onClicked: bar.pageAsked(modelData.name)
                }
            }
        }
        Row {
            id: right
            anchors { right: parent.right; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            spacing: Theme.gap
            SyncChip {
                objectName: "chip"
                stage: bar.asked > 0 ? "attention" : App.delivery.stage
                deliveredAt: App.delivery.deliveredAt
                waiting: App.delivery.waiting
                sent: App.delivery.sent
                total: App.delivery.total
                needing: App.delivery.needing + bar.asked
                narrow: bar.width < 1000
                onClicked: bar.pageAsked("outbox")
            }
            IconButton {
                objectName: "lock"
                glyph: "lock"
                text: qsTr("Lock")
                onClicked: App.lock()
            }
        }
    }
    SearchField {
        id: search
        objectName: "search"
        x: bar.crowded ? bar.start : bar.below ? Theme.gap : tabs.x + tabs.width + Theme.pad
        y: bar.below && !bar.crowded ? first.height : (first.height - height) / 2
        width: bar.crowded ? right.x - x - Theme.pad : bar.below ? bar.width - 2 * Theme.gap : Math.max(160, Math.min(420, right.x - x - Theme.pad))
        onOpened: bar.firstAsked()
        onListAsked: bar.listAsked()
    }
}
