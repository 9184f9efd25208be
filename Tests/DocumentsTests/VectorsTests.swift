import Foundation
import Testing

@testable import Documents

@Suite("Embedded vectors") struct VectorsTests {
  /// The folder `vectors/` of the checkout.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors").standardizedFileURL.path

  @Test("The binary carries every file of the folder, as it is now")
  func complete() throws {
    let expected = try Vectors.load(directory: Self.folder)
    let embedded = Vectors.embedded
    #expect(embedded.map(\.path) == expected.map(\.path), "run Tests/embed-vectors.py")
    for (a, b) in zip(embedded, expected) where a.path == b.path {
      #expect(a.text == b.text, "\(a.path) differs: build again")
    }
    #expect(embedded.contains { $0.path == "roles.yaml" })
  }

  @Test("A folder without vectors, or none at all, is an error")
  func missing() {
    #expect(throws: Diagnostic.self) { try Vectors.load(directory: "/nonexistent") }
    #expect(throws: Diagnostic.self) { try Vectors.load(directory: "/proc/self/fdinfo") }
  }
}
