import Documents
import OrderedJSON

/// What an operator says about a target: what it claims, where its parties are, and what has been configured for the suite.
///
/// `document` keeps everything as it was written (secrets stay references there), for `$target.…` in scenarios; the typed parts
/// below are what the runner works with.
public struct TargetDescription: Sendable {
  public var file: SourceFile
  public var name: String
  public var version: String
  public var contact: String?
  /// The whole description as data; holds no secret, only where secrets are.
  public var document: JSON
  /// Names declared in force (`declares`, `profiles`, `policies`, hooks as `hook.NAME`), each with its number if it has one.
  public var declared: [DeclaredName]
  public var servers: [String: Server]
  public var resources: [String: Resource]
  public var clients: [String: Client]
  public var users: [String: JSON]
  public var attesters: [String: JSON]
  public var issuers: [String: JSON]
  public var workloads: [String: JSON]
  /// Signals transmitters under test.
  public var transmitters: [String: JSON]
  /// What the suite plays itself: issuers, transmitters, trust domains.
  public var suite: JSON
  public var audit: JSON?
  /// The file of the operator's declarations, relative to the description's folder.
  public var declarations: String?
  public var hooks: [String: Hook]
  /// Promised durations in milliseconds, by name.
  public var bounds: [String: Int]
  public var limits: Limits
  public var dialects: JSON
  /// PEM of the authorities that the target's servers are verified against; nil: those of the system.
  public var authorities: SecretReference?
  /// Extra `host:port` pairs the operator allows, beyond those of the URLs above.
  public var allow: [String]
  /// A forward proxy; those of the environment are never used.
  public var proxy: String?

  public init(file: SourceFile, name: String, version: String) {
    self.file = file
    self.name = name
    self.version = version
    document = .object([])
    declared = []
    servers = [:]
    resources = [:]
    clients = [:]
    users = [:]
    attesters = [:]
    issuers = [:]
    workloads = [:]
    transmitters = [:]
    suite = .object([])
    hooks = [:]
    bounds = [:]
    limits = Limits()
    dialects = .object([])
    allow = []
  }
}

extension TargetDescription {
  /// What stands at a path of names, `["servers", "home", "issuer"]`; numbers select in lists. Nil if nothing does.
  public func value(at path: some Sequence<String>) -> JSON? {
    var value: JSON? = document
    for name in path {
      if let index = Int(name), case .array? = value { value = value?[index] } else { value = value?[name] }
    }
    return value
  }

  /// The hosts that the suite may speak to.
  public var allowedOrigins: AllowedOrigins { AllowedOrigins(self) }

  /// The folder in which hooks run, and to which the paths of files are relative.
  public var folder: String {
    let path = file.path
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where the key at a path of names stands, or as much of the path as there is; nil where nothing of it is there.
  public func place(of path: some Sequence<String>) -> Place? {
    guard var node = try? Node.parse(file) else { return nil }
    var place: Place?
    for key in path {
      if let index = Int(key), let list = node.list, list.indices.contains(index) {
        node = list[index]
        place = node.place
      } else if let entry = node.entry(key) {
        node = entry.value
        place = entry.keyPlace
      } else {
        break
      }
    }
    return place
  }

  /// `target.yaml:14`, for messages in reports, which show no path of the machine that made them.
  public func whereabouts(of path: some Sequence<String>) -> String {
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    return place(of: path).map { "\(name):\($0.line)" } ?? name
  }
}

/// A name that the description puts in force.
public struct DeclaredName: Sendable, Hashable {
  public var name: String
  public var number: Int?
  public var place: Place
  public init(name: String, number: Int? = nil, place: Place) {
    self.name = name
    self.number = number
    self.place = place
  }
}

/// Where a secret is found; the secret itself never stands in a description.
public enum SecretReference: Sendable, Hashable {
  /// A path, relative to the description's folder.
  case file(String)
  /// An environment variable.
  case environment(String)
  /// A hook that prints it.
  case hook(String)
}

extension SecretReference {
  /// Reads `{file: …}`, `{env: …}` or `{hook: …}`; nil for anything else.
  public init?(_ json: JSON) {
    guard let member = json.members?.first, json.members?.count == 1, let text = member.value.string else { return nil }
    switch member.name {
    case "file": self = .file(text)
    case "env": self = .environment(text)
    case "hook": self = .hook(text)
    default: return nil
    }
  }

