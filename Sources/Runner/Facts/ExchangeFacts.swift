import Forge
import Foundation
import OrderedJSON
import Results
import Wire

/// What every HTTP exchange yields, whatever it was for.
struct ExchangeFacts {
  let vault: SecretVault
  /// Whether exchanges are kept for reports; the self-test needs verdicts only.
  var keepsExchanges = true

  /// Members of an answer that are secrets by their names.
  static let secretMembers: Set<String> = [
    "access_token", "refresh_token", "id_token", "code", "client_secret", "registration_access_token", "auth_req_id", "request_uri",
    "credential", "token", "challenge", "attestation_challenge", "device_code", "user_code", "svid", "wit", "assertion",
  ]

  /// The facts that do not depend on the action; `outcome` is put in front by the action.
  func facts(_ draft: MessageDraft, _ exchange: Exchange, now: Int) -> JSON {
    var facts = JSON.object([])
    if let response = exchange.response {
      rememberSecrets(ofRedirect: response)
      facts["status"] = .integer(response.status)
      facts["headers"] = headers(response.headers)
      facts["challenge"] = .array(challenges(response.headers))
      if let body = body(response.body) { facts["body"] = body }
      facts["content-type"] = mediaType(response.headers).map(JSON.string)
    }
    if let failure = exchange.failure { facts["failure"] = .string(vault.redact("\(failure)")) }
    facts["tls"] = tls(exchange)
    facts["elapsed"] = .integer(milliseconds(exchange.timings.total))
    facts["sent"] = sent(draft, now: now)
    facts["answered"] = ["at": .integer(now + milliseconds(exchange.timings.total))]
    for artefact in draft.artefacts { facts[artefact.name] = artefact.fact }
    return facts
  }

  /// A redirect to the client carries codes and tokens in its address, in a header that is otherwise no secret.
  private func rememberSecrets(ofRedirect response: Response) {
    for field in response.headers where field.name.lowercased() == "location" {
      for parameter in field.value.split(whereSeparator: { "?#&".contains($0) }).dropFirst() {
        let pair = parameter.split(separator: "=", maxSplits: 1).map(String.init)
        guard pair.count == 2, Self.secretMembers.contains(pair[0]) else { continue }
        vault.remember(pair[1])
        vault.remember(pair[1].removingPercentEncoding ?? pair[1])
      }
    }
  }

  func headers(_ fields: [HeaderField]) -> JSON {
    var out: [JSON.Member] = []
    for field in fields {
      let value: JSON =
        ["set-cookie", "authorization"].contains(field.name.lowercased()) ? vault.fact(field.value) : .string(vault.redact(field.value))
      if let index = out.firstIndex(where: { $0.name.lowercased() == field.name.lowercased() }) {
        out[index].value = .array((out[index].value.array ?? []) + [value])
      } else {
        out.append(.init(field.name, .array([value])))
      }
    }
    return .object(out)
  }

  /// Content as a fact: JSON with its secrets taken out, other text redacted and cut; nil if there is none.
  func body(_ bytes: [UInt8]) -> JSON? {
    if bytes.isEmpty { return nil }
    if let json = try? JSON.parse(bytes) { return conceal(SpecialFact.escape(json)) }
    return .string(vault.redact(String(String(decoding: bytes.prefix(4000), as: UTF8.self))))
  }

  /// Secrets become their fingerprints.
  func conceal(_ json: JSON) -> JSON {
    switch json {
    case .object(let members):
      return .object(
        members.map { member in
          if Self.secretMembers.contains(member.name), case .string(let text) = member.value, !text.isEmpty {
            return .init(member.name, vault.fact(text))
          }
          return .init(member.name, conceal(member.value))
        })
    case .array(let elements): return .array(elements.map(conceal))
    case .string(let text): return text.hasPrefix("eyJ") && text.contains(".") ? vault.fact(text) : json
    case .null, .bool, .number: return json
    }
  }

  private func mediaType(_ fields: [HeaderField]) -> String? {
    fields.first { $0.name.lowercased() == "content-type" }.map {
      String($0.value.prefix { $0 != ";" }).trimmingCharacters(in: .whitespaces).lowercased()
    }
  }

  private func tls(_ exchange: Exchange) -> JSON {
    guard let tls = exchange.tls else { return SpecialFact.unknown("no TLS facts of this exchange") }
    var alert = tls.alertReceived
    if case .tls(let number?, _)? = exchange.failure { alert = alert ?? number }
    return .object(of: [
      "version": tls.version.map { .string($0.rawValue) }, "cipher": tls.cipher.map(JSON.string), "alpn": tls.alpn.map(JSON.string),
      "alert": alert.map { .integer($0) },
    ])
  }

  private func sent(_ draft: MessageDraft, now: Int) -> JSON {
    var out: JSON = ["at": .integer(now), "method": .string(draft.method), "url": .string(vault.redact(draft.url))]
    out["query"] = fields(draft.query)
    if let form = draft.form { out["form"] = fields(form) }
    if let chain = draft.certificate?.chain, let leaf = (try? Certificate.parse(pem: chain))?.first {
      out["certificate"] = CertificateFacts.passedOn(leaf)
    }
    return out
  }

  private func fields(_ fields: [(String, String)]) -> JSON {
    .object(
      fields.map { name, value in
        let isSecret = [
          "client_secret", "password", "client_assertion", "assertion", "code", "refresh_token", "token", "subject_token",
          "actor_token", "code_verifier", "access_token", "auth_req_id", "request_uri",
        ].contains(name)
        return .init(name, isSecret ? vault.fact(value) : .string(vault.redact(value)))
      })
  }

