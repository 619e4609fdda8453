@NullMarked
package dev.lockstep.testbed.fault;

import org.jspecify.annotations.NullMarked;
