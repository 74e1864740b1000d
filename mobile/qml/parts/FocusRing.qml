import QtQuick
import Doorstep

/// Where the keyboard is: a ring outside the control, seen on every ground.
Rectangle {
    anchors { fill: parent; margins: -3 }
    radius: Theme.radius + 3
    color: "transparent"
    border { width: 2; color: Theme.accent }
}
