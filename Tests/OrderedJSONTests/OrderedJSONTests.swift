import OrderedJSON
import Testing

@Suite("Ordered JSON") struct OrderedJSONTests {
  @Test(
    "What is written is what was read, member order and number spelling included",
    arguments: [
      #"{"b":1,"a":[true,false,null,"x"],"b":2}"#, "[]", "{}", "1e300", "-0.5E+2", #""\u0001\"\\\n""#,
    ])
  func roundTrip(text: String) throws {
    #expect(try JSON.parse(text).compact == text)
  }

  @Test(
    "What is not JSON is refused",
    arguments: [
      "", "{", "[1,]", "{\"a\":1,}", "01", "1.", ".5", "+1", "tru", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "{} {}", "{a:1}", "\u{FEFF}{}",
    ])
  func refused(text: String) {
    #expect(throws: JSON.ParseError.self) { try JSON.parse(text) }
  }

  @Test("Nesting is bounded") func nesting() {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(throws: JSON.ParseError.self) { try JSON.parse(deep) }
    #expect(throws: Never.self) { try JSON.parse(deep, depth: 200) }
  }

  @Test("Bytes that are not UTF-8 are refused") func utf8() {
    #expect(throws: JSON.ParseError.self) { try JSON.parse([0x22, 0xC3, 0x28, 0x22]) }
  }

  @Test("Duplicate members are kept and found") func duplicates() throws {
    let value = try JSON.parse(#"{"a":1,"b":{"c":1,"c":2},"a":3}"#)
    #expect(value.duplicateMembers == ["b.c", "a"])
    #expect(value["a"]?.integer == 3)
    var edited = value
    edited["a"] = 9
    #expect(edited.compact == #"{"a":9,"b":{"c":1,"c":2}}"#)
  }

  @Test("Equal data is equal whatever its order or spelling") func sameValue() throws {
    #expect(try JSON.parse(#"{"a":1,"b":2}"#).sameValue(as: JSON.parse(#"{"b":2.0,"a":1}"#)))
    #expect(try !JSON.parse(#"{"a":1}"#).sameValue(as: JSON.parse(#"{"a":"1"}"#)))
  }

  @Test("Surrogate pairs become one character") func surrogates() throws {
    #expect(try JSON.parse(#""\ud83d\ude00""#).string == "😀")
  }
}
