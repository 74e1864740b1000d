.pragma library

// What was found, marked. Residents' words are escaped before they become markup: nothing they say is taken for it.

function escaped(text) {
    return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
        .replace(/\n/g, " ")
}

// `parts` by turns not found and found, beginning with one that was not.
function marked(parts, colour) {
    let out = ""
    for (let i = 0; i < parts.length; ++i) {
        const words = escaped(parts[i])
        out += i % 2 === 0 ? words : "<b><u><font color=\"" + colour + "\">" + words + "</font></u></b>"
    }
    return out
}

function plain(parts) {
    return Array.from(parts).join("")
}
