/**
 * {@code ./lockstep demo} and {@code ./lockstep up}: everything on this machine with one command, and nothing of it left
 * afterwards.
 */
@NullMarked
package dev.lockstep.testbed.cli;

import org.jspecify.annotations.NullMarked;
