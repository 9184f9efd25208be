// ReferenceTarget
