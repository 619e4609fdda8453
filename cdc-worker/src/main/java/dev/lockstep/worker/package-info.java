/** The worker: reads the binlog of a MySQL server and keeps Redis in step with it. */
@NullMarked
package dev.lockstep.worker;

import org.jspecify.annotations.NullMarked;
