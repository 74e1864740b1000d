pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// One of the people: a few in sight, all others by typing a part of their name. `people`: a list of {person, name}.
Column {
    id: pick

    property var people: []
    property string chosen

    readonly property var found: Array.from(people).filter((one) => one.name.toLowerCase().includes(line.text.trim().toLowerCase()))
    readonly property int most: 12

    signal picked(string person)

    spacing: Theme.gap
    FieldInput {
        id: line
        objectName: "peopleLine"
        focus: false
        width: parent.width
        visible: pick.people.length > pick.most
        label: qsTr("Name")
        placeholderText: label
    }
    Flow {
        width: parent.width
        spacing: Theme.gap
        Repeater {
            model: pick.found.slice(0, pick.most)
            ChoiceChip {
                required property var modelData
                objectName: "person_" + modelData.name
                text: modelData.name
                chosen: modelData.person === pick.chosen
                onClicked: pick.picked(modelData.person)
            }
        }
    }
    Words {
        width: parent.width
        visible: pick.found.length > pick.most
        text: qsTr("and %n more", "", pick.found.length - pick.most)
        size: "caption"
        color: Theme.quiet
    }
}
