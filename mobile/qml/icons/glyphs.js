.pragma library

// Our own signs, each a path on a field of 24 by 24, drawn as a line of two with round ends. `solid` ones are filled.

const lines = {
    check: "M5 12.5 L10 17.5 L19 7",
    cross: "M6 6 L18 18 M18 6 L6 18",
    plus: "M12 5 V19 M5 12 H19",
    minus: "M5 12 H19",
    back: "M15 5 L8 12 L15 19",
    incoming: "M20 12 H5 M11 6 L5 12 L11 18",
    forward: "M9 5 L16 12 L9 19",
    down: "M5 9 L12 16 L19 9",
    up: "M5 15 L12 8 L19 15",
    menu: "M4 7 H20 M4 12 H20 M4 17 H20",
    search: "M16 10.5 A5.5 5.5 0 1 1 5 10.5 A5.5 5.5 0 1 1 16 10.5 M14.6 14.6 L20 20",
    lock: "M6 11 H18 V20 H6 Z M8.5 11 V8 A3.5 3.5 0 0 1 15.5 8 V11",
    eye: "M2.5 12 C6 6 18 6 21.5 12 C18 18 6 18 2.5 12 Z M14.5 12 A2.5 2.5 0 1 1 9.5 12 A2.5 2.5 0 1 1 14.5 12",
    clock: "M20 12 A8 8 0 1 1 4 12 A8 8 0 1 1 20 12 M12 7.5 V12 L15.5 14",
    calendar: "M4 6 H20 V20 H4 Z M4 10.5 H20 M8 3.5 V7.5 M16 3.5 V7.5",
    tablet: "M6 3 H18 V21 H6 Z M10.5 18 H13.5",
    sending: "M12 20 V6 M6.5 11 L12 5.5 L17.5 11 M5 20 H19",
    offline: "M7 18 A4 4 0 0 1 6.6 10.1 A6 6 0 0 1 16.6 8.6 A4.7 4.7 0 0 1 19.6 17 M4 4 L20 20",
    office: "M5 20 V5 H14 V20 M14 10 H19 V20 M3.5 20 H20.5 M8 9 H11 M8 13 H11",
    warning: "M12 4 L21 19.5 H3 Z M12 10 V14 M12 16.8 V17",
    stop: "M12 7 V13 M12 16.8 V17 M20 12 A8 8 0 1 1 4 12 A8 8 0 1 1 20 12",
    question: "M9 9.5 A3 3 0 1 1 12 12.5 V14 M12 16.9 V17.1 M20.5 12 A8.5 8.5 0 1 1 3.5 12 A8.5 8.5 0 1 1 20.5 12",
    person: "M15.5 8 A3.5 3.5 0 1 1 8.5 8 A3.5 3.5 0 1 1 15.5 8 M5 20 C5 15.5 8 14 12 14 C16 14 19 15.5 19 20",
    people: "M12 8.5 A3 3 0 1 1 6 8.5 A3 3 0 1 1 12 8.5 M3 19 C3 15.5 5.5 14 9 14 C12.5 14 15 15.5 15 19 M15.5 5.8 A3 3 0 0 1 15.5 11.2 M17.5 14.3 C19.8 15 21 16.6 21 19",
    home: "M4 11.5 L12 4.5 L20 11.5 M6 10 V20 H18 V10 M10 20 V14.5 H14 V20",
    phone: "M6 4 H9.5 L11 8.5 L8.8 10.2 C9.8 12.3 11.7 14.2 13.8 15.2 L15.5 13 L20 14.5 V18 C20 19.5 19 20 18 20 C11 19.5 4.5 13 4 6 C4 5 4.5 4 6 4 Z",
    pet: "M12 11.5 C8.5 11.5 5.5 15 5.5 17.5 C5.5 20 8.5 20.3 12 19 C15.5 20.3 18.5 20 18.5 17.5 C18.5 15 15.5 11.5 12 11.5 Z M9 4.2 V7.2 M15 4.2 V7.2 M4.5 9 V11.5 M19.5 9 V11.5",
    vehicle: "M4 16 V12 L6 7 H18 L20 12 V16 Z M4 12 H20 M6.5 16 V18.5 M17.5 16 V18.5",
    tool: "M14.5 6.5 A4.5 4.5 0 0 0 8.7 12.3 L4 17 L7 20 L11.7 15.3 A4.5 4.5 0 0 0 17.5 9.5 L14.5 12 L12 9.5 Z",
    speech: "M4 5 H20 V16 H11 L7 20 V16 H4 Z",
    pen: "M4 20 L5 15.5 L16 4.5 L19.5 8 L8.5 19 Z M14 6.5 L17.5 10",
    paper: "M6 3.5 H14 L18.5 8 V20.5 H6 Z M14 3.5 V8 H18.5 M9 12 H15.5 M9 16 H15.5",
    undo: "M8.5 5 L4.5 9 L8.5 13 M4.5 9 H14 A5 5 0 0 1 14 19 H9",
    link: "M10 14 L14 10 M11 7.5 L13.5 5 A4 4 0 0 1 19 10.5 L16.5 13 M13 16.5 L10.5 19 A4 4 0 0 1 5 13.5 L7.5 11",
    split: "M12 20 V13 M12 13 C12 9 6 10 6 5 M12 13 C12 9 18 10 18 5 M3.5 7 L6 4.5 L8.5 7 M15.5 7 L18 4.5 L20.5 7",
    none: "M7 12 H17",
    ring: "M18 12 A6 6 0 1 1 6 12 A6 6 0 1 1 18 12",
    door: "M6 20.5 V4 H15 V20.5 M3.5 20.5 H20.5 M12 12 V13 M15 6 H18 V20.5",
    later: "M12 7.5 V12 L15 14 M19.5 10 A8 8 0 1 0 19 15.5 M20 5 V10 H15",
    medical: "M9.5 4 H14.5 V9.5 H20 V14.5 H14.5 V20 H9.5 V14.5 H4 V9.5 H9.5 Z",
    info: "M12 11 V16.5 M12 7.6 V7.8 M20 12 A8 8 0 1 1 4 12 A8 8 0 1 1 20 12"
}

const solids = {
    dot: "M18 12 A6 6 0 1 1 6 12 A6 6 0 1 1 18 12 Z",
    half: "M18 12 A6 6 0 1 1 6 12 A6 6 0 1 1 18 12 Z M12 6 A6 6 0 0 1 12 18 Z"
}

function path(name) {
    return lines[name] || solids[name] || lines.question
}

function solid(name) {
    return name in solids
}

function names() {
    return Object.keys(lines).concat(Object.keys(solids))
}
