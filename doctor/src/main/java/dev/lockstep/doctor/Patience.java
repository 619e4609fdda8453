package dev.lockstep.doctor;

import java.time.Duration;

/**
 * How long to wait for a server before saying that it does not answer.
 *
 * @param connect for a connection to MySQL or Redis
 * @param answer for one statement of MySQL; one command of Redis has {@code REDIS_TIMEOUT}
 */
record Patience(Duration connect, Duration answer) {

    static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5));
}
