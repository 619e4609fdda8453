/** The database: one row by its key, and what a connection can be shown to see. JDBC is known here only. */
@NullMarked
package dev.lockstep.reader.source;

import org.jspecify.annotations.NullMarked;
