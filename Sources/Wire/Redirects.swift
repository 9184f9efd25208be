/// Which request follows a redirect (RFC 9110 section 15.4).
enum Redirects {
  /// Nil when the response is no redirect with a usable `Location`.
  static func next(after response: Response, to request: Request) -> Request? {
    guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers[first: "Location"],
      let base = try? ParsedURL(request.url), let url = base.resolving(location)
    else { return nil }
    var next = request
    next.url = url
    next.raw = nil
    if response.status == 303 && request.method != "HEAD" || [301, 302].contains(response.status) && request.method == "POST" {
      next.method = "GET"
      next.body = nil
      next.headers.removeAll { ["content-type", "content-length", "transfer-encoding"].contains($0.name.lowercased()) }
    }
    let from = try? Address(url: request.url)
    let to = try? Address(url: url)
    if from?.origin != to?.origin || from?.isTLS != to?.isTLS {
      // What was meant for one origin is not for another: neither the credentials nor an explicit Host, nor the client certificate.
      next.headers.removeAll { ["authorization", "cookie", "proxy-authorization", "host", "dpop"].contains($0.name.lowercased()) }
      next.tls.certificate = nil
      next.tls.privateKey = nil
    }
    return next
  }
}
