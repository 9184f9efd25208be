/// Whether a text fits a pattern in which `*` stands for anything.
public func matches(glob: String, _ text: String) -> Bool {
  let pattern = Array(glob.utf8), bytes = Array(text.utf8)
  var p = 0, t = 0
  var star: (pattern: Int, text: Int)?
  while t < bytes.count {
    if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
      star = (p, t)
      p += 1
    } else if p < pattern.count, pattern[p] == bytes[t] {
      p += 1
      t += 1
    } else if let last = star {
      star = (last.pattern, last.text + 1)
      p = last.pattern + 1
      t = last.text + 1
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
}
