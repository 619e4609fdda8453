/** What HTTP sees: rows, problems, health. Decides nothing about where a row comes from. */
@NullMarked
package dev.lockstep.reader.http;

import org.jspecify.annotations.NullMarked;
