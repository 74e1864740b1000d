import QtQuick
import Doorstep

/// A button with a sign only; `text` is its name for screen readers.
TapButton {
    id: button
    bare: true
    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            glyph: button.glyph
            tint: button.ink
        }
    }
}
