@NullMarked
package dev.lockstep.simulation.conformance;

import org.jspecify.annotations.NullMarked;
