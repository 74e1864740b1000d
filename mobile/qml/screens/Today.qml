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
            onBuildingAsked: (building) => { detail.building = building }
        }
        Loader {
            id: detail
            property string building
            focus: true
            sourceComponent: ({ visit: visit, form: form, home: home })[today.shell.depth] || grid
        }
        Changes {
            visible: false
            onOpened: (id, type) => today.shell.openRecord(id, type)
        }
    }

    Component {
        id: grid
        Building {
            estate: today.estate
            wanted: detail.building
            onOpened: (unit) => today.shell.openUnit(unit)
        }
    }
    Component {
        id: home
        Home {
            unit: today.shell.unit
            next: today.visits.count > 0 ? today.visits.after(today.shell.unit) : ""
            nextPlace: today.estate.placeOf(next)
            onOpened: (id) => today.shell.openRecord(id, "")
            onMakeAsked: (type, values) => today.shell.make(type, values)
            onVisitAsked: today.shell.visiting = true
            onNextAsked: today.shell.openUnit(next)
        }
    }
    Component {
        id: form
        FormScreen {
            record: today.shell.record
            type: today.shell.newType
            preset: today.shell.preset
            onMade: (id) => {
                today.shell.newType = ""
                today.shell.record = id
            }
            onConflictAsked: today.shell.go("conflicts")
            onLeaving: today.shell.back()
        }
    }
    Component {
        id: visit
        VisitScreen {
            unit: today.shell.unit
            onLeaving: today.shell.back()
        }
    }
}
