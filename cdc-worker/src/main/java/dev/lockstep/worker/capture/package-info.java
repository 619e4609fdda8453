/** The embedded engine: its settings, its start, its end, and its records turned into changes. Nobody else knows it. */
@NullMarked
package dev.lockstep.worker.capture;

import org.jspecify.annotations.NullMarked;
