import Testing

@testable import ReferenceTarget

@Suite("Strict JSON")
struct StrictJSONTests {
  @Test(
    "Text that is not exactly one JSON value is refused",
    arguments: [
      "", " ", "{", "{}x", "{\"a\":1,}", "[1,]", "01", "1.", ".5", "+1", "1e", "nul", "'a'", "{a:1}", "\"\\x\"", "\"\u{1}\"", "\"\\ud800\"",
      "\"\\ud800\\u0041\"", "\u{FEFF}{}", "NaN", "{\"a\":1 \"b\":2}", "\"\\u12\"",
    ])
  func refused(text: String) {
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
  }

  @Test("A duplicate member is refused at any depth, also when it is spelt with an escape")
  func duplicates() {
    #expect(throws: JSONParseError.duplicateMember("a")) { try JSONValue(parsing: #"{"a":1,"a":2}"#) }
    #expect(throws: JSONParseError.duplicateMember("a")) { try JSONValue(parsing: #"[{"b":{"a":1,"\u0061":2}}]"#) }
  }

  @Test("Depth and size are limited, and bytes must be UTF-8")
  func limits() {
    #expect(throws: JSONParseError.tooDeep) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
    #expect(throws: JSONParseError.tooLarge) { try JSONValue(parsing: Array(repeating: 0x20, count: 300_000)) }
    #expect(throws: JSONParseError.notUTF8) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
  }

  @Test(
    "Values survive being written and read", arguments: [#"{"a":[1,-2.5e+3,true,null,"\"\\\/\b\n\u00e9\ud83d\ude00"],"b":{}}"#, "[]", "0"])
  func roundTrip(text: String) throws {
    let value = try JSONValue(parsing: text)
    #expect(try JSONValue(parsing: value.text) == value)
  }

  @Test("A number beyond every integer is a number, and no integer")
  func hugeNumber() throws {
    let value = try JSONValue(parsing: "1e300")
    #expect(value.integer == nil)
    #expect(value.numericDate == nil)
    #expect(try JSONValue(parsing: "1e3").integer == 1000)
    #expect(try JSONValue(parsing: "1.5").integer == nil)
  }

  @Test("base64url has one spelling for each value")
  func base64() {
    #expect(Base64URL.decode("AA") == [0])
    #expect(Base64URL.decode("AB") == nil)
    #expect(Base64URL.decode("A") == nil)
    #expect(Base64URL.decode("AA==") == nil)
    #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
    #expect(Base64URL.decode("+/8") == nil)
    for count in 0..<20 {
      let bytes = Random.bytes(count)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
  }
}
