import Documents
import OrderedJSON

/// Makes the model of a description that has been checked.
struct TargetBuilder {
  let file: SourceFile
  let root: Node

  func build() -> TargetDescription {
    let target = root["target"]
    var description = TargetDescription(file: file, name: target?["name"]?.text ?? "", version: target?["version"]?.text ?? "")
    description.contact = target?["contact"]?.text
    description.document = root.json
    description.declared = declared
    description.servers = entries("servers", server)
    description.resources = entries("resources", resource)
    description.clients = entries("clients", client)
    description.users = entries("users", \.json)
    description.attesters = entries("attesters", \.json)
    description.issuers = entries("issuers", \.json)
    description.workloads = entries("workloads", \.json)
    description.transmitters = entries("transmitters", \.json)
    description.suite = root["suite"]?.json ?? .object([])
    description.audit = root["audit"]?.json
    description.declarations = root["declarations"]?.text
    description.hooks = entries("hooks", hook)
    description.bounds = entries("bounds") { $0.text.flatMap(Spelling.milliseconds) ?? 0 }
    description.limits = limits
    description.dialects = root["dialects"]?.json ?? .object([])
    description.authorities = root["tls"]?["ca"].flatMap { SecretReference($0.json) }
    description.allow = texts(root["allow"])
    description.proxy = root["proxy"]?.text
    return description
  }

  private func entries<Value>(_ section: String, _ make: (Node) -> Value) -> [String: Value] {
    Dictionary((root[section]?.map ?? []).map { ($0.key, make($0.value)) }, uniquingKeysWith: { first, _ in first })
  }

  private func texts(_ node: Node?) -> [String] { (node?.list ?? []).compactMap(\.text) }

  private func textMap(_ node: Node?) -> [String: String] {
    Dictionary((node?.map ?? []).compactMap { entry in entry.value.text.map { (entry.key, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  private var declared: [DeclaredName] {
    var names: [DeclaredName] = []
    for key in ["declares", "profiles", "policies"] {
      for node in root[key]?.list ?? [] {
        if let name = node.text { names.append(.init(name: name, place: node.place)) }
        for entry in node.map ?? [] { names.append(.init(name: entry.key, number: entry.value.integer, place: entry.keyPlace)) }
      }
    }
    for entry in root["hooks"]?.map ?? [] { names.append(.init(name: "hook.\(entry.key)", place: entry.keyPlace)) }
    return names
  }

  private func server(_ node: Node) -> Server {
    let metadata = node["metadata"]?.text
    let suiteIssuer = node["suite"]?.text
    return Server(
      issuer: node["issuer"]?.text ?? "", metadataURL: metadata == "discover" ? nil : metadata, endpoints: textMap(node["endpoints"]),
      discovers: suiteIssuer == nil && (metadata != nil || node["endpoints"] == nil), suiteIssuer: suiteIssuer)
  }

  private func resource(_ node: Node) -> Resource {
    var resource = Resource(server: node["server"]?.text ?? "", url: node["url"]?.text ?? "")
    resource.identifier = node["identifier"]?.text
    resource.method = node["method"]?.text ?? "GET"
    resource.scopes = textMap(node["scopes"])
    resource.metadataURL = node["metadata"]?.text
    resource.marker = node["marker"]?.text
    resource.echo = textMap(node["echo"])
    resource.introspectedBy = node["introspected-by"]?.text
    resource.namedBy = node["named-by"]?.text ?? "resource"
    resource.body = node["body"]?.text
    resource.headers = (node["headers"]?.map ?? []).compactMap { entry in entry.value.text.map { (entry.key, $0) } }
    return resource
  }

  private func client(_ node: Node) -> Client {
    let authentication = node["authentication"]
    let method = authentication?["method"]?.text.flatMap(Client.Method.init) ?? .none
    var client = Client(server: node["server"]?.text ?? "", id: node["id"]?.text ?? "", method: method)
    func secret(_ name: String) -> SecretReference? { authentication?[name].flatMap { SecretReference($0.json) } }
    client.key = secret("key")
    client.certificate = secret("certificate")
    client.secret = secret("secret")
    client.scopes = texts(node["scopes"])
    client.redirectURI = node["redirect-uri"]?.text
    client.authentication = authentication?.json ?? .object([])
    return client
  }

  private func hook(_ node: Node) -> Hook {
    if let url = node["post"]?.text {
      return .post(url: url, authorization: node["authorization"].flatMap { SecretReference($0.json) })
    }
    return .run(node["run"]?.text.map { [$0] } ?? texts(node["run"]))
  }

  private var limits: Limits {
    var limits = Limits()
    let node = root["limits"]
    func milliseconds(_ name: String) -> Int? { node?[name]?.text.flatMap(Spelling.milliseconds) }
    if let value = milliseconds("max-wait") { limits.maxWait = value }
    if let value = milliseconds("connect-timeout") { limits.connectTimeout = value }
    if let value = milliseconds("timeout") { limits.timeout = value }
    if let value = milliseconds("hook-timeout") { limits.hookTimeout = value }
    if let value = node?["parallel"]?.integer { limits.parallel = max(1, value) }
    limits.rate = node?["rate"]?.text.flatMap(Spelling.perSecond)
    return limits
  }
}
