import QtQuick
import Doorstep

/// Puts on a look: "zh_CN,dark,large".
QtObject {
    property string look

    onLookChanged: {
        const words = look.split(",")
        Theme.dark = words.indexOf("dark") >= 0
        Theme.highContrast = words.indexOf("high") >= 0
        Theme.largeType = words.indexOf("large") >= 0
        Theme.leftHanded = words.indexOf("left") >= 0
        Theme.still = true
        Samples.chinese = words[0].startsWith("zh")
    }
}
