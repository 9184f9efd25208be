import Documents
import Foundation
import Testing

@testable import Requirements

/// The catalogue in `vectors/`, as the files of this checkout have it.
func sourceFiles() throws -> [SourceFile] {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "vectors")
  var files: [SourceFile] = []
  for folder in ["requirements", "profiles", "gaps"] {
    let base = root.appending(path: folder)
    for path in try FileManager.default.subpathsOfDirectory(atPath: base.path()).sorted() where path.hasSuffix(".yaml") {
      let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
      files.append(SourceFile(path: "vectors/\(folder)/\(path)", text: text))
    }
  }
  return files
}

let catalogue = Result { try Catalogue(files: sourceFiles()) }

@Suite("The catalogue of requirements") struct CatalogueTests {
  @Test("All files of the checkout are read without a complaint") func reads() throws {
    let catalogue = try catalogue.get()
    #expect(catalogue.requirements.count > 1000)
    #expect(Set(catalogue.ids).count == catalogue.ids.count)
  }

  @Test("The draft has 45 uses of a keyword in -03 and in aims-00, and 44 and 47 in earlier revisions", arguments: [
    (Revision.klrc00, 44), (.klrc01, 44), (.klrc02, 47), (.klrc03, 45), (.aims00, 45),
  ])
  func keywordUses(revision: Revision, count: Int) throws {
    let document = try #require(try catalogue.get().document(SpecDocument.draftID))
    let outline = try #require(document.revisions[revision])
    #expect(outline.keywordCount == count)
  }

  @Test("Every use of a keyword in every revision is one requirement, section by section", arguments: Revision.allCases)
  func keywordsAreCovered(revision: Revision) throws {
    let catalogue = try catalogue.get()
    let outline = try #require(catalogue.document(SpecDocument.draftID)?.revisions[revision])
    var found: [String: [Keyword: Int]] = [:]
    for requirement in catalogue.requirements(in: revision) where requirement.sharesKeywordWith == nil {
      guard let keyword = requirement.keyword(in: revision), let section = requirement.sections[revision] else { continue }
      found[section, default: [:]][keyword, default: 0] += 1
    }
    #expect(found == outline.keywords)
  }
}
