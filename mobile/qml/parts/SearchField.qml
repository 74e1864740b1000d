import QtQuick
import QtQuick.Templates as T
import Doorstep

/// Search, always at hand: name, pinyin, room, the end of a phone number. Tells every change of what is typed, so that
/// the list follows; Down goes to the list, Enter opens the first.
T.TextField {
    id: field

    property bool compact: false

    signal searched(string words)
    signal opened()
    signal listAsked()

    function wipe() {
        clear()
        searched("")
    }

    implicitWidth: compact ? Theme.body * 14 : Theme.body * 22
    implicitHeight: Math.max(Theme.touch, contentHeight + 2 * Theme.gap)
    leftPadding: Theme.touch
    rightPadding: clearer.visible ? Theme.touch : Theme.pad
    verticalAlignment: TextInput.AlignVCenter
    font { family: Theme.family; pixelSize: Theme.body }
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    placeholderText: qsTr("Name, pinyin, room or phone tail")
    selectByMouse: true
    inputMethodHints: Qt.ImhNoPredictiveText
    Accessible.name: qsTr("Search")
    Accessible.description: placeholderText
    Accessible.role: Accessible.EditableText
    onTextEdited: searched(text)
    onAccepted: opened()
    Keys.onDownPressed: listAsked()
    Keys.onEscapePressed: (event) => {
        event.accepted = length > 0 // an empty one leaves Escape to the screen
        if (event.accepted) wipe()
    }

    background: Rectangle {
        radius: Theme.touch / 2
        color: Theme.raised
        border { width: field.activeFocus ? 2 : Theme.hair; color: field.activeFocus ? Theme.accent : Theme.edge }
        Icon {
            anchors { left: parent.left; leftMargin: Theme.pad; verticalCenter: parent.verticalCenter }
            glyph: "search"
            tint: Theme.quiet
        }
        Words {
            anchors { left: parent.left; leftMargin: field.leftPadding; right: parent.right; rightMargin: Theme.pad }
            anchors.verticalCenter: parent.verticalCenter
            visible: field.length === 0 && field.preeditText === ""
            text: field.placeholderText
            color: Theme.quiet
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
    IconButton {
        id: clearer
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        visible: field.length > 0
        glyph: "cross"
        text: qsTr("Clear the search")
        onClicked: field.wipe()
    }
}
