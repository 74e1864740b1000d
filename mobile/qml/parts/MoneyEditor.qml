import QtQuick
import Doorstep

/// An amount in yuan.
TextEditor {
    lengthMax: 20
    hints: Qt.ImhFormattedNumbersOnly
    prefix: "¥"
    placeholder: "0.00"
}
