@NullMarked
package dev.lockstep.testbed.server;

import org.jspecify.annotations.NullMarked;
