import OrderedJSON
import Testing

@testable import Pairs

@Suite("The shape of a grant") struct PairShapeTests {
  static func shape(header: JSON = ["typ": "JWT", "kid": "1"], _ claims: JSON = [:]) -> PairShape {
    PairShape(header: header, claims: claims, issuer: "https://b.example", tokenEndpoint: "https://b.example/token")
  }

  @Test(
    "Whom a grant names, in which form",
    arguments: [
      ("https://b.example" as JSON, "issuer"), ("https://b.example/token", "token endpoint"),
      (["https://b.example"], "list of one: issuer"),
      (["https://b.example/token"], "list of one: token endpoint"), (["https://b.example", "x"], "list of several"),
      ("https://b.example/", "another name"), ([], "absent"), (nil, "absent"),
    ] as [(JSON, String)])
  func audience(claim: JSON, value: String) {
    #expect(Self.shape(["aud": claim]).values[.audience] == value)
  }

  @Test(
    "How long a grant lives", arguments: [(60, "up to 60 s"), (61, "up to 300 s"), (3600, "up to 3600 s"), (90_000, "longer than a day")])
  func lifetime(seconds: Int, value: String) {
    #expect(Self.shape(["iat": 1000, "exp": .integer(1000 + seconds)]).values[.lifetime] == value)
  }

  @Test("A type is compared without regard to case, a scope by its form, a claim by being there") func others() {
    let shape = Self.shape(header: ["typ": "AT+JWT"], ["scope": ["read"], "act": ["sub": "x"], "jti": "1"])
    #expect(shape.values[.type] == "at+jwt")
    #expect(shape.values[.keyIdentifier] == "absent")
    #expect(shape.values[.scope] == "list")
    #expect(shape.values[.actor] == "present")
    #expect(shape.values[.confirmation] == "absent")
    #expect(shape.values[.lifetime] == "unknown")
    #expect(shape.json.array?.count == PairShape.Dimension.allCases.count)
  }

  @Test("Two shapes differ in just what differs; whom they speak of is no part of it") func differences() {
    let one = Self.shape(["sub": "a", "jti": "1", "scope": "read", "aud": "https://b.example"])
    #expect(one.differences(from: Self.shape(["sub": "b", "jti": "2", "scope": "write", "aud": "https://b.example"])).isEmpty)
    let other = Self.shape(header: ["kid": "1"], ["sub": "a", "scope": "read", "aud": "https://b.example/token"])
    #expect(one.differences(from: other) == [.type, .audience, .identifier])
  }
}

@Suite("What is expected of a grant at a server") struct PairPredictionTests {
  static let shape = PairShapeTests.shape(["aud": "https://b.example", "jti": "1", "iat": 0, "exp": 60])
  static func envelope(refusing refused: [PairShape.Dimension: String] = [:]) -> [PairPrediction.Measurement] {
    PairShape.Dimension.allCases.map { dimension in
      PairPrediction.Measurement(
        dimension: dimension, value: shape.values[dimension] ?? "", isAccepted: refused[dimension] == nil, error: refused[dimension])
    }
  }

  @Test("Every element is accepted by itself: ok") func accepted() {
    let prediction = PairPrediction(shape: Self.shape, envelope: Self.envelope())
    #expect(prediction.cell == "ok")
    #expect(prediction.unmeasured.isEmpty)
  }

  @Test("The first refused element names the error, and none is forgotten") func refused() {
    let envelope = Self.envelope(refusing: [.lifetime: "invalid_request", .type: "invalid_grant"])
    let prediction = PairPrediction(shape: Self.shape, envelope: envelope)
    #expect(prediction.cell == "B: invalid_grant")
    #expect(prediction.refusals.map(\.dimension) == [.type, .lifetime])
  }

  @Test("A value that was not tried is named, and expected to be accepted") func untried() {
    let envelope = Self.envelope().filter { $0.dimension != .scope }
    let prediction = PairPrediction(shape: Self.shape, envelope: envelope)
    #expect(prediction.unmeasured == [.scope])
    #expect(prediction.cell == "ok")
  }

