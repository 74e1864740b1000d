pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// One of a few: a lens, a filter, a size. `choices`: a list of {name, label, count}; a count is shown when above 0.
/// The owner sets `chosen`; a tap only asks. Each is named after the whole and itself: "lens_due".
Flow {
    id: segments

    property var choices: []
    property string chosen
    property string name

    signal asked(string choice)

    spacing: Theme.gap
    Accessible.role: Accessible.Grouping
    Accessible.name: name

    Repeater {
        model: segments.choices
        ChoiceChip {
            required property var modelData
            objectName: segments.objectName + "_" + modelData.name
            text: modelData.count > 0 ? modelData.label + " " + modelData.count : modelData.label
            chosen: segments.chosen === modelData.name
            onClicked: segments.asked(modelData.name)
        }
    }
}
