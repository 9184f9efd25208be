import Requirements
import Testing

@Suite("When a requirement binds") struct BindingTests {
  @Test(
    "By document, capability, profile, policy and revision",
    arguments: [
      // The draft binds everywhere, in the revisions that have the statement.
      ("AIMS-PROV-7", Revision.aims00, [], true),
      ("AIMS-PROV-7", .klrc02, [], false),
      ("AIMS-AUTHZ-21", .aims00, [], false),
      // A document that is always in force, one that a capability brings, one that only a profile brings.
      ("RFC9700-2.4-1", .aims00, [], true),
      ("RFC9449-4.3-6", .aims00, [], false),
      ("RFC9449-4.3-6", .aims00, ["dpop"], true),
      ("RFC9449-4.3-6", .aims00, ["doc.rfc9449"], true),
      ("FAPI2-5.3.2.2-5", .aims00, ["dpop"], false),
      ("FAPI2-5.3.2.2-5", .aims00, ["profile.fapi2"], true),
      // A rule of one revision only, though its document is in force.
      ("W-16", .aims00, ["wpt"], false),
      ("W-16", .aims00, ["wpt", "profile.wpt-02"], true),
      ("WID-11", .aims00, [], false),
      ("WID-9", .aims00, [], true),
      // A promise binds only who made it.
      ("policy.never-widen", .aims00, [], false),
      ("policy.never-widen", .aims00, ["policy.never-widen"], true),
    ])
  func binding(id: String, revision: Revision, names: [String], binds: Bool) throws {
    let catalogue = try catalogue.get()
    let requirement = try #require(catalogue[id])
    #expect(catalogue.binds(requirement, in: revision) { names.contains($0) } == binds)
  }
}
