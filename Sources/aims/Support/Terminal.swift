import Foundation

/// Where output goes, and what it may look like there.
struct Terminal: Sendable {
  enum Style: String {
    case bold = "1", dim = "2", red = "31", green = "32", yellow = "33", cyan = "36"
  }

  static let output = Terminal(STDOUT_FILENO)
  static let error = Terminal(STDERR_FILENO)

  private let descriptor: Int32
  /// Whether a person watches: then one line may be written over again.
  let isInteractive: Bool
  /// Whether colours are welcome (`NO_COLOR`, a dumb terminal and a pipe say no).
  let hasColour: Bool

  init(_ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.descriptor = descriptor
    let isTerminal = isatty(descriptor) == 1 && environment["TERM"] != "dumb"
    isInteractive = isTerminal && environment["CI"] == nil
    hasColour = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Writes all of it; a reader who went away is no error.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }

  func print(_ text: String = "") { write(text + "\n") }

  func paint(_ text: String, _ style: Style) -> String {
    hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Columns; 80 where nobody knows.
  var width: Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
