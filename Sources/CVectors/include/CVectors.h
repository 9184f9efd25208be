#pragma once
#include <stddef.h>

/// A file of vectors/ as it was when the binary was built.
struct aims_vector {
  /// Relative to vectors/.
  const char *_Nonnull path;
  const unsigned char *_Nonnull bytes;
  size_t length;
};

/// Sorted by path.
extern const struct aims_vector aims_vectors[];
extern const size_t aims_vectors_count;

/// The file at an index below `aims_vectors_count`.
static inline struct aims_vector aims_vector_at(size_t index) { return aims_vectors[index]; }
