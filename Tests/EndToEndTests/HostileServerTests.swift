import Foundation
import OrderedJSON
import Testing

/// Servers that misbehave: the run goes on, ends in time, and says what happened.
extension EndToEnd {
  @Suite("Hostile servers", .serialized) struct HostileServers {
    /// How the token endpoint misbehaves; its metadata is always fine.
    enum Manner: String, CaseIterable, Sendable {
      case hangs, giantBody = "giant-body", giantHeaders = "giant-headers", closesMidResponse = "closes-mid-response", garbage, deepJSON =
        "deep-json"
      case redirectsElsewhere = "redirects-elsewhere"
    }

    /// A server on loopback, in Python so that it shares nothing with either stack.
    static let script = """
      import json, socket, sys, threading, time
      manner = sys.argv[1]
      listener = socket.create_server(("127.0.0.1", 0))
      port = listener.getsockname()[1]
      base = f"http://127.0.0.1:{port}"
      print(port, flush=True)
      metadata = json.dumps({"issuer": base, "token_endpoint": base + "/token", "jwks_uri": base + "/jwks"}).encode()

      def answer(c, body, status=b"200 OK", extra=b""):
          c.sendall(b"HTTP/1.1 " + status + b"\\r\\nContent-Type: application/json\\r\\nConnection: close\\r\\n" + extra
                    + b"Content-Length: " + str(len(body)).encode() + b"\\r\\n\\r\\n" + body)

      def serve(c):
          try:
              c.settimeout(30)
              data = b""
              while b"\\r\\n\\r\\n" not in data:
                  got = c.recv(65536)
                  if not got: return
                  data += got
              path = data.split(b" ")[1]
              if path.startswith(b"/.well-known/"): return answer(c, metadata)
              if path != b"/token": return answer(c, b"{}", b"404 Not Found")
              if manner == "hangs": time.sleep(25)
              elif manner == "giant-body":
                  c.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\n\\r\\n")
                  for _ in range(100000): c.sendall(b" " * 65536)
              elif manner == "giant-headers":
                  c.sendall(b"HTTP/1.1 200 OK\\r\\n")
                  for i in range(1000000): c.sendall(b"X-%d: " % i + b"a" * 1000 + b"\\r\\n")
              elif manner == "closes-mid-response": c.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 1000\\r\\n\\r\\n{\\"access_")
              elif manner == "garbage": c.sendall(bytes(range(256)) * 4)
              elif manner == "deep-json": answer(c, b"[" * 200000)
              elif manner == "redirects-elsewhere": answer(c, b"", b"307 Temporary Redirect", b"Location: http://127.0.0.2:1/token\\r\\n")
          except OSError:
              pass
          finally:
              c.close()

      while True:
          connection, _ = listener.accept()
          threading.Thread(target=serve, args=(connection,), daemon=True).start()
      """

    @Test("the run ends in time, nothing passes, and the suite does not break", arguments: Manner.allCases)
    func survives(manner: Manner) throws {
      let folder = try Folder()
      let script = try folder.write("server.py", Self.script)
      let server = Process()
      server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      server.arguments = ["python3", script, manner.rawValue]
      let output = Pipe()
      server.standardOutput = output
      server.standardError = FileHandle.nullDevice
      try server.run()
      defer {
        // A child of a worker thread inherits its signal mask, in which SIGTERM is blocked.
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
      }
      let port = try #require(
        Int(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)))
      let file = try folder.write(
        "target.yaml",
        """
        target: {name: Hostile, version: "1"}
        declares: [client-credentials, dpop]
        servers: {home: {issuer: "http://127.0.0.1:\(port)", metadata: discover}}
        resources: {tool: {server: home, url: "http://127.0.0.1:\(port)/tool", identifier: "http://127.0.0.1:\(port)/tool", scopes: {read: read}}}
        clients: {agent: {server: home, id: agent, authentication: {method: client_secret_basic, secret: {env: AGENT_SECRET}}, scopes: [read]}}
        limits: {timeout: 2s, connect-timeout: 1s, max-wait: 2s}
        """)
      let arguments = ["run", "--target", file, "--scenario", "possession.dpop.authorization-server.time", "--reports", folder.path + "/r"]
      let outcome = try Program.aims(arguments, environment: ["AGENT_SECRET": "hunter2-hunter2-hunter2"])
      #expect([1, 3].contains(outcome.status), "status \(outcome.status): \(outcome.errors)")
      #expect(outcome.seconds < 60)
      let found = try verdicts(folder.read("r/report.json"))
      #expect(!found.isEmpty)
      #expect(!found.values.contains("passed"), "\(found)")
      #expect(!found.values.contains("errored"), "\(found)")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/r") {
        #expect(!(try folder.read("r/" + name)).contains("hunter2-hunter2"), "\(name) shows the secret")
      }
    }
  }
}
