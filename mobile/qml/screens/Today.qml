import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Doorstep

/// Search, and what is found.
ColumnLayout {
    id: screen

    RowLayout {
        Layout.fillWidth: true
        TextField {
            id: search
            placeholderText: qsTr("Name, pinyin, room, last digits of a phone")
            Layout.fillWidth: true
        }
        Label { text: App.delivery.text }
    }
    ListView {
        clip: true
        Layout.fillWidth: true
        Layout.fillHeight: true
        model: Records { words: search.text }
        delegate: ItemDelegate {
            required property string title
            required property string typeName
            required property string facts
            width: ListView.view.width
            text: typeName + "  " + title + "  " + facts
        }
    }
}
