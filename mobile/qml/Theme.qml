pragma Singleton
import QtQuick

/// How everything looks, by role. A part names a role ("text", "attention"), never a colour or a size of its own.
/// The five switches are the only things that may be set, and only by the app's settings; all else follows them.
/// Every pair of text and ground named in `pairs` has a contrast of 4.5 or more (7 in high contrast): a test computes it.
QtObject {
    id: theme

    property bool dark: false
    property bool highContrast: false
    property bool largeType: false
    property bool leftHanded: false
    property bool still: false ///< no motion at all
    property string family: "Noto Sans CJK SC" ///< what is missing on a device falls back to the system's

    readonly property string look: (highContrast ? "high_" : "") + (dark ? "dark" : "light")
    readonly property var colours: palettes[look]

    // Grounds, from the wall to the card to the well one types into.
    readonly property color surface: colours.surface
    readonly property color raised: colours.raised
    readonly property color sunken: colours.sunken
    readonly property color line: colours.line ///< parts what belongs apart; never the only sign of a control
    readonly property color edge: colours.edge ///< the edge of something one can touch: 3:1 on every ground
    readonly property color shade: colours.shade ///< under a finger

    readonly property color text: colours.text
    readonly property color quiet: colours.quiet

    readonly property color accent: colours.accent
    readonly property color accentInk: colours.accentInk
    readonly property color accentSoft: colours.accentSoft

    // The four states: as words and shapes on any ground, as a ground for `toneInk`, and as a soft ground.
    readonly property color ok: colours.ok
    readonly property color okSoft: colours.okSoft
    readonly property color waiting: colours.waiting
    readonly property color waitingSoft: colours.waitingSoft
    readonly property color attention: colours.attention
    readonly property color attentionSoft: colours.attentionSoft
    readonly property color neutral: colours.neutral
    readonly property color neutralSoft: colours.neutralSoft
    readonly property color toneInk: colours.toneInk

    /// "ok", "waiting", "attention", "neutral" or "accent"; anything else is neutral.
    function tone(name: string): color {
        return colours[toneName(name)]
    }
    function soft(name: string): color {
        return colours[toneName(name) + "Soft"]
    }
    function toneName(name: string): string {
        return tones.indexOf(name) < 0 ? "neutral" : name
    }
    readonly property var tones: ["ok", "waiting", "attention", "neutral", "accent"]

    // Measures, in pixels of the device's own scale.
    readonly property int gap: 8
    readonly property int pad: 16
    readonly property int touch: 48
    readonly property int radius: 8
    readonly property int hair: highContrast ? 2 : 1
    readonly property int mark: 3
    readonly property int readable: 720 ///< no line of a form is longer

    // One type scale.
    readonly property real growth: largeType ? 1.3 : 1
    readonly property int caption: Math.round(14 * growth)
    readonly property int body: Math.round(17 * growth)
    readonly property int lead: Math.round(20 * growth)
    readonly property int title: Math.round(25 * growth)
    readonly property int display: Math.round(34 * growth)

    readonly property int motion: still ? 0 : 120 ///< ms

    readonly property var pairs: [
        ["text", "surface"], ["text", "raised"], ["text", "sunken"], ["text", "shade"], ["text", "accentSoft"],
        ["quiet", "surface"], ["quiet", "raised"], ["quiet", "sunken"], ["quiet", "shade"], ["quiet", "accentSoft"],
        ["accent", "surface"], ["accent", "raised"], ["accent", "sunken"], ["accent", "accentSoft"],
        ["accentInk", "accent"],
        ["ok", "surface"], ["ok", "raised"], ["ok", "okSoft"], ["text", "okSoft"], ["quiet", "okSoft"],
        ["toneInk", "ok"],
        ["waiting", "surface"], ["waiting", "raised"], ["waiting", "waitingSoft"], ["text", "waitingSoft"],
        ["quiet", "waitingSoft"], ["toneInk", "waiting"],
        ["attention", "surface"], ["attention", "raised"], ["attention", "attentionSoft"],
        ["text", "attentionSoft"], ["quiet", "attentionSoft"], ["toneInk", "attention"],
        ["neutral", "surface"], ["neutral", "raised"], ["neutral", "neutralSoft"], ["text", "neutralSoft"],
        ["quiet", "neutralSoft"], ["toneInk", "neutral"],
        ["ok", "accentSoft"], ["waiting", "accentSoft"], ["attention", "accentSoft"], ["neutral", "accentSoft"],
        ["ok", "shade"], ["waiting", "shade"], ["attention", "shade"], ["neutral", "shade"], ["accent", "shade"],
        ["ok", "sunken"], ["waiting", "sunken"], ["attention", "sunken"], ["neutral", "sunken"]
    ]

    readonly property var palettes: ({
        light: {
            surface: "#f4f3ef", raised: "#ffffff", sunken: "#fafaf7", line: "#dcd9d1", edge: "#7d8488",
            shade: "#e9e7e0", text: "#1a1f23", quiet: "#4f5a62",
            accent: "#0b5f7a", accentInk: "#ffffff", accentSoft: "#dcedf3",
            ok: "#1a6b3f", okSoft: "#dff1e4", waiting: "#855000", waitingSoft: "#fdeecb",
            attention: "#b0261c", attentionSoft: "#fde4df", neutral: "#4b5963", neutralSoft: "#e6e9ea",
            toneInk: "#ffffff"
        },
        dark: {
            surface: "#12171a", raised: "#1b2226", sunken: "#161c20", line: "#303a40", edge: "#7d8b93",
            shade: "#263036", text: "#edf1f2", quiet: "#b2bec5",
            accent: "#7cc8e2", accentInk: "#04222d", accentSoft: "#12394a",
            ok: "#86d6a2", okSoft: "#153623", waiting: "#f2bd62", waitingSoft: "#3b2b0d",
            attention: "#ffa198", attentionSoft: "#481c1a", neutral: "#b4c0c7", neutralSoft: "#2a343a",
            toneInk: "#0d1214"
        },
        high_light: {
            surface: "#ffffff", raised: "#ffffff", sunken: "#ffffff", line: "#000000", edge: "#000000",
            shade: "#e6e6e6", text: "#000000", quiet: "#262626",
            accent: "#003f57", accentInk: "#ffffff", accentSoft: "#d3ecf6",
            ok: "#00461f", okSoft: "#dcf5e4", waiting: "#5a3400", waitingSoft: "#fff0c9",
            attention: "#8a0f08", attentionSoft: "#ffe9e5", neutral: "#262e33", neutralSoft: "#e9ecee",
            toneInk: "#ffffff"
        },
        high_dark: {
            surface: "#000000", raised: "#000000", sunken: "#000000", line: "#ffffff", edge: "#ffffff",
            shade: "#242424", text: "#ffffff", quiet: "#e2e2e2",
            accent: "#9be3fb", accentInk: "#000000", accentSoft: "#06303f",
            ok: "#a4efbd", okSoft: "#062c17", waiting: "#ffd27d", waitingSoft: "#2e2000",
            attention: "#ffbcb5", attentionSoft: "#3a0d0b", neutral: "#dfe6ea", neutralSoft: "#1f262a",
            toneInk: "#000000"
        }
    })
}