  /// Where it is, for messages: `file agent.jwk`.
  public var whereabouts: String {
    switch self {
    case .file(let path): "file \(path)"
    case .environment(let name): "environment variable \(name)"
    case .hook(let name): "hook \(name)"
    }
  }
}

/// An authorization server.
public struct Server: Sendable {
  public var issuer: String
  /// `discover` reads the metadata; otherwise endpoints by their metadata names stand here.
  public var metadataURL: String?
  public var endpoints: [String: String]
  public var discovers: Bool
  /// The issuer of the suite that plays this server; nil where the server is the target's.
  public var suiteIssuer: String?
  public init(
    issuer: String, metadataURL: String? = nil, endpoints: [String: String] = [:], discovers: Bool = true, suiteIssuer: String? = nil
  ) {
    self.issuer = issuer
    self.metadataURL = metadataURL
    self.endpoints = endpoints
    self.discovers = discovers
    self.suiteIssuer = suiteIssuer
  }
}

/// A protected resource.
public struct Resource: Sendable {
  public var server: String
  /// Empty where the resource cannot be called.
  public var url: String
  /// Its identifier (audience, RFC 8707 `resource`); nil where the server needs none.
  public var identifier: String?
  public var method: String
  /// Scope role → the target's own spelling.
  public var scopes: [String: String]
  /// Text that only a served answer contains.
  public var marker: String?
  /// Fact name → JSON pointer into the answer.
  public var echo: [String: String]
  /// The client role that may introspect tokens for it.
  public var introspectedBy: String?
  /// How the resource is named in a token request: `resource`, `audience`, `both` or `none`.
  public var namedBy: String
  /// The body that `call` sends, for methods that carry one.
  public var body: String?
  /// Its metadata document, if it is not at the usual address (RFC 9728 section 3.1).
  public var metadataURL: String?
  /// Extra request headers that the resource needs.
  public var headers: [(String, String)]
  public init(server: String, url: String) {
    self.server = server
    self.url = url
    method = "GET"
    scopes = [:]
    echo = [:]
    namedBy = "resource"
    headers = []
  }
}

/// A client as the target knows it.
public struct Client: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    case privateKeyJWT = "private_key_jwt"
    case tlsClientAuth = "tls_client_auth"
    case selfSignedTLSClientAuth = "self_signed_tls_client_auth"
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
    case spiffeJWT = "spiffe_jwt"
    case spiffeX509 = "spiffe_x509"
    case attestJWT = "attest_jwt_client_auth"
    case none
  }
  public var server: String
  public var id: String
  public var method: Method
  public var key: SecretReference?
  public var certificate: SecretReference?
  public var secret: SecretReference?
  public var scopes: [String]
  public var redirectURI: String?
  /// Other members of `authentication`, as data.
  public var authentication: JSON
  public init(server: String, id: String, method: Method) {
    self.server = server
    self.id = id
    self.method = method
    scopes = []
    authentication = .object([])
  }
}

/// Something the suite may ask of the operator's set-up.
public enum Hook: Sendable, Hashable {
  /// A POST with a JSON body, `authorization` sent as bearer token.
  case post(url: String, authorization: SecretReference?)
  /// A program, with the arguments as JSON on its input.
  case run([String])
}

public struct Limits: Sendable, Hashable {
  /// The longest that the suite waits in real time for one thing, in milliseconds.
  public var maxWait = 90_000
  /// Requests a second; nil: no limit.
  public var rate: Int?
  public var parallel = 16
  /// Milliseconds until a connection must stand.
  public var connectTimeout = 5_000
  /// Milliseconds until an exchange must end.
  public var timeout = 15_000
  /// Milliseconds until a program of a hook must end.
  public var hookTimeout = 30_000
  public init() {}
}
