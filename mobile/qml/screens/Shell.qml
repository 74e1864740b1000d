import QtQuick
import QtQuick.Layouts
import Doorstep

/// The open tablet: where one is, search and the chip above; the panes below. It knows the way from list to home to form
/// and back; every screen only says where it wants to go.
Item {
    id: shell

    property string page: "today" ///< today, requests, conflicts, outbox
    property string unit ///< the home that is open; empty: none
    property string record ///< the record whose form is open
    property string newType ///< or the type of one that is being made
    property var preset: ({})
    property bool visiting: false

    readonly property bool narrow: width < 760
    readonly property string depth: visiting ? "visit" : record !== "" || newType !== "" ? "form" : unit !== "" ? "home" : "top"

    function openUnit(id: string) {
        record = ""
        newType = ""
        visiting = false
        unit = id
        page = "today"
    }
    function openRecord(id: string, type: string) {
        if (type === "unit" && unit === "") return openUnit(id)
        visiting = false
        newType = ""
        record = id
        page = "today"
    }
    function make(type: string, values: var) {
        preset = values
        record = ""
        newType = type
    }
    function back() {
        if (visiting) visiting = false
        else if (record !== "" || newType !== "") record = newType = ""
        else unit = ""
    }
    function go(where: string) {
        record = newType = unit = ""
        visiting = false
        page = where
    }

    Keys.onEscapePressed: back()
    Keys.onBackPressed: back()

    Estate { id: estate }
    Visits { id: visits; estate: estate }
    Conflicts { id: conflicts }

    Column {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top }
        z: 2
        TopBar {
            id: bar
            width: parent.width
            narrow: shell.narrow
            title: shell.depth === "top" ? pages.find((one) => one.name === shell.page)?.label ?? "" : ""
            pages: shell.pages
            page: shell.page
            deep: shell.depth !== "top"
            onBackAsked: shell.back()
            onPageAsked: (where) => shell.go(where)
            onFirstAsked: results.openFirst()
            onListAsked: results.forceActiveFocus()
        }
        Notice {
            width: parent.width
            visible: App.delivery.revoked
            sentence: App.delivery.why
            reason: qsTr("You can still read; nothing leaves this tablet until the office allows it again.")
        }
        ProgressLine {
            x: Theme.pad
            width: parent.width - 2 * Theme.pad
            visible: App.delivery.firstSync && App.delivery.stage !== "offline"
            what: qsTr("Receiving the archive; you can already work with what is here")
            done: App.delivery.received
            total: App.delivery.expected
        }
    }
    readonly property var pages: [
        { name: "today", label: qsTr("Today"), glyph: "home", count: Math.max(0, estate.due - estate.done) },
        { name: "requests", label: qsTr("Requests"), glyph: "tool", count: 0 },
        { name: "conflicts", label: qsTr("Conflicts"), glyph: "split", count: conflicts.count },
        { name: "outbox", label: qsTr("To deliver"), glyph: "sending", count: App.delivery.waiting }
    ]
    Records { id: finder; words: bar.words; onlyWithWords: true }

    Loader {
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top }
        focus: true
        sourceComponent: ({ requests: requests, conflicts: desk, outbox: outbox })[shell.page] || today
    }
    Results {
        id: results
        x: bar.searchX
        y: head.height
        z: 3
        width: bar.searchWidth
        height: Math.min(contentHeight, shell.height - head.height - Theme.pad)
        visible: bar.words !== ""
        records: finder
        onOpened: (id, type) => {
            bar.wipe()
            shell.openRecord(id, type)
        }
    }
    PageBar {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: shell.narrow && shell.depth === "top"
        height: visible ? implicitHeight : 0
        pages: shell.pages
        page: shell.page
        onAsked: (where) => shell.go(where)
    }

    Component {
        id: today
        Today { shell: shell; estate: estate; visits: visits }
    }
    Component {
        id: requests
        Requests { onOpened: (id) => shell.openRecord(id, "request"); onMakeAsked: shell.askNewRequest() }
    }
    function askNewRequest() {
        page = "today"
        make("request", { channel: "visit", status: "new" })
    }
    Component {
        id: desk
        ConflictDesk { conflicts: conflicts; onOpened: (id) => shell.openRecord(id, "") }
    }
    Component {
        id: outbox
        Outbox { onOpened: (id) => shell.openRecord(id, "") }
    }
}
