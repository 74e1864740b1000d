import QtQuick
import Doorstep

/// Text in the one type scale. Always plain: what residents' records say is never taken for markup.
Text {
    property string size: "body" ///< caption, body, lead, title, display
    property bool strong: false

    color: Theme.text
    font.family: Theme.family
    font.pixelSize: Theme[size]
    font.weight: strong ? Font.DemiBold : Font.Normal
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
}
