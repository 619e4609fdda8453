/** The reader as a Lambda function: events in the place of an HTTP server. */
@NullMarked
package dev.lockstep.reader.lambda;

import org.jspecify.annotations.NullMarked;
