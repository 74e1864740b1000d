// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// The open tablet: where one is, search and the chip above; the panes below. It knows the way from list to home to form
/// and back; every screen only says where it wants to go.
Item {
    id: hub

    property string page: "today" ///< today, requests, conflicts, office, outbox
    property string building ///< the building whose grid is open
    property string unit ///< the home that is open; empty: none
    property string record ///< the record whose form is open
    property string newType ///< or the type of one that is being made
    property var preset: ({})
    property string role ///< as which somebody new lives in the home
    property bool visiting: false
    property string conflict ///< that the desk shall show

    readonly property bool narrow: width < 760
    readonly property string depth: visiting ? "visit" : record !== "" || newType !== "" ? "form" : unit !== "" ? "home" : building !== "" ? "building" : "top"
    readonly property alias household: household
    readonly property alias confirming: confirming
    readonly property alias underWay: underWay
    readonly property alias joining: joining

    onUnitChanged: confirming.settle()
    onDepthChanged: if (bar.searching) content.forceActiveFocus() // one went elsewhere: what was opened last need not be offered

    function openUnit(id: string) {
        record = newType = role = ""
        visiting = false
        unit = id
        page = "today"
    }
    /// From anywhere: the home it belongs to is looked for, and lies behind the form.
    function openRecord(id: string, type: string) {
        if (type === "unit") return openUnit(id)
        unit = ""
        openHere(id)
        household.locate(id)
    }
    function openHere(id: string) {
        visiting = false
        newType = ""
        record = id
        page = "today"
    }
    function make(type: string, values: var, as: string) {
        preset = values
        role = as
        record = ""
        newType = type
    }
    function visit(id: string) {
        openUnit(id)
        visiting = true
    }
    function decide(id: string) {
        go("conflicts")
        conflict = id // the desk is there by now
    }
    function back() {
        if (visiting) visiting = false
        else if (record !== "" || newType !== "") record = newType = ""
        else if (unit !== "") unit = ""
        else building = ""
    }
    function go(where: string) {
        record = newType = unit = building = conflict = ""
        visiting = false
        page = where
    }

    Keys.onEscapePressed: bar.searching ? content.forceActiveFocus() : back()
    Keys.onBackPressed: back()

    Estate { id: homes }
    Visits { id: calls; estate: homes }
    Conflicts { id: disputes; estate: homes }
    UnderWay { id: underWay }
    Powers { id: rights }
    Confirming { id: confirming }
    Joining { id: joining }
    Household {
        id: household
        unit: hub.unit
        onLocated: (record, unit) => { if (record === hub.record && hub.unit === "") hub.unit = unit }
    }

    Column {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top }
        z: 2
        TopBar {
            id: bar
            width: parent.width
            narrow: hub.narrow
            title: hub.depth === "top" ? pages.find((one) => one.name === hub.page)?.label ?? "" : ""
            pages: hub.pages
            page: hub.page
            asked: disputes.mine
            deep: hub.depth !== "top"
            onBackAsked: hub.back()
            onPageAsked: (where) => hub.go(where)
            onFirstAsked: results.openFirst()
            onListAsked: bar.words === "" ? recent.forceActiveFocus() : results.forceActiveFocus()
        }
        Notice {
            objectName: "revoked"
            width: parent.width
            visible: App.delivery.revoked
            sentence: App.delivery.why
            reason: qsTr("You can still read; nothing leaves this tablet until the office allows it again.")
        }
        Notice {
            objectName: "joined"
            width: parent.width
            visible: joining.said !== ""
            tone: "ok"
            sentence: joining.said
            step: joining.undoable ? qsTr("Undo") : ""
            dismissable: true
            onStepped: joining.undo()
            onDismissed: joining.dismiss()
        }
        Notice {
            objectName: "lease"
            width: parent.width
            visible: App.delivery.lease === "ending" || App.delivery.lease === "clock_back"
            tone: App.delivery.lease === "ending" ? "waiting" : "attention"
            sentence: App.delivery.lease === "ending" ? qsTr("Meet the server within %1").arg(App.delivery.leaseLeft) : qsTr("The tablet's clock was set back")
            reason: App.delivery.lease === "ending" ? qsTr("Without a network for longer the archive is locked until then. What you save is kept.") : qsTr("You can read, and change nothing, until the tablet has met the server. What you saved is kept.")
        }
        Notice {
            objectName: "unkept"
            width: parent.width
            visible: App.unkept !== ""
            sentence: App.unkept
            reason: qsTr("What is typed now is not on the disk yet and is tried again: do not lock the tablet before. What was saved is kept.")
        }
        Notice {
            objectName: "underWay"
            width: parent.width
            visible: underWay.unit !== "" && underWay.unit !== hub.unit
            tone: "accent"
            sentence: qsTr("The visit at %1 has been open since %2").arg(homes.count > 0 ? homes.placeOf(underWay.unit) : "").arg(underWay.since)
            step: qsTr("Go on with the visit")
            onStepped: hub.visit(underWay.unit)
        }
        Notice {
            width: parent.width
            visible: confirming.trouble !== ""
            tone: "waiting"
            sentence: confirming.trouble
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
    readonly property var pages: Array.from([
        { name: "today", label: qsTr("Today"), glyph: "home", count: Math.max(0, calls.due - calls.done) },
        { name: "requests", label: qsTr("Requests"), glyph: "tool", count: 0 },
        { name: "conflicts", label: qsTr("Conflicts"), glyph: "split", count: disputes.count },
        { name: "office", label: qsTr("Office"), glyph: "people", count: 0 },
        { name: "outbox", label: qsTr("To deliver"), glyph: "sending", count: App.delivery.waiting }
    ]).filter((one) => one.name !== "office" || rights.people || rights.devices || rights.quarantine)
    RecentHomes { id: lately; estate: homes; unit: hub.unit }
    Records { id: finder; objectName: "finder"; words: bar.words; onlyWithWords: true }

    Loader {
        id: content
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top }
        focus: true
        onLoaded: forceActiveFocus() // the keys are the page's from now on
        sourceComponent: ({ requests: requests, conflicts: desk, office: office, outbox: outbox })[hub.page] || today
    }
    Results {
        id: results
        x: bar.searchX
        y: head.height
        z: 3
        width: bar.searchWidth
        height: Math.min(contentHeight, hub.height - head.height - Theme.pad)
        visible: bar.words !== ""
        records: finder
        onOpened: (id, type) => {
            bar.wipe()
            hub.openRecord(id, type)
        }
    }
    Recent {
        id: recent
        x: bar.searchX
        y: head.height
        z: 3
        width: bar.searchWidth
        height: Math.min(contentHeight, hub.height - head.height - Theme.pad)
        searching: bar.searching && bar.words === ""
        homes: lately
        onOpened: (unit) => {
            content.forceActiveFocus()
            hub.openUnit(unit)
        }
        Keys.onEscapePressed: content.forceActiveFocus()
    }
    PageBar {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: hub.narrow && hub.depth === "top"
        height: visible ? implicitHeight : 0
        pages: hub.pages
        page: hub.page
        onAsked: (where) => hub.go(where)
    }

    Component {
        id: today
        Today { shell: hub; estate: homes; visits: calls }
    }
    Component {
        id: requests
        Requests { estate: homes; onOpened: (id, type) => hub.openRecord(id, type); onMakeAsked: (type) => hub.takeDown(type) }
    }
    function takeDown(type: string) {
        go("today")
        make(type, { channel: "visit", status: type === "request" ? "new" : "received" }, "")
    }
    Component {
        id: desk
        ConflictDesk { conflicts: disputes; wanted: hub.conflict; onOpened: (id) => hub.openRecord(id, "") }
    }
    Component {
        id: office
        Admin { powers: rights; onOpened: (id) => hub.openRecord(id, "") }
    }
    Component {
        id: outbox
        Outbox { estate: homes; onConflictAsked: (id) => hub.decide(id); onOpened: (id) => hub.openRecord(id, ""); onHomeAsked: (unit) => hub.openUnit(unit) }
    }
}
