import QtQuick
import Doorstep

/// A number with a point, as people write it; its text is read by the form, which knows the scale.
TextEditor {
    lengthMax: 20
    hints: Qt.ImhFormattedNumbersOnly
}
