/** What the worker says of itself over HTTP. */
@NullMarked
package dev.lockstep.worker.http;

import org.jspecify.annotations.NullMarked;
