/** What the tests on real servers stand on: the servers, and a worker that does what a test tells it to. */
@NullMarked
package dev.lockstep.reader.stage;

import org.jspecify.annotations.NullMarked;
