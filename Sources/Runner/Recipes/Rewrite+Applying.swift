import Forge
import OrderedJSON
import Scenarios

extension Rewrite {
  /// A value rewritten. Compact tokens and JWKs are rewritten where their keys are known.
  func applied(to original: JSON) throws -> JSON {
    switch self {
    case .append(let text):
      guard let value = original.string else { throw wrongType(original) }
      return .string(value + text)
    case .secondMember(let name, let json):
      guard var members = original.members else { throw wrongType(original) }
      members.append(.init(name, try JSON.parse(json.text)))
      return .object(members)
    case .word(let word): return try apply(word, to: original)
    }
  }

  private func wrongType(_ original: JSON) -> RecipeProblem {
    .suite("\(Describe.rewrite(self)) does not apply to \(original.typeName)")
  }

  /// A token that has no signature, or none of that kind: what the case is about cannot be shown on it, which is no fault of the suite.
  private static func unsuitable(_ word: Word, _ error: JOSEError) -> RecipeProblem {
    switch error {
    case .notApplicable(let reason): .missing("this cannot be shown on the token at hand: \(reason)")
    case .structure(let reason), .encoding(let reason):
      .missing("\(word.rawValue) cannot be shown on the token at hand, which is no signed JWT: \(reason)")
    case .key(let reason), .unsupported(let reason), .crypto(let reason): .suite("\(word.rawValue): \(reason)")
    }
  }

  private func apply(_ word: Word, to original: JSON) throws -> JSON {
    switch word {
    case .wrappedInArray: return .array([original])
    case .asText: return .string(original.string ?? original.compact)
    case .nextValue:
      if let integer = original.integer { return .integer(integer + 1) }
      guard let text = original.string, let last = text.unicodeScalars.last else { throw wrongType(original) }
      let next: Character = last == "A" ? "B" : "A"
      return .string(String(text.dropLast()) + String(next))
    case .caseSwapped:
      guard let text = original.string else { throw wrongType(original) }
      return .string(String(text.map { $0.isUppercase ? Character($0.lowercased()) : Character($0.uppercased()) }))
    case .spaced:
      // White space that RFC 8941 sections 4.2.1.2 and 4.2.3.2 allow: in inner lists, and after the semicolons of parameters.
      guard let text = original.string else { throw wrongType(original) }
      return .string(text.replacing("(\"", with: "(  \"").replacing("\" \"", with: "\"   \"").replacing(";", with: "; "))
    case .addQuery, .addFragment, .upperHost, .defaultPort, .trailingSlash, .dropLastCharacter, .percentEncodeOne, .otherHost, .otherPath,
      .httpScheme:
      guard let text = original.string else { throw wrongType(original) }
      if word == .dropLastCharacter { return .string(String(text.dropLast())) }
      return .string(try URLRewrite.apply(word, to: text))
    case .flipSignatureBit, .dropSignature, .derSignature, .zeroSignature, .padBase64, .flattened:
      guard let text = original.string, let rewrite = CompactRewrite(rawValue: word.rawValue) else { throw wrongType(original) }
      do throws(JOSEError) {
        return .string(try rewrite.apply(to: text))
      } catch {
        throw Self.unsuitable(word, error)
      }
    case .withPrivateMembers, .offCurve: return try JWKRewrite(rawValue: word.rawValue)!.apply(to: original, key: nil)
    }
  }
}

/// Changes to a URL that keep or lose its identity, by RFC 3986 section 6.
enum URLRewrite {
  static func apply(_ word: Rewrite.Word, to url: String) throws -> String {
    guard let schemeEnd = url.range(of: "://") else { throw RecipeProblem.suite("\(word.rawValue) does not apply to \(url)") }
    let scheme = String(url[..<schemeEnd.lowerBound])
    let rest = url[schemeEnd.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let tail = String(rest[authority.endIndex...])
    let host = authority.prefix { $0 != ":" }
    switch word {
    case .addQuery: return url + (url.contains("?") ? "&" : "?") + "added=1"
    case .addFragment: return url + "#added"
    case .upperHost: return "\(scheme)://\(authority.uppercased())\(tail)"
    case .defaultPort:
      // An explicit default port where there was none; where there is another port, it stays.
      return authority.contains(":") ? url : "\(scheme)://\(authority):\(scheme == "https" ? 443 : 80)\(tail)"
    case .trailingSlash: return url.hasSuffix("/") ? String(url.dropLast()) : url + "/"
    case .dropLastCharacter: return String(url.dropLast())
    case .percentEncodeOne:
      guard let index = tail.lastIndex(where: { $0.isASCII && $0.isLetter }) else {
        throw RecipeProblem.suite("no character of the path can be percent-encoded")
      }
      let hex = String(tail[index].asciiValue!, radix: 16, uppercase: true)
      return "\(scheme)://\(authority)" + tail[..<index] + "%\(hex)" + tail[tail.index(after: index)...]
    case .otherHost: return "\(scheme)://other.example\(authority.dropFirst(host.count))\(tail)"
    case .otherPath: return "\(scheme)://\(authority)/other\(tail)"
    case .httpScheme: return (scheme == "https" ? "http" : "https") + "://\(authority)\(tail)"
    case .nextValue, .caseSwapped, .spaced, .flipSignatureBit, .dropSignature, .derSignature, .zeroSignature, .padBase64, .flattened,
      .withPrivateMembers, .offCurve, .wrappedInArray, .asText:
      throw RecipeProblem.suite("\(word.rawValue) is no rewrite of a URL")
    }
  }
}
