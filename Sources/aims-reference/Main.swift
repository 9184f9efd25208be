import ArgumentParser
import Foundation
import ReferenceTarget

/// The embedded reference target as a program of its own.
@main
struct AimsReference: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aims-reference",
    abstract: "A known-good deployment for agents: authorization servers, resources and a credential issuer in one process.",
    discussion: """
      Prints one line, "ready URL DESCRIPTION", once it listens, and runs until it is told to stop (SIGTERM or SIGINT). Everything it
      makes for others (keys, certificates, the target description) is in the state folder.
      """)

  @Option(help: ArgumentHelp("The folder for keys, certificates and the target description; created if missing.", valueName: "dir"))
  var state: String?

  @Option(help: "The TLS port on 127.0.0.1; 0 takes any free one.")
  var port: Int = 0

  @Option(name: .customLong("defect"), help: ArgumentHelp("A bug to start with; may be given several times.", valueName: "name"))
  var defectNames: [String] = []

  @Option(
    name: .customLong("preset"), help: ArgumentHelp("A lawful leniency to start with; may be given several times.", valueName: "name"))
  var presetNames: [String] = []

  @Option(
    name: .customLong("partner"),
    help: ArgumentHelp("JSON of another domain's server: issuer, jwks, subjects; may be given several times.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var partnerFiles: [String] = []

  @Flag(help: "One line for each exchange, to standard error.")
  var log = false

  @Flag(help: "Stop when standard input ends, as it does when the parent process is gone.")
  var stopWithParent = false

  @Flag(help: "Print the defects, and stop.")
  var listDefects = false

  @Flag(help: "Print the presets, and stop.")
  var listPresets = false

  @Flag(help: "With --list-defects or --list-presets: as JSON.")
  var json = false

  mutating func validate() throws {
    guard listDefects || listPresets || state != nil else { throw ValidationError("--state DIR is needed") }
    guard (0...65_535).contains(port) else { throw ValidationError("--port must lie between 0 and 65535") }
  }

  private static func partner(_ path: String) throws -> Partner {
    guard let data = FileManager.default.contents(atPath: path) else { throw Partner.Problem(description: "\(path) cannot be read") }
    return try Partner(json: String(decoding: data, as: UTF8.self))
  }

  func run() async throws {
    if listDefects { return print(Listing.defects(json: json)) }
    if listPresets { return print(Listing.presets(json: json)) }
    let defects: Defects
    let presets: Presets
    let partners: [Partner]
    do {
      partners = try partnerFiles.map(Self.partner)
    } catch {
      throw ValidationError("--partner: \(error)")
    }
    do {
      defects = try Defects(names: defectNames)
      presets = try Presets(names: presetNames)
    } catch {
      throw ValidationError(error.description)
    }
    let stop = StopSignals(withParent: stopWithParent)
    let options = ReferenceTarget.Options(state: state ?? "", port: port, defects: defects, presets: presets, log: log, partners: partners)
    let target = try await ReferenceTarget.start(options)
    FileHandle.standardOutput.write(Data("ready \(target.url) \(target.description)\n".utf8))
    await stop.wait()
    // Connections that clients keep open are theirs to lose: nothing here outlives the process.
    Foundation.exit(0)
  }
}
