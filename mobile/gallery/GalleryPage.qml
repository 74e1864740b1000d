import QtQuick
import Doorstep

/// A page of the gallery: a heading and parts under each other, as high as they need.
Rectangle {
    id: page

    property string heading
    default property alias content: column.data
    property bool wide: true

    implicitWidth: 960
    implicitHeight: column.y + column.height + 2 * Theme.pad
    color: Theme.surface

    Words {
        id: head
        x: 2 * Theme.pad
        y: Theme.pad
        width: page.width - 4 * Theme.pad
        text: page.heading
        size: "title"
        strong: true
    }
    Column {
        id: column
        x: 2 * Theme.pad
        y: head.y + head.height + Theme.pad
        width: page.width - 4 * Theme.pad
        spacing: Theme.pad
    }
}
