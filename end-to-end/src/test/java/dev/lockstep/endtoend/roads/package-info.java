/** The two roads by which a row reaches Redis, the binlog and a SELECT, side by side on a real server. */
@NullMarked
package dev.lockstep.endtoend.roads;

import org.jspecify.annotations.NullMarked;
