/**
 * Typed settings, read once at start from a file and the environment. A service refuses to start on a wrong, missing or
 * misspelt one and names all problems at once; secrets are never shown.
 */
@NullMarked
package dev.lockstep.settings;

import org.jspecify.annotations.NullMarked;
