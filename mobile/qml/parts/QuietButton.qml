import Doorstep

/// Anything else one can do here.
TapButton {}
