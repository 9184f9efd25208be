import Foundation
import NIOCore

/// Addresses that are not of the public Internet (RFC 6890).
enum SpecialUse {
  /// Whether an address is of special use.
  static func contains(_ address: SocketAddress) -> Bool {
    switch address {
    case .v4(let v4):
      var raw = v4.address.sin_addr.s_addr
      return isSpecial(v4: withUnsafeBytes(of: &raw) { Array($0) })
    case .v6(let v6):
      var raw = v6.address.sin6_addr
      return isSpecial(v6: withUnsafeBytes(of: &raw) { Array($0.prefix(16)) })
    case .unixDomainSocket: return true
    }
  }

  /// Whether an address is on the loopback interface (127.0.0.0/8, ::1).
  static func isLoopback(_ address: SocketAddress) -> Bool {
    switch address {
    case .v4(let v4):
      var raw = v4.address.sin_addr.s_addr
      return withUnsafeBytes(of: &raw) { $0[0] == 127 }
    case .v6(let v6):
      var raw = v6.address.sin6_addr
      return withUnsafeBytes(of: &raw) { Array($0.prefix(16)) } == [UInt8](repeating: 0, count: 15) + [1]
    case .unixDomainSocket: return false
    }
  }

  /// - Parameter bytes: four, in network order.
  static func isSpecial(v4 bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1], bytes[2]) {
    case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (172, 16...31, _), (192, 0, 0), (192, 0, 2), (192, 88, 99), (192, 168, _),
      (100, 64...127, _), (198, 18...19, _), (198, 51, 100), (203, 0, 113), (224...255, _, _):
      true
    default: false
    }
  }

  /// - Parameter bytes: sixteen, in network order.
  static func isSpecial(v6 bytes: [UInt8]) -> Bool {
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    if Array(bytes.prefix(12)) == mapped { return isSpecial(v4: Array(bytes.suffix(4))) }
    // Only 2000::/3 is global unicast; documentation and 6to4 are carved out of it.
    guard bytes[0] & 0xE0 == 0x20 else { return true }
    return bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) || bytes.starts(with: [0x20, 0x02]) || bytes.starts(with: [0x20, 0x01, 0x00])
  }
}
