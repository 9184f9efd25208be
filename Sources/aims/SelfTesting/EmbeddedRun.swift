import Foundation
import Results
import Runner
import Targets

/// One run against a fresh embedded target, without reports.
struct EmbeddedRun {
  let library: Library

  /// - Throws: `Failure` where the target does not come up or ends early, `RunError` where nothing could be measured.
  func run(defects: [String] = [], presets: [String] = [], selection: Selection = Selection()) async throws -> RunResult {
    let target = try await EmbeddedTarget.start(.init(defects: defects, presets: presets))
    do {
      let result = try await run(target, selection)
      if let end = target.end { throw Failure(.suiteError, "error: the embedded target \(end) during the run") }
      await target.stop()
      return result
    } catch {
      await target.stop()
      throw error
    }
  }

  private func run(_ target: EmbeddedTarget, _ selection: Selection) async throws -> RunResult {
    let description = try DescriptionFile.read(target.description, parser: try library.targetParser())
    let secrets = SecretStore(description)
    if let unreadable = secrets.resolveAll().first { throw Failure(.suiteError, "error: \(unreadable)") }
    let session = Session(
      corpus: try library.sound(), catalogue: library.catalogue, target: description, secrets: SecretSource { try secrets.text($0) },
      options: RunOptions(selection: selection, suite: .init(version: Library.version, vectors: library.digest), keepsExchanges: false))
    return try await session.run()
  }
}
