import ArgumentParser
import Runner
import Scenarios

/// Which part of the suite is meant.
struct SelectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only this area; may be given several times.", valueName: "area"))
  var area: [Area] = []

  @Option(
    help: ArgumentHelp(
      "Only scenarios whose id matches; * stands for anything, and [axis=value] behind it for one variant.", valueName: "glob"))
  var scenario: [String] = []

  @Option(help: ArgumentHelp("Only checks whose id matches, with * for anything; their controls run too.", valueName: "glob"))
  var check: [String] = []

  @Flag(help: "Every combination of variants, not only every pair of values.")
  var allVariants = false

  @Option(help: ArgumentHelp("Part i of n of the work, for instance 2/5; join the parts with aims merge.", valueName: "i/n"))
  var shard: Shard?

  /// `2/5`.
  struct Shard: ExpressibleByArgument {
    let index: Int
    let count: Int

    init?(argument: String) {
      let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let index = parts[0], let count = parts[1], count > 0, (1...count).contains(index) else { return nil }
      (self.index, self.count) = (index, count)
    }
  }

  var selection: Selection {
    Selection(
      areas: Set(area), scenarios: scenario, checks: check, shard: shard.map { ($0.index, $0.count) }, allVariants: allVariants)
  }

  /// The options as they would be typed.
  var arguments: [String] {
    var all =
      area.flatMap { ["--area", $0.rawValue] } + scenario.flatMap { ["--scenario", shellQuoted($0)] }
      + check.flatMap { ["--check", shellQuoted($0)] }
    if allVariants { all.append("--all-variants") }
    if let shard { all += ["--shard", "\(shard.index)/\(shard.count)"] }
    return all
  }
}

/// A word as a shell reads it.
func shellQuoted(_ word: String) -> String {
  let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@,+".contains($0)) }
  return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
