/// A realistic implementation bug that the target can be started with. One enum for each area, in a file of its own; the raw value is
/// the name on the command line.
public protocol DefectCatalogue: RawRepresentable<String>, CaseIterable, Sendable, Hashable {
  /// The area whose scenarios must notice (a folder of `vectors/scenarios`).
  static var area: String { get }
  /// One sentence: what the broken implementation does.
  var about: String { get }
}

/// The areas' enums.
public enum Defect {
  static let catalogues: [any DefectCatalogue.Type] = [
    General.self, Possession.self, DPoP.self, Workload.self, Issuance.self, Exchange.self, CrossDomain.self, TransactionToken.self,
    Revocation.self, Signals.self, Transmitter.self, Delivery.self, StatusOf.self, Attestation.self, Credential.self, Discovery.self,
    Authentication.self, TokenRequest.self,
    AccessToken.self, Consent.self, Renewal.self, Backchannel.self, ClientAttestation.self,
    ForeignToken.self, WorkloadAPI.self, Holder.self, WorkloadCertificate.self, Approval.self, Audit.self, AuditTrail.self, Details.self,
    Registration.self, ClientDocument.self, Publication.self,
    Evidence.self,
    Canary.self, Registered.self,
    IdentityAssertion.self, Deputy.self, Receiving.self,
  ]

  /// A defect as `--list-defects` prints it.
  public struct Entry: Sendable {
    public let name: String
    public let area: String
    public let about: String
  }

  /// All of them, by area.
  public static let all: [Entry] = catalogues.flatMap { entries(of: $0) }

  private static func entries<Catalogue: DefectCatalogue>(of catalogue: Catalogue.Type) -> [Entry] {
    Catalogue.allCases.map { Entry(name: $0.rawValue, area: Catalogue.area, about: $0.about) }
  }
}

/// The defects in force. A policy asks `defects.has(.name)` at the place where it is broken.
public struct Defects: Sendable {
  private let names: Set<String>

  /// - Throws: `UnknownName` for a name that no catalogue has.
  public init(names: [String] = []) throws(UnknownName) {
    let known = Set(Defect.all.map(\.name))
    for name in names where !known.contains(name) { throw UnknownName(kind: "defect", name: name) }
    self.names = Set(names)
  }

  static let none = Defects(unchecked: [])
  private init(unchecked: Set<String>) { names = unchecked }

  /// Whether the target is sound: nothing need be looked at for the sake of a defect.
  var isEmpty: Bool { names.isEmpty }

  /// For the catalogues whose files ask themselves.
  func has(named name: String) -> Bool { names.contains(name) }

  func has(_ defect: Defect.General) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Possession) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Approval) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Holder) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.WorkloadCertificate) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.DPoP) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Workload) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Issuance) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Authentication) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.TokenRequest) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.AccessToken) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.ForeignToken) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Consent) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Backchannel) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.ClientAttestation) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Renewal) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Exchange) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.StatusOf) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Transmitter) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Delivery) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Signals) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.CrossDomain) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.TransactionToken) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Revocation) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Attestation) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Credential) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.WorkloadAPI) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Audit) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Registration) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Publication) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Evidence) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.ClientDocument) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Canary) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Registered) -> Bool { names.contains(defect.rawValue) }
  func has(_ defect: Defect.Discovery) -> Bool { names.contains(defect.rawValue) }
}

/// A defect or preset that does not exist.
public struct UnknownName: Error, CustomStringConvertible, Sendable {
  public let kind: String
  public let name: String
  public var description: String { "there is no \(kind) \"\(name)\"; --list-\(kind)s prints them all" }
}
