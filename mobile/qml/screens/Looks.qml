pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// How this tablet looks and speaks to this person: for this hand, these eyes, this light. Kept for the next time.
Flow {
    spacing: Theme.gap

    component Switch: ChoiceChip {
        property string look
        objectName: "look_" + look
        many: true
        onClicked: App.keepLook(look, !chosen)
    }

    Switch { look: "dark"; text: qsTr("Dark"); chosen: Theme.dark }
    Switch { look: "highContrast"; text: qsTr("High contrast"); chosen: Theme.highContrast }
    Switch { look: "largeType"; text: qsTr("Large type"); chosen: Theme.largeType }
    Switch { look: "leftHanded"; text: qsTr("Left-handed"); chosen: Theme.leftHanded }
    ChoiceChip { objectName: "language_zh_CN"; text: "中文"; chosen: App.language !== "en"; onClicked: App.keepLook("language", "zh_CN") }
    ChoiceChip { objectName: "language_en"; text: "English"; chosen: App.language === "en"; onClicked: App.keepLook("language", "en") }
}
