@NullMarked
package dev.lockstep.cache.document;

import org.jspecify.annotations.NullMarked;
