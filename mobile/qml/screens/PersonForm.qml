// Components of loaders see this file's ids; ComponentBehavior: Bound would say so, but loaders of 6.4 refuse such ones.
// qmllint disable unqualified
import QtQuick
import Doorstep

/// One person's login, role and places, as one types them; nothing counts before "Give" or "Add". Who cannot be changed
/// by this admin says why.
Flickable {
    id: form

    required property Staff staff
    property var person: ({})
    property bool adding: false
    property bool narrow: false
    property var given: ({}) ///< what is typed: login, name, role, communities, buildings

    signal backAsked()

    readonly property string bar: adding ? "" : person.bar ?? ""
    readonly property var role: Array.from(staff.givable).find((one) => one.name === given.role) ?? ({})
    readonly property bool changed: !adding && person.login !== undefined
        && (given.role !== person.role || given.communities !== person.communities || given.buildings !== person.buildings)

    function begin(from: var) {
        given = { login: from.login ?? "", name: from.name ?? "", role: from.role ?? "",
                  communities: from.communities ?? "", buildings: from.buildings ?? "" }
        contentY = 0
    }
    function put(name: string, value: string) {
        given = Object.assign({}, given, { [name]: value })
    }
    /// Somebody else was chosen, or what they have is another: what is typed for them goes with them.
    readonly property string whose: adding ? "new" : [person.login, person.role, person.communities, person.buildings].join("|")
    onWhoseChanged: if (!adding) begin(person)

    contentHeight: column.height + 2 * Theme.pad
    clip: true

    Column {
        id: column
        x: Theme.pad
        y: Theme.gap
        width: Math.min(form.width - 2 * Theme.pad, Theme.readable)
        visible: form.adding || form.person.login !== undefined
        spacing: Theme.pad

        QuietButton {
            visible: form.narrow
            bare: true
            glyph: "back"
            text: qsTr("Back to the list")
            onClicked: form.backAsked()
        }
        SectionHeader { width: parent.width; text: form.adding ? qsTr("Somebody new") : form.person.name ?? "" }
        Acknowledgement {
            objectName: "staffSaid"
            width: parent.width
            text: form.staff.wrong !== "" ? form.staff.wrong : form.staff.said
            tone: form.staff.wrong !== "" ? "attention" : "ok"
        }
        Notice {
            objectName: "personBar"
            width: parent.width
            visible: form.bar !== ""
            tone: "neutral"
            sentence: form.bar
        }
        TextEditor {
            objectName: "newLogin"
            width: parent.width
            visible: form.adding
            label: qsTr("Login")
            help: qsTr("A word without blanks, by which the server knows this person for ever: wangfang")
            required: true
            value: form.given.login ?? ""
            hints: Qt.ImhNoAutoUppercase | Qt.ImhNoPredictiveText
            onEdited: (value) => form.put("login", value)
        }
        TextEditor {
            objectName: "newName"
            width: parent.width
            visible: form.adding
            label: qsTr("Name")
            help: qsTr("As colleagues read it under what this person wrote")
            required: true
            value: form.given.name ?? ""
            onEdited: (value) => form.put("name", value)
        }
        ReadOnlyValue { visible: !form.adding; width: parent.width; label: qsTr("Login"); value: form.person.login ?? "" }
        ChoiceEditor {
            objectName: "role"
            width: parent.width
            label: qsTr("Role")
            help: form.role.tells ?? ""
            required: true
            enabled: form.bar === ""
            value: form.given.role ?? ""
            choices: form.staff.givable
            onEdited: (value) => form.put("role", value)
        }
        TextEditor {
            objectName: "communities"
            width: parent.width
            label: qsTr("Communities")
            help: qsTr("Their codes, with commas between them. Empty: all of them.")
            readOnly: form.bar !== ""
            value: form.given.communities ?? ""
            lengthMax: 1000
            onEdited: (value) => form.put("communities", value)
        }
        TextEditor {
            objectName: "buildings"
            width: parent.width
            label: qsTr("Buildings")
            help: qsTr("For instance 3,5. Empty: all of them. What is in others is not on this person's tablets.")
            readOnly: form.bar !== ""
            value: form.given.buildings ?? ""
            lengthMax: 1000
            onEdited: (value) => form.put("buildings", value)
        }
        Words {
            width: parent.width
            visible: form.changed
            text: qsTr("A tablet that is offline keeps what it shows until its next contact. Unsent work is never lost: what it may not write any more goes into quarantine.")
            size: "caption"
            color: Theme.quiet
        }
        PrimaryButton {
            objectName: "givePerson"
            visible: form.bar === ""
            enabled: form.staff.online && !form.staff.busy && (form.adding || form.changed)
            glyph: "check"
            text: form.adding ? qsTr("Add") : qsTr("Give")
            onClicked: form.adding
                ? form.staff.add(form.given.login, form.given.name, form.given.role, form.given.communities, form.given.buildings)
                : form.staff.give(form.person.login, form.given.role, form.given.communities, form.given.buildings)
        }
    }
}
