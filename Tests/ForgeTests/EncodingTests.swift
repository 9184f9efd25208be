import Forge
import OrderedJSON
import Testing

@Suite("Base64, digests and random identifiers")
struct EncodingTests {
  @Test(
    "The test vectors of RFC 4648 section 10 encode and decode",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func rfc4648(plain: String, encoded: String) throws {
    #expect(Base64.encode(plain.utf8) == encoded)
    #expect(try Base64.decode(encoded) == Array(plain.utf8))
    let unpadded = encoded.replacing("=", with: "")
    #expect(Base64URL.encode(plain.utf8) == unpadded)
    #expect(try Base64URL.decode(unpadded) == Array(plain.utf8))
  }

  @Test(
    "Strict base64url refuses what tolerant decoders read, and the tolerant one says so", arguments: ["Zg==", "Zh", "Zg\n", " Zg", "-_+/"])
  func strictness(text: String) throws {
    #expect(throws: EncodingError.self) { try Base64URL.decode(text) }
    let found = try #require(Base64URL.decodeLeniently(text))
    #expect(!found.problems.isEmpty)
  }

  @Test("What no decoder can read is refused by both", arguments: ["Z", "Zg=a", "Z*", "é", "Zg===", "ZZZZZ"])
  func unreadable(text: String) {
    #expect(Base64URL.decodeLeniently(text) == nil)
    #expect(throws: EncodingError.self) { try Base64URL.decode(text) }
  }

  @Test("Standard base64 needs its padding")
  func standardPadding() {
    #expect(throws: EncodingError.self) { try Base64.decode("Zg") }
    #expect(throws: EncodingError.self) { try Base64.decode("Zm9v==") }
    #expect(throws: EncodingError.self) { try Base64.decode("Zg=") }
  }

  @Test("Digests of the empty text are the published ones")
  func digests() {
    #expect(Base64.encode(Digest.sha256("")) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    #expect(Digest.sha384([]).count == 48)
    #expect(Digest.sha512([]).prefix(4) == [0xCF, 0x83, 0xE1, 0x35])
  }

  @Test("HMAC test case 2 of RFC 4231")
  func hmac() {
    let code = HMAC.code(.sha256, key: Array("Jefe".utf8), over: Array("what do ya want for nothing?".utf8))
    #expect(code.prefix(8) == [0x5B, 0xDC, 0xC1, 0x46, 0xBF, 0x60, 0x75, 0x4E])
    #expect(HMAC.code(.sha256, key: [], over: []).prefix(4) == [0xB6, 0x13, 0x67, 0x9A])
  }

  @Test("Identifiers are long and never repeat")
  func identifiers() {
    let many = (0..<500).map { _ in Random.identifier() }
    #expect(Set(many).count == 500)
    #expect(many.allSatisfy { (try? Base64URL.decode($0).count) ?? 0 >= 16 })
  }
}
