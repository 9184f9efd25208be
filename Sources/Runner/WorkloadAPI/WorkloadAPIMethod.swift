import Wire

/// The methods of the SPIFFE Workload API, by their names on the wire.
enum WorkloadAPIMethod: String, CaseIterable {
  case fetchX509SVID = "FetchX509SVID", fetchX509Bundles = "FetchX509Bundles", fetchJWTSVID = "FetchJWTSVID"
  case fetchJWTBundles = "FetchJWTBundles", validateJWTSVID = "ValidateJWTSVID", fetchWITSVID = "FetchWITSVID"
  case fetchWITBundles = "FetchWITBundles"

  /// The method that fetches a form of credential.
  init?(credential: String) {
    switch credential {
    case "x509-svid": self = .fetchX509SVID
    case "jwt-svid": self = .fetchJWTSVID
    case "wit-svid", "wit": self = .fetchWITSVID
    default: return nil
    }
  }

  /// Whether the server answers with messages that go on coming.
  var isStream: Bool {
    switch self {
    case .fetchX509SVID, .fetchX509Bundles, .fetchJWTBundles, .fetchWITSVID, .fetchWITBundles: true
    case .fetchJWTSVID, .validateJWTSVID: false
    }
  }
}

/// Where a Workload API is: what an attester's `address` says (SPIFFE Workload Endpoint section 4).
enum WorkloadEndpoint {
  /// The path of the Unix socket in `unix:///path`; a plain absolute path is taken too. Nil: neither.
  static func socket(_ address: String) -> String? {
    let address = address.hasSuffix("\n") ? String(address.dropLast()) : address
    if address.hasPrefix("/") { return address }
    for prefix in ["unix:///", "unix:/"] where address.hasPrefix(prefix) { return "/" + address.dropFirst(prefix.count) }
    return nil
  }
}
