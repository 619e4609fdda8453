/** Places in the source's commit order, as text that sorts as they do. */
@NullMarked
package dev.lockstep.cache.position;

import org.jspecify.annotations.NullMarked;
