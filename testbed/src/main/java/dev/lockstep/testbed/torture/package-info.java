/** A whole Lockstep whose servers, services and links are hurt again and again, while everything that it answers is written down. */
@NullMarked
package dev.lockstep.testbed.torture;

import org.jspecify.annotations.NullMarked;
