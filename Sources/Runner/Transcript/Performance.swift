import OrderedJSON
import Results

/// One performance of a step: what was sent, what came back, and the facts derived from it. The unit of the transcript.
public struct Performance: Sendable {
  /// Which performance of its step this is.
  public enum Part: Sendable, Hashable {
    /// A `do`, in its place.
    case base
    /// The case at an index of a `vary`.
    case row(Int)
    /// The base of a `vary`, performed again after its cases.
    case control
    /// A step under `then`, after the case at an index.
    case then(row: Int, index: Int)
    /// A copy under `race` or `repeat`, or a sample under `await`.
    case sample(row: Int, number: Int)
    /// A step performed again on behalf of `from`, before the case at an index (-1: before the control).
    case again(row: Int)
  }

  /// The fact that names the step at whose refusal a chain ended, in the answer that is judged in place of the base's.
  static let stoppedAt = "stopped-at"

  /// Counts the performances of a scenario, from 0.
  public var number: Int
  /// The planned scenario's id, variant included.
  public var scenario: String
  public var step: String
  public var part: Part
  /// Unix milliseconds by the target's clock when the message was built.
  public var now: Int
  public var elapsedMilliseconds: Int
  public var facts: JSON
  /// Step → number of the performance whose facts were in force.
  public var sees: [String: Int]
  public var exchanges: [ExchangeSummary]
  /// Why nothing was sent, where the suite could not.
  public var fault: Fault?

  public enum Fault: Sendable, Hashable {
    /// The suite could not build or send the message.
    case suite(String)
    /// It depends on something that the target does not show.
    case notVisible(String)
    /// It depends on something that an earlier answer did not bring.
    case missing(String)
  }

  public init(
    number: Int, scenario: String, step: String, part: Part, now: Int, elapsedMilliseconds: Int = 0, facts: JSON, sees: [String: Int],
    exchanges: [ExchangeSummary] = [], fault: Fault? = nil
  ) {
    self.number = number
    self.scenario = scenario
    self.step = step
    self.part = part
    self.now = now
    self.elapsedMilliseconds = elapsedMilliseconds
    self.facts = facts
    self.sees = sees
    self.exchanges = exchanges
    self.fault = fault
  }

  public var outcome: String { facts["outcome"]?.string ?? "none" }
}
