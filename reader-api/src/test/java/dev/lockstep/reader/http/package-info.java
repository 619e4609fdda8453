@NullMarked
package dev.lockstep.reader.http;

import org.jspecify.annotations.NullMarked;
