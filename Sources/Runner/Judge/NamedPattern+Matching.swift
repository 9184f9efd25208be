import Scenarios

extension NamedPattern {
  /// Whether a text has this pattern.
  func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    switch self {
    case .nqchar: return bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    case .nqschar: return bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    case .base64url43: return bytes.count == 43 && bytes.allSatisfy(Self.isBase64URL)
    case .base64url: return !bytes.isEmpty && bytes.allSatisfy(Self.isBase64URL)
    case .uuid:
      let groups = text.split(separator: "-", omittingEmptySubsequences: false)
      return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    case .httpsURL: return text.hasPrefix("https://") && text.count > 8 && !text.contains("#") && !text.contains(" ")
    case .uri:
      guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { return false }
      let scheme = text[..<colon]
      return scheme.first!.isLetter && scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    case .spiffeID: return Self.isSPIFFEID(text)
    case .spiffeIDWithPath: return Self.isSPIFFEID(text) && text.dropFirst("spiffe://".count).contains("/")
    case .workloadID: return Self.isWorkloadID(text)
    case .compactJWS:
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 3 && parts.allSatisfy { $0.utf8.allSatisfy(Self.isBase64URL) && !$0.isEmpty }
    case .nonEmpty: return !text.isEmpty
    }
  }

  private static func isBase64URL(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func isWorkloadID(_ text: String) -> Bool {
    guard NamedPattern.uri.matches(text), let range = text.range(of: "://"), !text.contains("?"), !text.contains("#") else { return false }
    let authority = text[range.upperBound...].prefix { $0 != "/" }
    return !authority.isEmpty && !authority.contains("@") && !authority.contains(":")
  }

  /// SPIFFE ID, section 2: lower-case trust domain of letters, digits, `.`, `-`, `_`; path segments of letters, digits, `.`, `-`,
  /// `_`, none empty, `.` or `..`; at most 2048 bytes; no port, user, query or fragment.
  private static func isSPIFFEID(_ text: String) -> Bool {
    guard text.hasPrefix("spiffe://"), text.utf8.count <= 2048 else { return false }
    let parts = text.dropFirst("spiffe://".count).split(separator: "/", omittingEmptySubsequences: false)
    guard let domain = parts.first, !domain.isEmpty, domain.utf8.count <= 255,
      domain.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x5F })
    else { return false }
    return parts.dropFirst().allSatisfy { segment in
      !segment.isEmpty && segment != "." && segment != ".."
        && segment.utf8.allSatisfy { isBase64URL($0) || $0 == UInt8(ascii: ".") }
    }
  }
}
