/** What a row looks like to those who read it: one JSON document, byte for byte the same by every road. */
@NullMarked
package dev.lockstep.cache.document;

import org.jspecify.annotations.NullMarked;
