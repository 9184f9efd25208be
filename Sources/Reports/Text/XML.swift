/// Text for XML 1.0 and for HTML, in content and in attributes. What XML forbids is spelled out by `visible`.
func xml(_ text: String, multiline: Bool = true) -> String {
  var out = ""
  for scalar in visible(text, multiline: multiline).unicodeScalars {
    switch scalar {
    case "&": out += "&amp;"
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "\"": out += "&quot;"
    case "'": out += "&#39;"
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out
}

/// An attribute value of one line.
func attribute(_ text: String) -> String { xml(text, multiline: false) }
