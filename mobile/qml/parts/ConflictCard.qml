pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// Two people changed the same thing: what it was, what each made of it, and what speaks for either; then the choice. Or
/// (`twice`) records that may be one: which of them stays, or that they are two. Or (`approval`) a value that somebody
/// only proposed: approved or refused by a second person; where that is not this one, `barred` says why.
/// Or (`outcome`) what was decided about it, with the way back.
/// Keys while it has the focus: 1 to 9 take that value, T types another, B keeps both, A asks the author, Enter goes on,
/// U takes the last decision back. `candidates`: a list of {value, who, where, when, visit, evidence, stands, facts,
/// proposed, barred, taken (it was decided for)}.
FocusScope {
    id: card

    property string conflict ///< which one: another one closes what is typed
    property string heading ///< "张三 · 手机号"
    property string note ///< "依据第 12 版，错过 13–14"
    property var base: [] ///< the value both began from, as parts
    property string baseWhen
    property var candidates: []
    property bool twice: false ///< the candidates are records; both kept means that they are two
    property int chosen: 0 ///< 1 and up: that candidate; -1: `typed`; -2: both; 0: not decided
    property string typed
    property bool approval: false
    property bool own: false ///< something in it was proposed by this person, who can take it back
    property bool keepsBoth: false ///< the field can keep both
    property bool typable: true
    property var members: [] ///< what is typed as one, or by an editor of its own: see GroupAnswer
    property string outcome ///< "Decided: …"; empty: it is open
    property string decidedBy
    property string wayBack ///< ask, part, bring; empty: none
    property string asks ///< the author who can be asked; empty: nobody
    property string error
    property bool typing: false
    property bool undoable: false
    property string nextWords: qsTr("Next")

    readonly property bool over: outcome !== ""
    readonly property bool takes: !over || (twice && wayBack === "ask")
    readonly property bool both: !over && (keepsBoth || twice)
    readonly property int columns: candidates.length + (twice || approval ? 0 : 1)
    readonly property bool wide: width >= Theme.body * 14 * columns

    signal chose(int which)
    signal wrote(string text)
    signal wroteAll(var values) ///< field → as its editor has it
    signal backAsked()
    signal bothChosen()
    signal askedAuthor()
    signal nextAsked()
    signal undoAsked()
    signal withdrawn()

    implicitWidth: 640
    implicitHeight: column.implicitHeight
    activeFocusOnTab: true
    Accessible.role: Accessible.Grouping
    Accessible.name: heading
    Accessible.description: over ? outcome : twice ? qsTr("One record or two; choose")
        : approval ? qsTr("Proposed; a second person approves or refuses") : qsTr("Two people changed this; choose")

    onConflictChanged: typing = false

    function take(which: int) {
        if (!takes || which < 1 || which > candidates.length || barred(which) !== "") return
        forceActiveFocus() // whoever tapped goes on by Enter
        chose(which)
    }
    function pressed(event: var) {
        if (group.visible) return // its editors have the keys
        const keys = { [Qt.Key_T]: type, [Qt.Key_B]: keepBoth, [Qt.Key_A]: ask, [Qt.Key_U]: undoAsked,
                       [Qt.Key_Return]: nextAsked, [Qt.Key_Enter]: nextAsked }
        const digit = event.key - Qt.Key_0
        event.accepted = !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier)) && ((digit >= 1 && digit <= 9) || event.key in keys)
        if (!event.accepted) return
        if (digit >= 1 && digit <= 9) take(digit)
        else keys[event.key]()
    }
    /// Its buttons outlive the candidates by a moment.
    function told(which: int): var { return candidates[which - 1] || {} }
    function barred(which: int): string { return told(which).barred || "" }
    function saysOf(which: int): string {
        if (twice) return qsTr("One record: keep %1").arg(which)
        if (!approval) return qsTr("Take %1").arg(which)
        return told(which).proposed ? qsTr("Approve %1").arg(which) : qsTr("Refuse: keep %1").arg(which)
    }
    function type() {
        if (!typable) return
        typing = true
        if (members.length > 0) group.forceActiveFocus()
        else own.input.forceActiveFocus()
    }
    function keepBoth() {
        if (!both) return
        forceActiveFocus()
        bothChosen()
    }
    function ask() {
        if (asks !== "") askedAuthor()
    }
    Keys.onPressed: (event) => pressed(event)

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right }
        spacing: Theme.pad

        RowLayout {
            Layout.fillWidth: true
            Icon { glyph: card.approval ? "people" : "split"; tint: card.approval ? Theme.waiting : Theme.attention }
            Words { Layout.fillWidth: true; text: card.heading; size: "title"; strong: true }
        }
        GridLayout {
            Layout.fillWidth: true
            columns: card.wide ? card.columns : 1
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            CandidateColumn {
                visible: !card.twice && !card.approval
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                value: card.base
                when: card.baseWhen
            }
            Repeater {
                model: card.candidates
                CandidateColumn {
                    id: candidate
                    required property var modelData
                    required property int index
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    number: index + 1
                    value: modelData.value || []
                    facts: modelData.facts || []
                    who: modelData.who || ""
                    where: modelData.where || ""
                    when: modelData.when || ""
                    visit: modelData.visit || ""
                    evidence: modelData.evidence || []
                    stands: modelData.stands === true
                    chosen: card.chosen === number || modelData.taken === true
                    TapHandler { onTapped: card.take(candidate.number) }
                }
            }
        }
        Words {
            Layout.fillWidth: true
            visible: text !== ""
            text: card.note
            size: "caption"
            color: Theme.quiet
        }
        OwnAnswer {
            id: own
            Layout.fillWidth: true
            visible: card.typing && card.members.length === 0
            enabled: visible // else the first key of a choice would be typed into it, unseen
            value: card.typed
            error: card.error
            onWrote: (text) => card.wrote(text)
            onLeaving: {
                card.typing = false
                own.input.focus = false // else the card's focus is the line's, and the keys go nowhere
                card.forceActiveFocus()
            }
        }
        GroupAnswer {
            id: group
            Layout.fillWidth: true
            visible: card.typing && card.members.length > 0
            enabled: visible
            members: card.members
            error: card.error
            onWrote: (values) => card.wroteAll(values)
            onLeaving: {
                card.typing = false
                card.forceActiveFocus()
            }
        }
        Column {
            Layout.fillWidth: true
            visible: card.over
            Words { objectName: "outcome"; width: parent.width; text: card.outcome; strong: true }
            Words { width: parent.width; text: card.decidedBy; size: "caption"; color: Theme.quiet }
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.gap
            Repeater {
                model: card.takes ? card.candidates.length : 0
                TapButton {
                    focusPolicy: Qt.TabFocus
                    required property int index
                    filled: card.chosen === index + 1
                    tone: filled ? "accent" : "quiet"
                    glyph: filled ? "check" : ""
                    enabled: card.barred(index + 1) === ""
                    hint: card.barred(index + 1)
                    text: card.saysOf(index + 1)
                    onClicked: card.take(index + 1)
                }
            }
            QuietButton {
                focusPolicy: Qt.TabFocus
                objectName: "typeAnother"
                visible: card.typable
                glyph: "pen"
                text: qsTr("Type another")
                onClicked: card.type()
            }
            TapButton {
                focusPolicy: Qt.TabFocus
                objectName: "both"
                visible: card.both
                filled: card.chosen === -2
                tone: filled ? "accent" : "quiet"
                glyph: filled ? "check" : ""
                text: card.twice ? qsTr("Two after all") : qsTr("Keep both")
                onClicked: card.keepBoth()
            }
            QuietButton {
                focusPolicy: Qt.TabFocus
                objectName: "withdraw"
                visible: card.own
                glyph: "undo"
                text: qsTr("Take mine back")
                onClicked: card.withdrawn()
            }
            QuietButton {
                focusPolicy: Qt.TabFocus
                visible: card.asks !== ""
                glyph: "speech"
                text: qsTr("Ask %1").arg(card.asks)
                onClicked: card.ask()
            }
            QuietButton {
                focusPolicy: Qt.TabFocus
                visible: card.undoable
                glyph: "undo"
                text: qsTr("Undo")
                onClicked: card.undoAsked()
            }
            QuietButton {
                focusPolicy: Qt.TabFocus
                objectName: "wayBack"
                visible: card.wayBack !== ""
                glyph: "undo"
                text: card.wayBack === "part" ? qsTr("Two after all") : card.wayBack === "bring" ? qsTr("Bring it back") : qsTr("Ask again")
                onClicked: card.backAsked()
            }
            PrimaryButton {
                focusPolicy: Qt.TabFocus
                objectName: "next"
                visible: !card.over
                glyph: "forward"
                text: card.nextWords
                onClicked: card.nextAsked()
            }
        }
    }
}
