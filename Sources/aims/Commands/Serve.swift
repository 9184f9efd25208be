import ArgumentParser
import Foundation

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start the reference target and leave it running: a known-good peer for people who write agents.",
    discussion: "Stop it with Ctrl-C. Keys, certificates and the target description are in its state folder.")

  @Option(help: "The TLS port on 127.0.0.1; 0 takes any free one.")
  var port: Int = 0

  @Option(help: ArgumentHelp("A folder to keep its state in; a temporary one otherwise.", valueName: "dir"), completion: .directory)
  var state: String?

  @Option(name: .customLong("defect"), help: ArgumentHelp("A bug to start with; may be given several times.", valueName: "name"))
  var defects: [String] = []

  @Option(name: .customLong("preset"), help: ArgumentHelp("A lawful leniency; may be given several times.", valueName: "name"))
  var presets: [String] = []

  @Flag(help: "Print the defects, and stop.")
  var listDefects = false

  @Flag(help: "Print the presets, and stop.")
  var listPresets = false

  func run() async throws {
    if listDefects { return Terminal.output.write(try ReferenceProgram.output(["--list-defects"])) }
    if listPresets { return Terminal.output.write(try ReferenceProgram.output(["--list-presets"])) }
    let target = try await EmbeddedTarget.start(.init(defects: defects, presets: presets, port: port, state: state, logs: true))
    Terminal.output.print("listening at  \(target.url)")
    Terminal.output.print("description   \(target.description)")
    Terminal.output.print("test it with  aims run --target \(target.description)")
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    let interruption = Interruption { continuation.finish() }
    let watch = Task {
      while target.end == nil { try? await Task.sleep(for: .milliseconds(200)) }
      continuation.finish()
    }
    for await _ in stream {}
    watch.cancel()
    let end = target.end
    await target.stop()
    withExtendedLifetime(interruption) {}
    if let end { throw Failure(.suiteError, "error: the reference target \(end)") }
  }
}
