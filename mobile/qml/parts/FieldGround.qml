import QtQuick
import Doorstep

/// The well one types into.
Rectangle {
    property bool focused: false
    property bool wrong: false

    radius: Theme.radius
    color: focused ? Theme.raised : Theme.sunken
    border.width: focused || wrong ? 2 : Theme.hair
    border.color: wrong ? Theme.attention : focused ? Theme.accent : Theme.edge
}
