/// One field line of a message, as it stands on the wire: order, case and duplicates are kept by keeping a list of these.
public struct HeaderField: Sendable, Hashable {
  /// The field name in the case in which it was sent (lower case in HTTP/2).
  public var name: String
  /// The value without the white space around it.
  public var value: String

  /// Takes any text; `Client.send` refuses what may not stand in a header (RFC 9110 section 5.5).
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Takes any text; `Client.send` refuses what may not stand in a header (RFC 9110 section 5.5).
  public init(name: String, value: String) {
    self.init(name, value)
  }

  /// Parses a field line without its line end. Nil when there is no colon.
  init?(line: some StringProtocol) {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    name = String(line[..<colon])
    value = String(line[line.index(after: colon)...].trimmingBlanks)
  }

  /// What forbids this field on the wire: a name that is no token, or CR, LF or NUL in the value.
  var fault: String? {
    if name.isEmpty || !name.utf8.allSatisfy(isTokenOctet) {
      return "the header name \(quoted(name)) is not a token (RFC 9110 section 5.6.2)"
    }
    if value.utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) {
      return "the value of the header \(name) contains CR, LF or NUL (RFC 9110 section 5.5)"
    }
    return nil
  }
}

extension [HeaderField] {
  /// All values of a field in order; the name is compared without regard to case.
  public subscript(all name: String) -> [String] {
    filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  /// The first value of a field; the name is compared without regard to case.
  public subscript(first name: String) -> String? {
    first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// Is this octet a `tchar` (RFC 9110 section 5.6.2)?
func isTokenOctet(_ octet: UInt8) -> Bool {
  switch octet {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
  default: "!#$%&'*+-.^_`|~".utf8.contains(octet)
  }
}

/// A text for an error message: control characters escaped, cut after 60 characters.
func quoted(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(60) { result += scalar.escaped(asASCII: true) }
  return "“\(result)\(text.unicodeScalars.count > 60 ? "…" : "")”"
}

extension StringProtocol {
  /// Without spaces and tabs at both ends. Works on scalars: a CR LF pair is one `Character`.
  var trimmingBlanks: Substring {
    let scalars = Substring(self).unicodeScalars
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
    guard let start = scalars.firstIndex(where: { !isBlank($0) }), let end = scalars.lastIndex(where: { !isBlank($0) }) else { return "" }
    return Substring(scalars[start...end])
  }
}
