import Testing
import Wire

@Suite("Protocol Buffers on the wire")
struct ProtobufTests {
  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0 }
  }

  // Made with the protobuf package of PyPI from the field numbers of workloadapi.proto.
  private static let request = "0a01610a0162121d7370696666653a2f2f6167656e74732e6578616d706c652f6167656e74"
  private static let response =
    "0a290a1d7370696666653a2f2f6167656e74732e6578616d706c652f6167656e74120230002a046d61696e1adf010a127370696666653a2f2f622e6578616d706c65"
    + "12c801" + String(repeating: "01", count: 200)

  @Test("A request has the octets that the official library gives it")
  func writes() {
    let identifier = Array("spiffe://agents.example/agent".utf8)
    #expect(Protobuf.message([(1, [0x61]), (1, [0x62]), (2, identifier)]) == Self.bytes(Self.request))
  }

  @Test("A response of the official library is read: nested messages, bytes and a map")
  func reads() throws {
    let fields = try Protobuf.fields(Self.bytes(Self.response))
    let svid = try Protobuf.fields(try #require(fields.all(1).first))
    #expect(try svid.text(1) == "spiffe://agents.example/agent")
    #expect(svid.bytes(2) == [0x30, 0x00])
    #expect(svid.bytes(3).isEmpty)
    #expect(try svid.text(5) == "main")
    let map = try fields.map(3)
    #expect(map.map(\.key) == ["spiffe://b.example"])
    #expect(map.first?.value == [UInt8](repeating: 1, count: 200))
  }

  @Test("What is cut off or has a wrong tag is no message", arguments: ["0a", "0a05", "0a0561", "00", "0b", "ffffffffffffffffffffff01"])
  func refuses(hex: String) {
    #expect(throws: Protobuf.Malformed.self) { try Protobuf.fields(Self.bytes(hex)) }
  }
}
