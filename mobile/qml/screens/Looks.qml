pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// How this tablet looks and speaks: for this hand, these eyes, this light.
Flow {
    spacing: Theme.gap

    ChoiceChip { text: qsTr("Dark"); chosen: Theme.dark; many: true; onClicked: Theme.dark = !Theme.dark }
    ChoiceChip { text: qsTr("High contrast"); chosen: Theme.highContrast; many: true; onClicked: Theme.highContrast = !Theme.highContrast }
    ChoiceChip { text: qsTr("Large type"); chosen: Theme.largeType; many: true; onClicked: Theme.largeType = !Theme.largeType }
    ChoiceChip { text: qsTr("Left-handed"); chosen: Theme.leftHanded; many: true; onClicked: Theme.leftHanded = !Theme.leftHanded }
    ChoiceChip { text: "中文"; chosen: App.language !== "en"; onClicked: App.language = "zh_CN" }
    ChoiceChip { text: "English"; chosen: App.language === "en"; onClicked: App.language = "en" }
}
