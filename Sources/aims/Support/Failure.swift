import Documents
import Reports

/// Thrown by commands that have already said why they end.
extension ExitStatus: Error {}

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
