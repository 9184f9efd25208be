import Documents
import Foundation
import Targets
import Testing

/// A folder that is removed at the end of a test.
private final class Folder {
  let path = NSTemporaryDirectory() + "aims-secrets-\(UUID().uuidString)"
  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String, executable: Bool = false) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    if executable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(path)/\(name)") }
  }

  func store(_ text: String, environment: [String: String] = [:]) throws -> SecretStore {
    let (description, problems) = TargetParser.parse(SourceFile(path: "\(path)/target.yaml", text: text))
    return SecretStore(try #require(description, "\(Diagnostics(problems))"), environment: environment)
  }
}

private let head = "target: {name: a, version: b}\nservers: {home: {issuer: https://as.example, metadata: discover}}\n"

@Suite struct Secrets {
  @Test("secrets come from files, variables and programs") func resolve() throws {
    let folder = try Folder()
    try folder.write("a.jwk", "{\"kty\":\"EC\",\"x\":\"publicpublic\",\"d\":\"privateprivate\"}\n")
    try folder.write("print", "#!/bin/sh\nread line\necho \"from-$line\"\n", executable: true)
    let store = try folder.store(
      head + """
        clients:
          agent: {server: home, id: a, authentication: {method: private_key_jwt, key: {file: a.jwk}}}
          rs-a: {server: home, id: b, authentication: {method: client_secret_basic, secret: {env: S}}}
          rs-b: {server: home, id: c, authentication: {method: client_secret_post, secret: {hook: printer}}}
        hooks: {printer: {run: ./print}}
        """, environment: ["S": "s3cret/with+signs"])
    #expect(store.resolveAll().isEmpty)
    #expect(try store.text(.environment("S")) == "s3cret/with+signs")
    #expect(try store.text(.file("a.jwk")).hasSuffix("}"))
    #expect(try store.text(.hook("printer")) == #"from-{"hook":"printer"}"#)
    let redactor = store.redactor
    #expect(redactor.redact("k=privateprivate publicpublic") == "k=[secret of file a.jwk] publicpublic")
    #expect(redactor.find(in: "x=s3cret%2Fwith%2Bsigns&y") == ["environment variable S"])
    #expect(redactor.find(in: "nothing here").isEmpty)
  }

  @Test("what cannot be read is said without what was read") func failures() throws {
    let folder = try Folder()
    try folder.write("empty", "\n")
    try folder.write("fails", "#!/bin/sh\necho hunter2hunter2\nexit 3\n", executable: true)
    let store = try folder.store(
      head + """
        clients:
          agent: {server: home, id: a, authentication: {method: private_key_jwt, key: {file: absent.jwk}}}
          agent-2: {server: home, id: a, authentication: {method: private_key_jwt, key: {file: empty}}}
          rs-a: {server: home, id: b, authentication: {method: client_secret_basic, secret: {env: UNSET}}}
          rs-b: {server: home, id: c, authentication: {method: client_secret_post, secret: {hook: printer}}}
        hooks: {printer: {run: ./fails}}
        """)
    let errors = store.resolveAll().map(\.description)
    #expect(errors.count == 4)
    for part in ["no such file", "is empty", "not set", "ended with status 3"] {
      #expect(errors.contains { $0.contains(part) }, "\(part): \(errors)")
    }
    #expect(!errors.joined().contains("hunter2"))
  }

  @Test("a program that never ends is ended") func hangs() throws {
    #expect(throws: HookFailure.self) { try HookProgram(command: ["sleep", "60"], folder: "/", timeLimit: 0.3).run(input: "") }
  }

  @Test("of a key only what is private is a secret") func parts() {
    let pem =
      "-----BEGIN CERTIFICATE-----\nAAAAAAAAAAAAAAAAAAAA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nBBBBBBBBBBBBBBBBBBBB\n-----END PRIVATE KEY-----"
    let redactor = Redactor([("pem", pem), ("short", "abc")])
    #expect(redactor.find(in: "AAAAAAAAAAAAAAAAAAAA abc").isEmpty)
    #expect(redactor.find(in: "BBBBBBBBBBBBBBBBBBBB") == ["pem"])
  }
}
