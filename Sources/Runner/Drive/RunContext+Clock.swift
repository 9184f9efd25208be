import Foundation
import Targets
import Wire

extension RunContext {
  /// Gives the target its real time back, if the run moved its clock: the hook is called with an empty object. Without that the next
  /// run would begin in a future that it knows nothing of. Done even if the run was cancelled; a failure changes no verdict.
  func restoreClock() async {
    guard clockShift != 0, let hook = target.hooks["set-clock"] else { return }
    // A task of its own: in one that was cancelled nothing is sent any more.
    await Task.detached { [self] in
      switch hook {
      case .post(let url, let authorization):
        var headers = [HeaderField("Content-Type", "application/json")]
        if let authorization, let token = try? secret(authorization) { headers.append(HeaderField("Authorization", "Bearer \(token)")) }
        _ = await send(Request(method: "POST", url: url, headers: headers, body: Array("{}".utf8), tls: tls(), limits: limits))
      case .run(let command):
        _ = await program(command).output(for: "{}")
      }
    }.value
  }

  /// A program of a hook, in the folder of the description.
  func program(_ command: [String]) -> HookProgram {
    HookProgram(command: command, folder: target.folder, timeLimit: Double(target.limits.hookTimeout) / 1000)
  }
}
