/** Server-Sent Events as a client sees them. */
@NullMarked
package dev.lockstep.testbed.events;

import org.jspecify.annotations.NullMarked;
