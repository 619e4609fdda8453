package dev.lockstep.reader.http;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param type which problem; stable, to be compared by programs
 * @param title the same for people
 * @param status of the response
 * @param detail what about this request
 * @param instance the path of the request
 */
@Serdeable
@Schema(description = "A problem document (RFC 9457).")
record Problem(String type, String title, int status, String detail, String instance) {}