  @Test("Where nothing was measured nothing is expected") func unknown() {
    let prediction = PairPrediction(shape: Self.shape, envelope: [])
    #expect(!prediction.isKnown)
    #expect(prediction.cell == "unknown")
  }

  @Test("A grant for somebody else is expected to be refused, measured or not") func elsewhere() {
    let shape = PairShapeTests.shape(["aud": "https://c.example"])
    #expect(PairPrediction(shape: shape, envelope: []).cell == "B: invalid_grant")
  }
}

@Suite("Whose it is that a pair does not work") struct PairAttributionTests {
  typealias Evidence = PairAttribution.Evidence
  static func evidence(_ change: (inout Evidence) -> Void) -> Evidence {
    var evidence = Evidence()
    evidence.baselineAccepted = true
    evidence.isSignedByA = true
    change(&evidence)
    return evidence
  }
  static func refused(_ dimension: PairShape.Dimension, _ value: String = "x") -> PairPrediction.Measurement {
    .init(dimension: dimension, value: value, isAccepted: false, error: "invalid_grant")
  }

  @Test("Nothing went wrong: nobody's, whatever was expected or differs") func nobody() {
    #expect(PairAttribution(Self.evidence { $0.liveAccepted = true }) == nil)
    #expect(PairAttribution(Self.evidence { $0.replayAccepted = true }) == nil)
    let surprising = Self.evidence {
      $0.liveAccepted = true
      $0.predicted = [Self.refused(.type)]
      $0.differingValues = [.lifetime]
    }
    #expect(PairAttribution(surprising) == nil)
  }

  static let cases: [(name: String, evidence: Evidence, party: PairAttribution.Party, cites: String?)] = [
    ("A refuses", evidence { $0.refusedByA = "invalid_target" }, .a, "IC-01"),
    (
      "A names another server",
      evidence {
        $0.liveAccepted = false; $0.predicted = [refused(.audience, "another name")]
      }, .a, "IC-03"
    ),
    (
      "A signs with other keys",
      evidence {
        $0.liveAccepted = false; $0.isSignedByA = false
      }, .a, "RFC7523-3-9"
    ),
    (
      "A names another issuer",
      evidence {
        $0.liveAccepted = false; $0.namesA = false
      }, .a, "RFC7523-3-1"
    ),
    (
      "B's resource refuses",
      evidence {
        $0.liveAccepted = true; $0.resourceRefused = true
      }, .b, "RFC6749-7-1"
    ),
    (
      "B refuses any grant",
      evidence {
        $0.liveAccepted = false; $0.replayAccepted = false; $0.baselineAccepted = false
      }, .b, "IC-04"
    ),
    (
      "B refuses the sum",
      evidence {
        $0.liveAccepted = false; $0.replayAccepted = false
      }, .b, "IC-04"
    ),
    (
      "B minds a claim",
      evidence {
        $0.replayAccepted = false; $0.predicted = [refused(.mail)]
      }, .b, "RFC7523-3-8"
    ),
    (
      "both forms are lawful",
      evidence {
        $0.liveAccepted = false; $0.predicted = [refused(.audience, "issuer")]
      }, .texts, "GAP-EXCHANGE-10"
    ),
    (
      "no text gives a type",
      evidence {
        $0.liveAccepted = false; $0.predicted = [refused(.type)]
      }, .texts, "GAP-EXCHANGE-11"
    ),
    (
      "a lifetime",
      evidence {
        $0.liveAccepted = false; $0.predicted = [refused(.lifetime)]
      }, .operator, nil
    ),
    (
      "only who signs differs",
      evidence {
        $0.liveAccepted = false; $0.replayAccepted = true
      }, .operator, nil
    ),
    (
      "a value differs",
      evidence {
        $0.liveAccepted = false; $0.differingValues = [.nameOfA]
      }, .operator, nil
    ),
  ]

  @Test("Each cell that is not ok is exactly one party's", arguments: cases.indices) func party(index: Int) throws {
    let one = Self.cases[index]
    let attribution = try #require(PairAttribution(one.evidence), "\(one.name)")
    #expect(attribution.party == one.party, "\(one.name): \(attribution)")
    #expect(attribution.cites == one.cites, "\(one.name)")
  }

