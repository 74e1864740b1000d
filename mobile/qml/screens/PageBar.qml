pragma ComponentBehavior: Bound
import QtQuick
import Doorstep

/// The pages at the thumb, on a phone.
Rectangle {
    id: bar

    property var pages: []
    property string page

    signal asked(string where)

    implicitHeight: Theme.touch + Theme.gap + 4
    color: Theme.raised

    Rectangle { width: parent.width; height: Theme.hair; color: Theme.line }
    Row {
        anchors.fill: parent
        Repeater {
            model: bar.pages
            TapRow {
                id: one
                required property var modelData
                readonly property bool here: modelData.name === bar.page
                objectName: "page_" + modelData.name
                width: bar.width / bar.pages.length
                height: bar.height
                divided: false
                horizontalPadding: 0
                verticalPadding: 2
                Accessible.name: modelData.label
                onClicked: bar.asked(modelData.name)
                contentItem: Column {
                    Icon {
                        anchors.horizontalCenter: parent.horizontalCenter
                        glyph: one.modelData.glyph
                        tint: one.here ? Theme.accent : Theme.quiet
                    }
                    Words {
                        anchors.horizontalCenter: parent.horizontalCenter
                        text: one.modelData.count > 0 ? one.modelData.label + " " + one.modelData.count : one.modelData.label
                        size: "caption"
                        strong: one.here
                        color: one.here ? Theme.accent : Theme.quiet
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
    }
}
