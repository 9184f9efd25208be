/// The sockets of the Workload API in the state folder: one for each workload, and one that nobody is registered for.
final class WorkloadSockets: Sendable {
  /// By the role of the attester.
  let paths: [(role: String, path: String)]
  private let servers: [GRPCServer]

  /// The role of the place without identity.
  static let stranger = "stranger"
  /// What fits into `sockaddr_un`, with the final zero.
  private static let longestPath = 107

  private init(paths: [(role: String, path: String)], servers: [GRPCServer]) {
    self.paths = paths
    self.servers = servers
  }

  /// Opens them. Where the path of the state folder is too long for a socket there is no Workload API.
  static func open(deployment: Deployment, folder: StateFolder) async throws -> WorkloadSockets {
    let places: [(role: String, workload: String?)] = Roster.workloads.map { ($0.name, $0.identifier) } + [(stranger, nil)]
    let paths = places.map { (role: $0.role, path: folder.absolutePath + "/" + $0.role + ".sock") }
    guard paths.allSatisfy({ $0.path.utf8.count <= longestPath }) else { return WorkloadSockets(paths: [], servers: []) }
    let store = WorkloadStore(issuer: deployment.issuer, first: Roster.workloads.first?.identifier)
    let federated = deployment.cast.trustDomains.compactMap { domain in
      (try? PublicKey(jwk: domain.key.publicJWK)).map {
        FederatedDomain(
          name: domain.name, authority: domain.authority.certificate, key: $0,
          jwk: domain.key.publicKey.jwk(alg: "ES256", use: "jwt-svid", kid: domain.key.kid))
      }
    }
    var servers: [GRPCServer] = []
    for (place, path) in zip(places, paths) {
      let api = WorkloadAPI(issuer: deployment.issuer, workload: place.workload, store: store, federated: federated)
      servers.append(try await GRPCServer.start(socket: path.path) { api.answer($0) })
    }
    return WorkloadSockets(paths: paths, servers: servers)
  }

  func close() async { for server in servers { await server.stop() } }
}
