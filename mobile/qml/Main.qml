import QtQuick
import QtQuick.Controls
import Doorstep

/// The window: who may see what, and nothing else.
ApplicationWindow {
    id: window
    width: 1280
    height: 800
    visible: true
    title: qsTr("Doorstep")

    Loader {
        anchors.fill: parent
        sourceComponent: App.state === App.Open ? inside : door
    }
    Component {
        id: door
        SignIn {}
    }
    Component {
        id: inside
        Today {}
    }
}
