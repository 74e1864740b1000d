pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Doorstep

/// What must be read before the door is knocked on: an allergy, a person alone, "call first". Full width, above all else.
/// `needs`: a list of {text, glyph, whom}; one line each.
Rectangle {
    id: banner

    property var needs: []
    property string tone: "attention"

    readonly property string spoken: Array.from(needs).map((need) => need.whom ? need.text + " (" + need.whom + ")" : need.text).join("; ")

    visible: needs.length > 0
    implicitHeight: visible ? column.implicitHeight + 2 * Theme.pad : 0
    radius: Theme.radius
    color: Theme.soft(tone)
    border { width: Theme.hair; color: Theme.tone(tone) }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: spoken

    Rectangle {
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: 2 * Theme.mark
        radius: Theme.mark
        color: Theme.tone(banner.tone)
    }
    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.pad }
        spacing: Theme.gap
        Repeater {
            model: banner.needs
            RowLayout {
                id: need
                required property var modelData
                Layout.fillWidth: true
                spacing: Theme.gap
                Icon {
                    Layout.alignment: Qt.AlignTop
                    glyph: need.modelData.glyph || "warning"
                    tint: Theme.tone(banner.tone)
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0
                    Words {
                        Layout.fillWidth: true
                        text: need.modelData.text
                        strong: true
                    }
                    Words {
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: need.modelData.whom || ""
                        color: Theme.quiet
                    }
                }
            }
        }
    }
}
