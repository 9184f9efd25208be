import Forge
import OrderedJSON
import Testing

@Suite("HTTP message signatures")
struct MessageSignatureTests {
  let request = SignableRequest(
    method: "POST", url: "https://RS.example:443/pay?x=1&y=2&y=3#part",
    fields: [
      .init("Host", "rs.example"), .init("Content-Type", "application/json"), .init("Content-Digest", ContentDigest.value([1, 2])),
      .init("Dict", "a=1, b;c"), .init("Name", "Ä"),
    ])

  func parameters(_ components: [String]) throws -> SignatureParameters {
    SignatureParameters(
      components: try components.map { try SignatureComponent($0) },
      parameters: [
        .init("created", .integer(1_790_000_000)), .init("nonce", .string("a\"b\\c")), .init("wimse-sign-response", .boolean(true)),
      ])
  }

  @Test(
    "A signed request verifies; each change of what is covered is refused", arguments: [Algorithm.es256, .es384, .ps512, .edDSA, .hs256])
  func tampering(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    let covered = try parameters(["@method", "@target-uri", "content-digest", "\"dict\";key=\"b\""])
    let made = try MessageSignature.sign(.request(request), label: "sig1", parameters: covered, key: key)
    var signed = request
    signed.fields += [made.input, made.field]
    func verify(_ change: (inout SignableRequest) -> Void) -> Bool {
      var changed = signed
      change(&changed)
      return MessageSignature.verify(.request(changed), label: "sig1", key: key).isValid
    }
    #expect(verify { _ in })
    #expect(verify { $0.fields.removeAll { $0.name == "Content-Type" } })
    #expect(!verify { $0.method = "PUT" })
    #expect(!verify { $0.url = "https://rs.example/pay?x=1&y=2&y=4" })
    #expect(!verify { $0.fields[2].value = ContentDigest.value([1, 3]) })
    #expect(!verify { $0.fields.remove(at: 2) })
    #expect(!verify { $0.fields.append(.init("Content-Digest", "x=1")) })
    #expect(verify { $0.fields[3].value = "a=2,b;c" })
    #expect(!verify { $0.fields[3].value = "a=1, b;d" })
    #expect(!verify { $0.fields[5].value = $0.fields[5].value.replacing("1790000000", with: "1790000001") })
    #expect(!verify { $0.fields[5].value = $0.fields[5].value.replacing("\"@method\" ", with: "") })
    #expect(!verify { $0.fields[5].value += ";alg=\"hmac-sha512\"" })
    #expect(!verify { $0.fields.removeLast() })
    #expect(!verify { $0.fields.append($0.fields[6]) })
    #expect(!verify { $0.fields[6].value = $0.fields[6].value.replacing("sig1", with: "sig2") })
    #expect(!MessageSignature.verify(.request(signed), label: "other", key: key).isValid)
    #expect(!MessageSignature.verify(.request(signed), key: try Key.generate(algorithm)).isValid)
  }

  @Test(
    "What the specification calls an error is one",
    arguments: [
      "absent", "@status", "@unknown", "@query-param", "@query-param;name=\"y\"", "@query-param;name=\"z\"", "dict;key=\"z\"",
      "dict;key=\"b\";bs", "content-type;key=\"a\"", "content-type;sf", "content-type;tr", "@method;req", "Content-Type", "name",
    ])
  func errors(component: String) throws {
    #expect(throws: MessageSignatureError.self) { try SignatureBase.text(.request(request), try parameters([component])) }
    #expect(throws: Never.self) { try SignatureBase.text(.request(request), try parameters(["content-type", "@query-param;name=\"x\""])) }
  }

  @Test("A component is covered once, unless a test asks for more")
  func repeated() throws {
    let twice = try parameters(["@method", "@method"])
    #expect(throws: MessageSignatureError.self) { try SignatureBase.text(.request(request), twice) }
    #expect(try SignatureBase.text(.request(request), twice, allowingInvalid: true).hasPrefix("\"@method\": POST\n\"@method\": POST\n"))
  }

