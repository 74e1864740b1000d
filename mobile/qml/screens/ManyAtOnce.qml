pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// Below the card: what decides many at once. All that the same two people disagree about in this field, a rule made of
/// this choice, the rules that are saved; each shows first what it would decide.
Column {
    id: many

    required property Conflicts conflicts
    property string conflict ///< that is on the card; empty: none
    property int alike: 0 ///< others like it
    property int chosen: 0

    readonly property var plan: conflicts.plan
    readonly property bool planned: plan.count !== undefined
    readonly property string rule: conflicts.rules.length >= 0 && chosen > 0 && conflict !== "" ? conflicts.ruleOf(conflict, chosen) : ""

    spacing: Theme.gap
    onConflictChanged: if (planned) conflicts.dropPlan()

    Flow {
        width: parent.width
        spacing: Theme.gap
        visible: !many.planned
        QuietButton {
            objectName: "decideAlike"
            focusPolicy: Qt.TabFocus // the card keeps the keys
            visible: many.alike > 0 && many.chosen > 0
            glyph: "menu"
            text: qsTr("The same for %n more like it", "", many.alike)
            onClicked: many.conflicts.planAlike(many.conflict, many.chosen)
        }
        QuietButton {
            objectName: "makeRule"
            focusPolicy: Qt.TabFocus // the card keeps the keys
            visible: many.rule !== ""
            glyph: "plus"
            text: qsTr("Make it a rule: %1").arg(many.rule)
            onClicked: many.conflicts.saveRule(many.conflict, many.chosen)
        }
    }
    Words {
        objectName: "ruleless"
        width: parent.width
        visible: many.conflicts.ruleless && many.chosen > 0 && !many.planned
        text: qsTr("Rules that decide such questions need a newer template: the administrator sets it with doorstep-server template set --shipped.")
        size: "caption"
        color: Theme.quiet
        wrapMode: Text.Wrap
    }
    PlanSheet {
        objectName: "plan"
        width: parent.width
        visible: many.planned
        title: many.plan.title ?? ""
        count: many.plan.count ?? 0
        leftAlone: many.plan.left ?? 0
        lines: many.plan.lines ?? []
        onDecided: many.conflicts.carryOut()
        onNotNow: many.conflicts.dropPlan()
    }
    Repeater {
        model: many.conflicts.rules
        RuleRow {
            required property var modelData
            objectName: "rule"
            width: many.width
            words: modelData.words
            by: modelData.by
            fits: modelData.fits
            onShowAsked: many.conflicts.planByRule(modelData.rule)
            onBackAsked: many.conflicts.takeBackRule(modelData.rule)
            onDropAsked: many.conflicts.dropRule(modelData.rule)
        }
    }
}
