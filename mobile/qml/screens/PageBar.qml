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

    /// All are equally wide, or where a name needs more than that, each as its name; what is left is shared.
    readonly property var widths: {
        const each = width / Math.max(1, pages.length), letters = ruler.font.pixelSize / 2
        const wished = Array.from(pages).map((one) => Math.ceil(ruler.advanceWidth(one.label)) + letters)
        if (wished.every((wish) => wish <= each)) return wished.map(() => each)
        const sum = wished.reduce((all, wish) => all + wish, 0)
        return wished.map((wish) => sum > width ? wish * width / sum : wish + (width - sum) / wished.length)
    }

    FontMetrics {
        id: ruler
        font { family: Theme.family; pixelSize: Theme.caption; weight: Font.DemiBold }
    }
    Rectangle { width: parent.width; height: Theme.hair; color: Theme.line }
    Row {
        anchors.fill: parent
        Repeater {
            model: bar.pages
            TapRow {
                id: one
                required property var modelData
                required property int index
                readonly property bool here: modelData.name === bar.page
                objectName: "page_" + modelData.name
                width: bar.widths[index] ?? 0
                height: bar.height
                divided: false
                horizontalPadding: 0
                verticalPadding: 2
                Accessible.name: modelData.label
                onClicked: bar.asked(modelData.name)
                contentItem: Column {
                    Row {
                        anchors.horizontalCenter: parent.horizontalCenter
                        spacing: Theme.gap / 2
                        Icon {
                            id: sign
                            glyph: one.modelData.glyph
                            tint: one.here ? Theme.accent : Theme.quiet
                        }
                        Words {
                            anchors.verticalCenter: sign.verticalCenter
                            visible: one.modelData.count > 0
                            text: one.modelData.count
                            size: "caption"
                            strong: true
                            color: sign.tint
                            wrapMode: Text.NoWrap
                        }
                    }
                    Words {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 10
                        text: one.modelData.label
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
