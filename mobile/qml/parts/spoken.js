.pragma library

// What a screen reader says of several things at once: those that are there, with a pause between them.
function joined(words) {
    return there(words).join(", ")
}

function dotted(words) {
    return there(words).join(" · ")
}

function there(words) {
    return words.filter((word) => word !== undefined && word !== "")
}
