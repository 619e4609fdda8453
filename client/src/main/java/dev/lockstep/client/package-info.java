/** What an application needs to read its own writes through the reader. */
@NullMarked
package dev.lockstep.client;

import org.jspecify.annotations.NullMarked;
