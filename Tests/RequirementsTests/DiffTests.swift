import Requirements
import Testing

@Suite("What changed between revisions of the draft") struct DiffTests {
  private func changes(_ from: Revision, _ to: Revision) throws -> [RequirementChange] {
    try catalogue.get().diff(from: from, to: to)
  }

  private func added(_ changes: [RequirementChange]) -> [String] {
    changes.compactMap { if case .added = $0.kind { $0.id } else { nil } }
  }

  private func levels(_ changes: [RequirementChange]) -> [String] {
    changes.compactMap { if case .levelChanged(let from, let to) = $0.kind { "\($0.id) \(from.rawValue) \(to.rawValue)" } else { nil } }
  }

  private func rewritten(_ changes: [RequirementChange]) -> [String] {
    changes.compactMap { if case .textChanged = $0.kind { $0.id } else { nil } }
  }

  private func moved(_ changes: [RequirementChange], _ id: String) -> String? {
    changes.lazy.compactMap { if $0.id == id, case .moved(let from, let to) = $0.kind { "\(from) \(to)" } else { nil } }.first
  }

  @Test("From -00 to -01 one statement is new, one is mended, nothing moves") func zeroToOne() throws {
    let changes = try changes(.klrc00, .klrc01)
    #expect(added(changes) == ["AIMS-AUTHN-8"])
    #expect(rewritten(changes) == ["AIMS-AUTHN-7"])
    #expect(changes.count == 2)
  }

  @Test("From -01 to -02 attestation is folded into provisioning and the mission is new") func oneToTwo() throws {
    let changes = try changes(.klrc01, .klrc02)
    #expect(
      Set(added(changes)) == [
        "AIMS-ATT-5", "AIMS-AUTHZ-1", "AIMS-AUTHZ-2", "AIMS-AUTHZ-12", "AIMS-AUTHZ-13", "AIMS-AUTHZ-14", "AIMS-PRIV-9", "AIMS-COMP-3",
        "AIMS-COMP-4",
      ])
    #expect(levels(changes) == ["AIMS-AUTHZ-10 statement should"])
    #expect(moved(changes, "AIMS-ATT-1") == nil, "the number 7 went from Agent Attestation to Agent Credential Provisioning")
    #expect(moved(changes, "AIMS-PROV-1") == "8 7")
    #expect(moved(changes, "AIMS-HITL-5") == "10.6 9.7")
    #expect(moved(changes, "AIMS-ID-1") == nil)
  }

  @Test("From -02 to -03 everything moves down by one section, three recommendations lose their keyword, one prohibition is new")
  func twoToThree() throws {
    let changes = try changes(.klrc02, .klrc03)
    #expect(Set(added(changes)) == ["AIMS-PROV-7", "AIMS-COMP-5"])
    #expect(
      Set(levels(changes)) == ["AIMS-AUTHZ-10 should statement", "AIMS-XDOM-2 should statement", "AIMS-PRIV-5 should statement"])
    #expect(
      Set(rewritten(changes)) == [
        "AIMS-ID-5", "AIMS-CRED-4", "AIMS-AUTHZ-10", "AIMS-XDOM-1", "AIMS-XDOM-2", "AIMS-HITL-3", "AIMS-PRIV-5",
      ])
    let catalogue = try catalogue.get()
    for requirement in catalogue.requirements(in: .klrc02) { #expect(moved(changes, requirement.id) != nil, "\(requirement.id)") }
    #expect(moved(changes, "AIMS-OBS-5") == "10 11")
    #expect(moved(changes, "AIMS-DISC-6") == "9.10.3 10.10.3")
  }

  @Test("aims-00 has the text of -03") func renamed() throws {
    #expect(try changes(.klrc03, .aims00).isEmpty)
  }

  @Test("Backwards, what was added is removed and levels change the other way") func backwards() throws {
    let changes = try changes(.klrc03, .klrc02)
    #expect(Set(changes.compactMap { if case .removed = $0.kind { $0.id } else { nil } }) == ["AIMS-PROV-7", "AIMS-COMP-5"])
    #expect(levels(changes).contains("AIMS-PRIV-5 statement should"))
    #expect(moved(changes, "AIMS-OBS-5") == "11 10")
  }
}
