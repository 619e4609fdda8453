/** The rule of the scripts as plain Java: one partition, in memory, one call at a time. */
@NullMarked
package dev.lockstep.simulation.model;

import org.jspecify.annotations.NullMarked;
