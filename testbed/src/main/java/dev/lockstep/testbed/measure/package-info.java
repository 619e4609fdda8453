/**
 * Looks at a Lockstep from outside: how long until a commit is visible in Redis, and whether what Redis holds is what the
 * table holds. Knows nothing of how the services work.
 */
@NullMarked
package dev.lockstep.testbed.measure;

import org.jspecify.annotations.NullMarked;
