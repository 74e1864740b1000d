import Doorstep

/// The one thing to do here. At most one on a screen's bottom bar.
TapButton {
    filled: true
    tone: "accent"
}
