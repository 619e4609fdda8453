/** Tests of the function: events as AWS sends them, and real servers behind it. */
@NullMarked
package dev.lockstep.reader.lambda;

import org.jspecify.annotations.NullMarked;
