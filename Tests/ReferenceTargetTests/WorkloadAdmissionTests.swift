import Testing

@testable import ReferenceTarget

@Suite("Which workload is admitted")
struct WorkloadAdmissionTests {
  static let admitted = "spiffe://suite.example/agent"

  /// An identifier, and the defects under which it is taken for the admitted one.
  static let lookalikes: [(String, Set<String>)] = [
    (
      "spiffe://suite.example/agent?x=1", ["workload-identifier-normalised", "workload-identifier-prefix", "workload-identifier-path-only"]
    ),
    ("spiffe://suite.example/agent/", ["workload-identifier-normalised", "workload-identifier-prefix"]),
    ("spiffe://suite.example:80/agent", ["workload-identifier-normalised", "workload-identifier-path-only"]),
    ("spiffe://suite.example/agent-2", ["workload-identifier-prefix"]),
    ("spiffe://suite.example/Agent", ["workload-identifier-normalised"]),
    ("spiffe://other.example/agent", ["workload-identifier-path-only"]),
    ("spiffe://suite.example/agen", []),
  ]

  @Test("Only the very identifier is admitted; a careless comparison admits what looks like it", arguments: lookalikes)
  func lookalike(identifier: String, defects: Set<String>) throws {
    #expect(!WorkloadAdmission(admitted: Self.admitted, defects: try Defects(names: [])).admits(identifier))
    for name in ["workload-identifier-normalised", "workload-identifier-prefix", "workload-identifier-path-only"] {
      let admission = WorkloadAdmission(admitted: Self.admitted, defects: try Defects(names: [name]))
      #expect(admission.admits(identifier) == defects.contains(name))
    }
  }

  @Test("The admitted workload is admitted, whatever is broken")
  func itself() throws {
    for name in ["workload-identifier-normalised", "workload-identifier-prefix", "workload-identifier-path-only", "workload-not-compared"] {
      #expect(WorkloadAdmission(admitted: Self.admitted, defects: try Defects(names: [name])).admits(Self.admitted))
    }
    #expect(WorkloadAdmission(admitted: Self.admitted, defects: try Defects(names: [])).admits(Self.admitted))
  }
}
