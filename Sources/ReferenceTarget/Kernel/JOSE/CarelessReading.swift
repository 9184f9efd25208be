/// What a careless reader does with addresses that a message names: it goes there before it knows who sent it.
enum CarelessReading {
  /// Of the keys: `jku` and `x5u`.
  static func followKeys(of token: CompactJWT, _ environment: Environment) {
    for name in ["jku", "x5u"] { visit(token.header[name]?.string, environment) }
  }

  static func visit(_ address: String?, _ environment: Environment) {
    if let address { environment.outbound?.visit(address) }
  }
}
