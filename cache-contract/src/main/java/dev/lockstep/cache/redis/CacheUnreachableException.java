package dev.lockstep.cache.redis;

/** Redis does not answer. Nothing is known of whether a call took place. */
public final class CacheUnreachableException extends RuntimeException {

    CacheUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
