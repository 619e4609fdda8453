/** A deterministic simulation of a source, Redis, two workers and readers, which looks for a schedule that breaks a promise. */
@NullMarked
package dev.lockstep.simulation;

import org.jspecify.annotations.NullMarked;