  @Test("A differing value excuses neither side for what that side shows by itself") func shownBySide() {
    let foreign = Self.evidence {
      $0.liveAccepted = false; $0.isSignedByA = false; $0.differingValues = [.scope]
    }
    #expect(PairAttribution(foreign)?.party == .a)
    let resource = Self.evidence {
      $0.liveAccepted = true; $0.resourceRefused = true; $0.differingValues = [.keys]
    }
    #expect(PairAttribution(resource)?.party == .b)
  }

  @Test("What B expects of a grant is no reason for A to write none") func bearing() {
    #expect(
      PairAttribution(
        Self.evidence {
          $0.refusedByA = "server_error"; $0.differingValues = [.lifetime, .keys]
        })?.party == .a)
    #expect(
      PairAttribution(
        Self.evidence {
          $0.refusedByA = "invalid_target"; $0.differingValues = [.nameOfB]
        })?.party == .operator)
  }

  @Test("An attribution that the evidence does not force says what is not excluded") func doubt() {
    let silent: Set<String> = ["A names another server", "A signs with other keys", "B's resource refuses"]
    for one in Self.cases where silent.contains(one.name) { #expect(PairAttribution(one.evidence)?.doubt == nil, "\(one.name)") }
    for name in ["A refuses", "B refuses any grant", "B refuses the sum", "only who signs differs", "a value differs"] {
      let one = Self.cases.first { $0.name == name }
      #expect(one.flatMap { PairAttribution($0.evidence) }?.doubt != nil, "\(name)")
    }
    let several = Self.evidence {
      $0.liveAccepted = false; $0.predicted = [Self.refused(.type), Self.refused(.scope, "list")]
    }
    #expect(PairAttribution(several)?.doubt?.contains("scope: list") == true)
  }

  @Test("Each dimension of a grant has somebody to whom a refusal belongs", arguments: PairShape.Dimension.allCases)
  func dimensions(dimension: PairShape.Dimension) throws {
    let evidence = Self.evidence {
      $0.liveAccepted = false; $0.predicted = [Self.refused(dimension)]
    }
    #expect(try #require(PairAttribution(evidence)).why.contains(dimension.rawValue))
  }
}

@Suite("The survival sheet") struct PairSurvivalTests {
  @Test("Each hop has its own fate") func hops() {
    let sheet = PairSurvival(
      atA: ["sub": "alice", "scope": "read", "cnf": ["jkt": "k"], "auth_time": 5, "iat": 1],
      grant: ["sub": "alice", "scope": "read", "act": ["sub": "t"]],
      atB: ["sub": "b-alice", "scope": "read", "client_id": "c", "act": ["sub": "t"]])
    let fates = Dictionary(uniqueKeysWithValues: sheet.rows.map { ($0.claim, [$0.outward, $0.inward]) })
    #expect(fates["sub"] == [.kept, .changed])
    #expect(fates["scope"] == [.kept, .kept])
    #expect(fates["cnf"] == [.dropped, .absent])
    #expect(fates["auth_time"] == [.dropped, .absent])
    #expect(fates["act"] == [.added, .kept])
    #expect(fates["client_id"] == [.absent, .added])
    // What differs between any two tokens is no claim of the sheet.
    #expect(fates["iat"] == nil)
  }

  @Test("A token that cannot be looked into makes its hop unknown, and no claim dropped") func opaque() {
    let blindAtB = PairSurvival(atA: ["sub": "alice"], grant: ["sub": "alice"], atB: nil)
    #expect(blindAtB.rows.map(\.outward) == [.kept])
    #expect(blindAtB.rows.map(\.inward) == [.unknown])
    #expect(PairSurvival(atA: nil, grant: ["sub": "alice"], atB: ["sub": "b"]).rows.map(\.outward) == [.unknown])
    #expect(PairSurvival(atA: nil, grant: nil, atB: nil).rows.isEmpty)
  }

  @Test("Objects are compared as data") func order() {
    let sheet = PairSurvival(atA: ["act": ["sub": "a", "iss": "i"]], grant: ["act": ["iss": "i", "sub": "a"]], atB: [:])
    #expect(sheet.rows.map(\.outward) == [.kept])
  }
}
