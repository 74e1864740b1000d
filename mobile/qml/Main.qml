import QtQuick
import QtQuick.Window
import Doorstep

/// The window: who may see what, and nothing else.
Window {
    id: window
    width: 1280
    height: 800
    minimumWidth: 360
    minimumHeight: 560
    visible: true
    title: App.state === App.Open ? qsTr("Doorstep · %1").arg(App.person) : qsTr("Doorstep")
    color: Theme.surface

    readonly property var looks: App.looks

    function dress() {
        Theme.dark = looks.dark === true
        Theme.highContrast = looks.highContrast === true
        Theme.largeType = looks.largeType === true
        Theme.leftHanded = looks.leftHanded === true
    }
    onLooksChanged: dress()
    Component.onCompleted: dress()

    Loader {
        id: screen
        objectName: "screen"
        anchors.fill: parent
        focus: true
        sourceComponent: App.state !== App.Open ? door : App.delivery.lease === "expired" ? over : inside
    }
    Component {
        id: door
        SignIn {}
    }
    Component {
        id: over
        LeaseOver {}
    }
    Component {
        id: inside
        Shell {}
    }
}
