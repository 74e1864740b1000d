import QtQuick
import Doorstep

/// List, detail, and what happens: one, two or three panes side by side, as the width allows. Children are the panes, in
/// this order, at most three. Where not all fit, `shown` says which comes last: it is always in sight, with as many of
/// those before it as fit. A left-handed person has the list at the right.
Item {
    id: split

    default property alias panes: holder.data
    property int shown: 0
    property real listWidth: 380
    property real sideWidth: 340
    readonly property int fitting: width < 760 ? 1 : width < 1400 ? 2 : 3
    readonly property int count: holder.children.length
    readonly property int together: Math.min(fitting, count)
    readonly property int first: Math.max(0, Math.min(shown, count - 1) - together + 1)

    function inSight(index: int): bool {
        return index >= first && index < first + together
    }
    /// The detail takes what the others leave; a pane alone takes all.
    function share(index: int): real {
        if (together === 1) return width
        const fixed = [listWidth, 0, sideWidth]
        const detail = inSight(1) ? 1 : first + together - 1
        if (index !== detail) return fixed[index]
        let rest = width
        for (let i = first; i < first + together; ++i) if (i !== detail) rest -= fixed[i]
        return rest
    }

    Item {
        id: holder
        anchors.fill: parent
        onChildrenChanged: split.arrange()
    }
    onWidthChanged: arrange()
    onHeightChanged: arrange()
    onShownChanged: arrange()
    onFittingChanged: arrange()
    onTogetherChanged: arrange()
    onFirstChanged: arrange()
    onSideWidthChanged: arrange()
    onListWidthChanged: arrange()
    Component.onCompleted: arrange()
    Connections {
        target: Theme
        function onLeftHandedChanged() { split.arrange() }
    }

    function arrange() {
        let x = 0
        const order = Array.from({ length: count }, (_, i) => Theme.leftHanded ? count - 1 - i : i)
        for (const index of order) {
            const pane = holder.children[index]
            pane.visible = inSight(index)
            if (!pane.visible) continue
            pane.x = x
            pane.y = 0
            pane.width = share(index)
            pane.height = height
            x += pane.width
        }
    }
}
