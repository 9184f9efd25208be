import Foundation
import OrderedJSON
import Testing

/// The authorization code without a person, in the three ways that a target description knows.
extension EndToEnd {
  @Suite("Consent without a person", .serialized) struct UserDrivers {
    static let selection = ["--scenario", "issuance.authorization-code.*"]

    /// A program that signs in as an operator's would: it shares nothing with either stack.
    static let signIn = """
      import http.cookiejar, json, re, ssl, sys, urllib.error, urllib.parse, urllib.request
      order = json.load(sys.stdin)
      class NoRedirect(urllib.request.HTTPRedirectHandler):
          def redirect_request(self, *arguments): return None
      browser = urllib.request.build_opener(
          urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile="ca.pem")), urllib.request.HTTPCookieProcessor(),
          urllib.request.ProxyHandler({}), NoRedirect)
      def visit(url, data=None, headers={}):
          try: answer = browser.open(urllib.request.Request(url, data, headers))
          except urllib.error.HTTPError as refusal: answer = refusal
          return answer.status, answer.headers.get("Location"), answer.read().decode()
      body = order["body"].encode() if order["method"] == "POST" else None
      status, location, page = visit(order["url"], body, order["headers"])
      base = order["url"].split("/authorize")[0]
      while status == 200:
          fields = {"visit": re.search('name="visit" value="([^"]*)"', page).group(1)}
          if 'name="password"' in page:
              fields |= {"username": order["hint"], "password": open(order["hint"] + ".password").read().strip()}
              path = "/sign-in"
          else:
              fields |= {"decision": order["decision"]}
              path = "/consent"
          status, location, page = visit(base + path, urllib.parse.urlencode(fields).encode())
      print(json.dumps({"redirect": location, "status": status}) if location else json.dumps({"status": status}))
      """

    /// A description beside that of a running target, with other drivers for its users.
    private func describe(_ served: Served, driver: String, hook: String? = nil, limits: String = "") throws -> String {
      var lines: [String] = []
      for line in try served.folder.read("target.yaml").split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        if let user = ["alice", "bob", "pool"].first(where: { line.hasPrefix("  \($0): {hint:") }) {
          lines.append("  \(user): {hint: \(user), subject: user-\(user), driver: \(driver.replacing("USER", with: user))}")
        } else if line == "hooks:", let hook {
          lines += [line, "  sign-in: {run: \(hook)}"]
        } else {
          lines.append(line.hasPrefix("limits: {") ? line.replacing("limits: {", with: "limits: {\(limits)") : line)
        }
      }
      return try served.folder.write("other.yaml", lines.joined(separator: "\n"))
    }

    private func run(_ description: String, _ selection: [String] = Self.selection) throws -> (Program.Outcome, report: String) {
      let folder = try Folder()
      let outcome = try Program.aims(["run", "--target", description, "--reports", folder.path] + selection)
      return (outcome, try folder.read("report.json"))
    }

    @Test("a server that redirects at once, its forms, and a program of the operator lead to the same verdicts") func alike() throws {
      let automatic = try Served(), asking = try Served(["--preset", "sign-in-form"])
      _ = try asking.folder.write("sign-in.py", Self.signIn)
      let (first, firstReport) = try run(automatic.description)
      #expect(first.status == 0, "\(first.output.suffix(1500)) \(first.errors)")
      let expected = try verdicts(firstReport)
      #expect(expected.values.count { $0 == "passed" } > 40, "\(expected)")

      let (second, secondReport) = try run(asking.description)
      #expect(second.status == 0, "\(second.output.suffix(1500)) \(second.errors)")
      #expect(try verdicts(secondReport) == expected)

      let hooked = try describe(asking, driver: "{hook: sign-in}", hook: "[python3, sign-in.py]")
      let (third, thirdReport) = try run(hooked)
      #expect(third.status == 0, "\(third.output.suffix(1500)) \(third.errors)")
      // A program does not show what only a browser sees.
      for (id, verdict) in try verdicts(thirdReport) where verdict != "skipped" { #expect(verdict == expected[id], "\(id)") }
      #expect(try verdicts(thirdReport).values.count { $0 == "passed" } > 40)
      withExtendedLifetime((automatic, asking)) {}
    }

    @Test(
      "a hook that gives nothing leaves the checks unproven, and its line and the reason are said",
      arguments: [
        ("[sh, -c, \"exit 3\"]", "ended with status 3"), ("[sh, -c, \"echo one; echo two\"]", "printed 2 lines"),
        ("[echo, nonsense]", "no absolute address"), ("[echo, '{\"a\": 1}']", "neither redirect nor status"),
        ("[echo, \"https://as.example/login\"]", "neither code nor error"), ("[sleep, \"20\"]", "did not end within 0.3 s"),
        ("./no-such-program", "was not found"),
      ])
    func brokenHook(program: String, reason: String) throws {
      let served = try Served()
      let description = try describe(served, driver: "{hook: sign-in}", hook: program, limits: "hook-timeout: 300ms, ")
      let line =
        try #require(
          served.folder.read("other.yaml").split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.hasPrefix("  sign-in:") }) + 1
      let (outcome, report) = try run(description, ["--scenario", "issuance.authorization-code.redirect"])
      #expect(outcome.status == 3, "\(outcome.errors)")
      #expect(outcome.seconds < 30)
      #expect(report.contains("hook sign-in (other.yaml:\(line))"), "\(outcome.output.suffix(1500))")
      #expect(report.contains(reason), "\(outcome.output.suffix(1500))")
      #expect(try verdicts(report).values.allSatisfy { $0 == "unproven" || $0 == "skipped" })
    }

    @Test("a login that is refused, a form without the button, and a server that does ask are named by their line")
    func brokenForms() throws {
      let served = try Served(["--preset", "sign-in-form"])
      for (driver, reason) in [
        (
          "{form: {fields: {username: USER, password: {file: control-secret}}, approve: {decision: approve}, deny: {decision: deny}}}",
          "as after a wrong password"
        ),
        (
          "{form: {fields: {username: USER, password: {file: USER.password}}, approve: {allow: \"1\"}}}",
          "the buttons decision=deny, decision=approve"
        ),
        ("{auto: true}", "whom it does not ask"),
      ] {
        let description = try describe(served, driver: driver)
        let line =
          try #require(
            served.folder.read("other.yaml").split(separator: "\n", omittingEmptySubsequences: false)
              .firstIndex { $0.hasPrefix("  alice: {hint:") }) + 1
        let (outcome, report) = try run(description, ["--scenario", "issuance.authorization-code.redirect"])
        #expect([1, 3].contains(outcome.status), "\(outcome.errors)")
        #expect(report.contains("user alice (other.yaml:\(line))"), "\(driver): \(outcome.output.suffix(1500))")
        #expect(report.contains(reason), "\(driver): \(outcome.output.suffix(1500))")
      }
    }
  }
}
