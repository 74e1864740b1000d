import QtQuick
import Doorstep

/// A card: what belongs together, on raised ground, one thing under the other.
Rectangle {
    id: panel
    default property alias content: column.data
    property alias spacing: column.spacing
    property real padding: Theme.pad

    implicitHeight: column.implicitHeight + 2 * padding
    implicitWidth: column.implicitWidth + 2 * padding
    radius: Theme.radius
    color: Theme.raised
    border { width: Theme.hair; color: Theme.line }

    Column {
        id: column
        x: panel.padding
        y: panel.padding
        width: panel.width - 2 * panel.padding
        spacing: Theme.gap
    }
}
