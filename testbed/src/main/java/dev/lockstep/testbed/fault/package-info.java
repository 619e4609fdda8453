/**
 * What hurts a Lockstep for real: network links that are cut, held and slowed, and Redis servers that fail over, lose what
 * they had acknowledged and hand slots to each other. Knows nothing of how the services work.
 */
@NullMarked
package dev.lockstep.testbed.fault;

import org.jspecify.annotations.NullMarked;
