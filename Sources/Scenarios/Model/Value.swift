import Documents
import OrderedJSON

/// A value as a scenario writes it, with its place: data, or one of the few words that stand for something the runner knows.
public struct Value: Sendable {
  public indirect enum Content: Sendable {
    case null
    case bool(Bool)
    /// A number as it was spelled.
    case number(String)
    case text(String)
    /// `$step.fact`, always a whole scalar.
    case reference(Reference)
    /// `now`, `now-24h`, `$step.fact+60s`.
    case time(TimeExpression)
    /// `{random: 32}`, `{fill: 5000000}`, `{hex: …}`, `{base64url: …}`.
    case bytes(BytesRecipe)
    case list([Value])
    case map([Member])
  }

  /// One member of a map.
  public struct Member: Sendable {
    public var name: String
    public var place: Place
    public var value: Value
    public init(_ name: String, at place: Place, _ value: Value) {
      self.name = name
      self.place = place
      self.value = value
    }
  }

  public var content: Content
  public var place: Place

  public init(_ content: Content, at place: Place) {
    self.content = content
    self.place = place
  }
}

extension Value {
  public var map: [Member]? { if case .map(let members) = content { members } else { nil } }
  public var list: [Value]? { if case .list(let values) = content { values } else { nil } }
  public var text: String? { if case .text(let text) = content { text } else { nil } }
  public var reference: Reference? { if case .reference(let reference) = content { reference } else { nil } }
  public subscript(name: String) -> Value? { map?.first { $0.name == name }?.value }
}

/// `$root.path`.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
  /// What the first segment names.
  public enum Root: Sendable, Hashable {
    case step(String)
    case given
    case target
    case bounds
    case variant
  }

  public var root: Root
  public var path: Path

  public init(root: Root, path: Path) {
    self.root = root
    self.path = path
  }

  public var description: String {
    let name =
      switch root {
      case .step(let id): id
      case .given: "given"
      case .target: "target"
      case .bounds: "bounds"
      case .variant: "variant"
      }
    return path.segments.isEmpty ? "$\(name)" : "$\(name).\(path)"
  }
}

/// `dpop.claims.htm`, `signature.components[@method]`, `redeem/form.code`.
public struct Path: Sendable, Hashable, CustomStringConvertible {
  public enum Segment: Sendable, Hashable {
    case name(String)
    /// `[0]`
    case index(Int)
    /// `[@method]`: the list element equal to this text.
    case element(String)
  }

  /// The step in front of a `/`, only in edits under `from`.
  public var step: String?
  public var segments: [Segment]

  public init(step: String? = nil, _ segments: [Segment]) {
    self.step = step
    self.segments = segments
  }

  /// A path of names only.
  public init(names: String...) { self.init(names.map(Segment.name)) }

  public var description: String {
    var out = step.map { "\($0)/" } ?? ""
    for (index, segment) in segments.enumerated() {
      switch segment {
      case .name(let name):
        if index > 0 { out += "." }
        out += name.contains(".") ? "\"\(name)\"" : name
      case .index(let number): out += "[\(number)]"
      case .element(let text): out += "[\(text)]"
      }
    }
    return out
  }
}

/// A time relative to the suite's clock (corrected by the target's measured offset) or to a time among the facts.
public struct TimeExpression: Sendable, Hashable, CustomStringConvertible {
  /// Nil stands for `now`.
  public var base: Reference?
  public var offsetMilliseconds: Int

  public init(base: Reference? = nil, offsetMilliseconds: Int = 0) {
    self.base = base
    self.offsetMilliseconds = offsetMilliseconds
  }

  public var description: String {
    let start = base?.description ?? "now"
    guard offsetMilliseconds != 0 else { return start }
    return start + (offsetMilliseconds > 0 ? "+" : "-") + Span(milliseconds: abs(offsetMilliseconds)).description
  }
}

/// A length of time as written: `500ms`, `60s`, `10m`, `24h`, `30d`.
public struct Span: Sendable, Hashable, CustomStringConvertible {
  public var milliseconds: Int
  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// Reads `60s` and its like; nil for anything else.
  public init?(_ text: String) {
    let units: [(String, Int)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
    for (unit, factor) in units where text.hasSuffix(unit) {
      if let number = Int(text.dropLast(unit.count)), number >= 0, text.first?.isNumber == true {
        milliseconds = number * factor
        return
      }
    }
    return nil
  }

  public var description: String {
    switch milliseconds {
    case let ms where ms % 3_600_000 == 0 && ms != 0: "\(ms / 3_600_000)h"
    case let ms where ms % 60_000 == 0 && ms != 0: "\(ms / 60_000)m"
    case let ms where ms % 1000 == 0: "\(ms / 1000)s"
    default: "\(milliseconds)ms"
    }
  }
}

/// Bytes that are made when they are sent.
public enum BytesRecipe: Sendable, Hashable {
  case literal([UInt8])
  /// That many random bytes; sent as base64url where text is needed.
  case random(Int)
  /// That many letters.
  case fill(Int)
}
