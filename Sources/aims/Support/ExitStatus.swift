import Documents

/// What the process says at its end. Thrown by commands that have already said why.
enum ExitStatus: Int32, Error {
  /// Nothing failed or stayed unproven, beyond the baseline.
  case success = 0
  /// Something did.
  case failed = 1
  /// Wrong usage, or an invalid file.
  case usage = 2
  /// The target could not be reached, or nothing could be judged.
  case unreachable = 3
  /// An error of the suite.
  case suite = 4
}

/// An end with a message for standard error.
struct Failure: Error {
  var status: ExitStatus
  var message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  init(_ diagnostics: [Diagnostic]) {
    self.init(.usage, Diagnostics(diagnostics).description)
  }
}