  @Test("Responses cover their own parts, and with req those of their request")
  func responses() throws {
    let response = SignableMessage.response(.init(status: 403, fields: [.init("Date", "now")], request: request))
    let base = try SignatureBase.text(response, try parameters(["@status", "date", "@method;req", "@authority;req", "content-type;req"]))
    #expect(
      base.hasPrefix(
        """
        "@status": 403
        "date": now
        "@method";req: POST
        "@authority";req: rs.example
        "content-type";req: application/json
        "@signature-params": ("@status" "date" "@method";req "@authority";req "content-type";req);created=1790000000\
        ;nonce="a\\"b\\\\c";wimse-sign-response
        """))
    #expect(throws: MessageSignatureError.self) { try SignatureBase.text(response, try parameters(["@method"])) }
    #expect(throws: MessageSignatureError.self) { try SignatureBase.text(response, try parameters(["content-type"])) }
    let orphan = SignableMessage.response(.init(status: 200))
    #expect(throws: MessageSignatureError.self) { try SignatureBase.text(orphan, try parameters(["@method;req"])) }
  }

  @Test(
    "Structured dictionaries are read and written strictly",
    arguments: [
      ("a=1, b;x=?0;y, c=(\"q\\\"\" tok :AQ==:;p=1.5)", "a=1, b;x=?0;y, c=(\"q\\\"\" tok :AQ==:;p=1.5)"),
      (" a=-15 ,\tb=2.0", "a=-15, b=2.0"), ("a=1,b=2,a=3", "a=3, b=2"), ("", ""), ("a=()", "a=()"), ("*k=*t/x:y", "*k=*t/x:y"),
    ])
  func dictionaries(text: String, expected: String) throws {
    #expect(try StructuredDictionary(parsing: text).text == expected)
  }

  @Test(
    "Malformed dictionaries are refused",
    arguments: [
      "a=1,", "A=1", "a=", "a=(", "a=(1", "a=(1;", "a=\"x", "a=\"\\x\"", "a=:AQ", "a=:A*:", "a=1 b=2", "a=1234567890123456", "a=1.2345",
      "a=?2",
      "a=-", "a=1.", "=1", "a=(1)x", "a;", "a=\"é\"", "a=((1))",
    ])
  func malformed(text: String) {
    #expect(throws: MessageSignatureError.self) { try StructuredDictionary(parsing: text) }
  }

  @Test("Content digests that cannot be judged are told from those that differ")
  func digests() {
    #expect(ContentDigest.check(ContentDigest.value([1], [.sha256, .sha512]), body: [1]) == .matches)
    #expect(ContentDigest.check(ContentDigest.value([1], [.sha256, .sha512]), body: [2]) == .differs(.sha256))
    for value in ["", "md5=:AQ==:", "sha-256=1", "sha-256=AQ==", "sha-256"] {
      guard case .unusable = ContentDigest.check(value, body: []) else {
        Issue.record("\(value)")
        continue
      }
    }
  }

  @Test("Hostile fields are read or refused, never a trap")
  func hostile() throws {
    let key = try Key.generate(.edDSA)
    let alphabet = Array("ab=,;()\"\\:?01.-* AQ@\t\u{0}é".unicodeScalars)
    for _ in 0..<4000 {
      func text() -> String { String(String.UnicodeScalarView((0..<Int.random(in: 0..<40)).map { _ in alphabet.randomElement()! })) }
      let value = text()
      _ = try? StructuredDictionary(parsing: value).text
      _ = try? SignatureComponent(value)
      _ = ContentDigest.check(value, body: [])
      var message = request
      message.url = Bool.random() ? value : "https://\(value)"
      message.fields += [
        .init("Signature-Input", "a=(\"@authority\" \"@query-param\";name=\"\");\(text())"), .init("Signature", "a=:AA==:"),
      ]
      #expect(!MessageSignature.verify(.request(message), key: key).isValid)
    }
  }
}
