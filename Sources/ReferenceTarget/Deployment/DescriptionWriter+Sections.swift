extension DescriptionWriter {
  /// Sections beside servers, resources and clients.
  static func sections(_ writer: DescriptionWriter) -> [String] { [] }

  /// Names that the later parts of the target declare.
  static func furtherCapabilities(_ writer: DescriptionWriter) -> [String] { [] }
}
