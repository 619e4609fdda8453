/**
 * What Redis holds and the only ways to change it. Three writers (the worker's apply, the reader's fill, a back-fill) keep
 * one rule, and the rule is in the scripts of this package; no other code writes an entry. Lettuce is known here only.
 */
@NullMarked
package dev.lockstep.cache.redis;

import org.jspecify.annotations.NullMarked;