  func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  // MARK: Reports

  /// The exchange as reports show it.
  func summary(_ draft: MessageDraft, _ exchange: Exchange) -> ExchangeSummary {
    guard keepsExchanges else {
      return ExchangeSummary(method: draft.method, url: "", status: exchange.response?.status, failure: exchange.failure.map { "\($0)" })
    }
    func shown(_ name: String, _ value: String) -> (String, String) {
      let hidden = ["authorization", "dpop", "cookie", "set-cookie", "workload-identity-token", "workload-proof-token"].contains(
        name.lowercased())
      if name.lowercased() == "authorization", let space = value.firstIndex(of: " ") {
        return (name, "\(value[..<space]) ‹secret \(vault.remember(String(value[value.index(after: space)...])))›")
      }
      return (name, hidden ? "‹secret \(vault.remember(value))›" : vault.redact(value))
    }
    if let response = exchange.response { rememberSecrets(ofRedirect: response) }
    var headers = draft.headers.map { shown($0.0, $0.1) }
    if let sent = exchange.sent {
      headers = sent.headers.map { shown($0.name, $0.value) }
    }
    var requestBody = draft.content.map { text($0) }
    if let form = draft.form {
      requestBody = fields(form).members?.map { "\($0.name)=\(Describe.fact($0.value).trimmingCharacters(in: ["\""]))" }.joined(
        separator: "\n")
    }
    return ExchangeSummary(
      method: draft.method, url: vault.redact(draft.target), requestHeaders: headers, requestBody: requestBody,
      status: exchange.response?.status, responseHeaders: exchange.response?.headers.map { shown($0.name, $0.value) } ?? [],
      responseBody: exchange.response.flatMap { response in response.body.isEmpty ? nil : shownBody(response.body) },
      failure: exchange.failure.map { vault.redact("\($0)") },
      artefacts: draft.artefacts.map { name, fact in (name, withoutCompact(fact)) })
  }

  private func shownBody(_ bytes: [UInt8]) -> String {
    guard let fact = body(bytes) else { return "" }
    if case .string(let text) = fact { return text }
    return prettied(fact).pretty
  }

  /// Secrets as short words instead of objects.
  private func prettied(_ fact: JSON) -> JSON {
    if SpecialFact.fingerprint(fact) != nil { return .string(Describe.fact(fact)) }
    switch fact {
    case .object(let members): return .object(members.map { .init($0.name, prettied($0.value)) })
    case .array(let elements): return .array(elements.map(prettied))
    case .null, .bool, .number, .string: return fact
    }
  }

  private func withoutCompact(_ fact: JSON) -> JSON {
    if SpecialFact.fingerprint(fact) != nil { return .string(Describe.fact(fact)) }
    var fact = fact
    fact["compact"] = nil
    return prettied(fact)
  }

  private func text(_ bytes: [UInt8]) -> String { vault.redact(String(decoding: bytes.prefix(4000), as: UTF8.self)) }

  // MARK: Challenges

  /// The challenges of all `WWW-Authenticate` lines (RFC 9110 section 11.6.1): scheme and parameters of each.
  func challenges(_ fields: [HeaderField]) -> [JSON] {
    fields.filter { $0.name.lowercased() == "www-authenticate" }.flatMap { ChallengeParser.parse($0.value) }.map(SpecialFact.escape)
  }
}

/// Takes a `WWW-Authenticate` value apart.
enum ChallengeParser {
  private static let known = ["bearer": "Bearer", "dpop": "DPoP", "basic": "Basic", "wit": "WIT", "mutual": "Mutual"]

  static func parse(_ value: String) -> [JSON] {
    var challenges: [JSON] = []
    for part in split(value) {
      let trimmed = part.trimmingCharacters(in: .whitespaces)
      let word = trimmed.prefix { !$0.isWhitespace && $0 != "=" }
      let afterWord = trimmed[word.endIndex...]
      let isScheme = afterWord.isEmpty || (afterWord.first?.isWhitespace == true && !afterWord.drop(while: \.isWhitespace).hasPrefix("="))
      var parameter = trimmed
      if isScheme, !word.isEmpty {
        challenges.append(["scheme": .string(known[word.lowercased()] ?? String(word))])
        parameter = afterWord.trimmingCharacters(in: .whitespaces)
      }
      guard !challenges.isEmpty, let equals = parameter.firstIndex(of: "=") else { continue }
      let name = parameter[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
      guard !name.isEmpty, !name.contains(" ") else { continue }
      challenges[challenges.count - 1][name] = .string(
        unquoted(parameter[parameter.index(after: equals)...].trimmingCharacters(in: .whitespaces)))
    }
    return challenges
  }

  /// At commas outside quotes.
  private static func split(_ value: String) -> [String] {
    var parts = [""], isQuoted = false, isEscaped = false
    for character in value {
      if isEscaped {
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        parts.append("")
        continue
      }
      parts[parts.count - 1].append(character)
    }
    return parts.filter { !$0.allSatisfy(\.isWhitespace) }
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    var out = "", isEscaped = false
    for character in text.dropFirst().dropLast() {
      if !isEscaped, character == "\\" {
        isEscaped = true
      } else {
        out.append(character)
        isEscaped = false
      }
    }
    return out
  }
}
