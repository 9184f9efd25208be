import Foundation
import Testing

@testable import ReferenceTarget

@Suite("Every defect is somewhere")
struct DefectUseTests {
  @Test("Each defect is asked for by a policy, and each preset too")
  func used() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/ReferenceTarget").standardized
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var text = ""
    for case let file as URL in files
    where file.pathExtension == "swift" && !file.path.contains("/Defects/") && file.lastPathComponent != "Presets.swift" {
      text += try String(contentsOf: file, encoding: .utf8)
    }
    for catalogue in Defect.catalogues { check(catalogue, in: text) }
    for preset in Preset.allCases { #expect(text.contains("has(.\(preset))"), "\(preset.rawValue) has no effect") }
  }

  private func check<Catalogue: DefectCatalogue>(_ catalogue: Catalogue.Type, in text: String) {
    for defect in Catalogue.allCases { #expect(text.contains("has(.\(defect))"), "\(defect.rawValue) has no effect") }
  }
}
