/** The life of the worker: one run after another, each from what Redis says. */
@NullMarked
package dev.lockstep.worker.supervise;

import org.jspecify.annotations.NullMarked;
