// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// The day: what is to be done at the left, the building, a home, a form or a visit at the right. On a phone one of them.
Item {
    id: today

    required property var shell
    required property Estate estate
    required property Visits visits

    readonly property string next: visits.due + visits.done >= 0 ? visits.after(shell.unit) : "" ///< asked again with every count

    PaneSplit {
        id: split
        anchors.fill: parent
        listWidth: Math.max(300, Math.min(400, width * 0.3))
        shown: today.shell.depth === "top" ? (today.width < 760 ? 0 : 1) : 1

        VisitList {
            estate: today.estate
            visits: today.visits
            unit: today.shell.unit
            phone: split.fitting === 1
            onOpened: (unit) => today.shell.openUnit(unit)
            onBuildingAsked: (building) => { today.shell.building = building }
        }
        Loader {
            id: detail
            focus: true
            sourceComponent: ({ visit: visit, form: form, home: home, building: grid })[today.shell.depth]
                             || (split.fitting === 3 && today.estate.count > 1 ? overview : grid)
        }
        Changes {
            visible: false
            estate: today.estate
            onOpened: (id, type) => today.shell.openRecord(id, type)
        }
    }

    Component {
        id: grid
        Building {
            estate: today.estate
            wanted: today.shell.building
            onOpened: (unit) => today.shell.openUnit(unit)
        }
    }
    Component {
        id: overview
        Overview {
            estate: today.estate
            onBuildingAsked: (building) => { today.shell.building = building }
        }
    }
    Component {
        id: home
        Home {
            household: today.shell.household
            confirming: today.shell.confirming
            underWay: today.shell.underWay
            next: today.next
            nextPlace: today.estate.placeOf(next)
            onOpened: (id) => today.shell.openHere(id)
            onMakeAsked: (type, values, role) => today.shell.make(type, values, role)
            onVisitAsked: today.shell.visiting = true
            onNextAsked: today.shell.openUnit(next)
        }
    }
    Component {
        id: form
        FormScreen {
            household: today.shell.household
            confirming: today.shell.confirming
            joining: today.shell.joining
            visit: today.shell.underWay.unit !== "" && today.shell.underWay.unit === today.shell.unit ? today.shell.underWay.visit : ""
            preset: today.shell.preset
            role: today.shell.role
            type: today.shell.newType
            record: today.shell.record
            onMade: (id) => {
                today.shell.record = id // first: it is the same form that stays
                today.shell.newType = ""
            }
            onOpened: (id) => today.shell.openHere(id)
            onConflictAsked: today.shell.go("conflicts")
            onLeaving: today.shell.back()
        }
    }
    Component {
        id: visit
        VisitScreen {
            household: today.shell.household
            underWay: today.shell.underWay
            onLeaving: today.shell.back()
            onDone: today.next !== "" ? today.shell.openUnit(today.shell.unit) : today.shell.back()
        }
    }
}
