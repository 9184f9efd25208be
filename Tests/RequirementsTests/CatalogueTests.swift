import Documents
import Foundation
import Testing

@testable import Requirements

/// The folder of this checkout.
let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "vectors")

/// What the catalogue is made of.
func sourceFiles() throws -> [SourceFile] {
  var files: [SourceFile] = []
  for folder in ["requirements", "profiles", "gaps"] {
    let base = vectors.appending(path: folder)
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

  @Test(
    "The draft has 45 uses of a keyword in -03 and in aims-00, and 44 and 47 in earlier revisions",
    arguments: [
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

  @Test(
    "The draft has its statements, each revision those that it should have",
    arguments: [
      (Revision.klrc00, 116), (.klrc01, 117), (.klrc02, 126), (.klrc03, 128), (.aims00, 128),
    ])
  func statements(revision: Revision, count: Int) throws {
    // PRV-2, a consequence that the credential drafts' notes drew, stands beside the 129 statements; two are only proposed.
    #expect(try catalogue.get().requirements(in: revision).count == count)
  }

  @Test("Every document has requirements, a version that was read, and names that put it in force") func documents() throws {
    let catalogue = try catalogue.get()
    for document in catalogue.documents {
      #expect(!catalogue.requirements(of: document.id).isEmpty, "\(document.id)")
      #expect(!document.revision.isEmpty)
      #expect(document.isAlwaysInForce || !document.impliedBy.isEmpty || document.id == SpecDocument.policyID, "\(document.id)")
    }
  }

  @Test("What puts a document in force is a capability or a profile that exists") func impliedBy() throws {
    let catalogue = try catalogue.get()
    let text = try String(contentsOf: vectors.appending(path: "capabilities.yaml"), encoding: .utf8)
    let capabilities = try Node.parse(SourceFile(path: "capabilities.yaml", text: text))["capabilities"]?.map?.map(\.key) ?? []
    let known = Set(capabilities + catalogue.profiles.map(\.id))
    for document in catalogue.documents {
      for name in document.impliedBy { #expect(known.contains(name), "\(document.id): \(name)") }
    }
  }

  @Test(
    "A requirement can be found in its text",
    arguments: [
      ("RFC9449-4.3-6", Revision.aims00, "RFC 9449, section 4.3" as String?),
      ("AIMS-OBS-5", .klrc02, "draft-klrc-aiagent-auth-02, section 10"),
      ("AIMS-OBS-5", .aims00, "draft-ietf-wimse-aims-00, section 11"),
      ("W-15", .aims00, "draft-ietf-wimse-wpt-01, section 2.1"),
      ("W-16", .aims00, "draft-ietf-wimse-wpt-02, section 2.1"),
      ("policy.never-widen", .aims00, "policy never-widen, declared by the operator"),
      ("AIMS-PROV-7", .klrc02, nil),
    ])
  func sourceText(id: String, revision: Revision, text: String?) throws {
    let catalogue = try catalogue.get()
    let requirement = try #require(catalogue[id])
    #expect(catalogue.sourceText(of: requirement, in: revision) == text)
  }

  @Test(
    "Somebody who uses a name of the research notes, or mistypes an id, is told the id",
    arguments: [
      ("D-06", "RFC9449-4.3-6"), ("RFC9449-4.3-66", "RFC9449-4.3-6"), ("TI-D-01", "AIMS-AUTHZ-4"),
    ])
  func suggestion(name: String, id: String) throws {
    #expect(try catalogue.get().suggestion(for: name) == id)
  }

  @Test("A paraphrase is a sentence of our own: it ends, and has no keyword in capitals") func paraphrases() throws {
    for requirement in try catalogue.get().requirements {
      #expect(requirement.paraphrase.hasSuffix("."), "\(requirement.id)")
      let words = requirement.paraphrase.split { !$0.isLetter }
      #expect(!words.contains { ["MUST", "SHOULD", "SHALL", "REQUIRED", "RECOMMENDED"].contains($0) }, "\(requirement.id)")
      #expect(!requirement.parties.isEmpty, "\(requirement.id)")
    }
  }

  @Test("Gaps name experiments of the list, and every area has some") func gaps() throws {
    let gaps = try catalogue.get().gaps
    let experiments = Set((1...20).map { "EV-\($0)" })
    for gap in gaps { #expect(Set(gap.experiments).isSubset(of: experiments), "\(gap.id)") }
    #expect(Set(gaps.flatMap(\.experiments)) == experiments)
    for area in ["POSSESSION", "ISSUANCE", "EXCHANGE", "REVOCATION", "DISCOVERY", "OBSERVABILITY", "ATTESTATION", "DRAFT"] {
      #expect(gaps.contains { $0.id.hasPrefix("GAP-\(area)-") })
    }
    #expect(gaps.count >= 200)
  }

  @Test("Profiles of one document exclude each other mutually") func profiles() throws {
    let profiles = Dictionary(uniqueKeysWithValues: try catalogue.get().profiles.map { ($0.id, $0) })
    for profile in profiles.values {
      for other in profile.excludes { #expect(profiles[other]?.excludes.contains(profile.id) == true, "\(profile.id) and \(other)") }
    }
  }
}
