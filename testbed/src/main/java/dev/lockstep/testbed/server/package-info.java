/**
 * Real servers and services as small closeables. Where a server comes from is looked for in a fixed order: a given address,
 * a named binary, a container where a Docker engine answers, the embedded binary. A process that is started here never
 * outlives the JVM that started it, however that JVM ends.
 */
@NullMarked
package dev.lockstep.testbed.server;

import org.jspecify.annotations.NullMarked;
