import QtQuick
import QtTest
import Doorstep

/// What the tests of parts share: a window, a part in it, and words for what a person does.
TestCase {
    id: each

    property Item part: null

    when: windowShown
    width: 800
    height: 600
    visible: true

    Component {
        id: spies
        SignalSpy {}
    }

    function show(component: Component, values: var): var {
        part = createTemporaryObject(component, each, Object.assign({ width: 600 }, values || {}))
        waitForRendering(part)
        return part
    }
    function watch(target: var, signalName: string): var {
        return createTemporaryObject(spies, each, { target: target, signalName: signalName })
    }
    function type(text: string) {
        for (const letter of text) keyClick(letter)
    }
    /// Everything within an item that is in sight.
    function within(item: Item): var {
        let out = []
        for (const child of Array.from(item.children)) if (child.visible) out = out.concat([child], within(child))
        return out
    }
    function button(item: Item, text: string): var {
        const found = within(item).find((child) => child.Accessible.name === text && child.clicked !== undefined)
        verify(found, "no button " + text)
        return found
    }
    function tap(item: Item, text: string) {
        mouseClick(button(item, text))
    }
    function input(item: Item): var {
        const found = within(item).find((child) => child.cursorPosition !== undefined)
        verify(found, "nothing to type into")
        return found
    }
    function says(item: Item, text: string): bool {
        return within(item).some((child) => child.font !== undefined && child.text === text)
    }
}
