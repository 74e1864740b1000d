.pragma library

// What was found, marked. Residents' words are escaped before they become markup: nothing they say is taken for it.

function escaped(text) {
    return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
}

// `parts` by turns not found and found, beginning with one that was not; lines are parted by `between`.
function marked(parts, colour, between) {
    let out = ""
    for (let i = 0; i < parts.length; ++i) {
        const words = escaped(parts[i]).replace(/\n/g, between)
        out += i % 2 === 0 ? words : "<b><u><font color=\"" + colour + "\">" + words + "</font></u></b>"
    }
    return out
}

function plain(parts) {
    return Array.from(parts).join("")
}
