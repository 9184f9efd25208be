import Documents
import Foundation
import Targets
import Testing

@Suite struct HookPrograms {
  private func reason(_ command: [String], limit: Double = 10) -> String? {
    do throws(HookFailure) {
      _ = try HookProgram(command: command, folder: "/", timeLimit: limit).run(input: "{}")
      return nil
    } catch {
      return error.reason
    }
  }

  @Test("the input reaches the program, the output comes back, it runs in the folder") func answers() throws {
    let folder = NSTemporaryDirectory() + "aims hook \(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "#!/bin/sh\npwd\ncat\necho \"$1\"\n".write(toFile: folder + "/program", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/program")
    let output = try HookProgram(command: ["./program", "an argument"], folder: folder).run(input: #"{"a":1}"#)
    #expect(output.hasSuffix("\n{\"a\":1}an argument\n"))
    #expect(output.contains("aims hook"))
    #expect(try HookProgram(command: ["echo", "$HOME"], folder: "/").run(input: "") == "$HOME\n")
  }

  @Test(
    "each way to fail has its reason",
    arguments: [
      (["sh", "-c", "exit 3"], "ended with status 3"), (["sh", "-c", "kill -9 $$"], "ended by signal 9"),
      (["no-such-program"], "was not found"),
      (["/etc/passwd"], "may not be executed"), (["printf", "\\377"], "no UTF-8"), (["sh", "-c", "yes"], "more than 1 MiB"),
      ([], "names no program"),
    ])
  func failures(command: [String], expected: String) {
    #expect(reason(command)?.contains(expected) == true, "\(reason(command) ?? "nothing")")
  }

  @Test("a program that hangs is ended in time, with what it started") func hangs() throws {
    let marker = NSTemporaryDirectory() + "aims-hook-\(UUID().uuidString)"
    let start = Date()
    #expect(reason(["sh", "-c", "(sleep 2; touch \(marker)) & sleep 60"], limit: 0.3) == "sh did not end within 0.3 s and was ended")
    #expect(Date().timeIntervalSince(start) < 5)
    Thread.sleep(forTimeInterval: 2.2)
    #expect(!FileManager.default.fileExists(atPath: marker))
  }

  @Test("what it leaves behind does not hold it up") func background() throws {
    let start = Date()
    #expect(try HookProgram(command: ["sh", "-c", "sleep 5 & echo done"], folder: "/").run(input: "") == "done\n")
    #expect(Date().timeIntervalSince(start) < 4)
  }

  @Test("many at a time end each for itself") func many() async {
    let lengths = await withTaskGroup(of: Int.self) { group in
      for number in 0..<24 {
        group.addTask {
          let result = await HookProgram(command: ["sh", "-c", "cat; sleep 0.1; echo \(number)"], folder: "/").output(for: "x")
          return (try? result.get()) == "x\(number)\n" ? 1 : 0
        }
      }
      return await group.reduce(0, +)
    }
    #expect(lengths == 24)
  }
}

@Suite struct Whereabouts {
  @Test("the line of what is spoken of, or of what leads there") func lines() throws {
    let text =
      "target: {name: a, version: b}\nservers:\n  home: {issuer: https://as.example, metadata: discover}\nallow:\n  - a.example:1\n  - b.example:2\n"
    let (description, _) = TargetParser.parse(SourceFile(path: "some/where/target.yaml", text: text))
    let target = try #require(description)
    #expect(target.whereabouts(of: ["servers", "home", "issuer"]) == "target.yaml:3")
    #expect(target.whereabouts(of: ["servers", "abroad"]) == "target.yaml:2")
    #expect(target.whereabouts(of: ["allow", "1"]) == "target.yaml:6")
    #expect(target.whereabouts(of: ["nothing"]) == "target.yaml")
    #expect(target.folder == "some/where")
  }
}
