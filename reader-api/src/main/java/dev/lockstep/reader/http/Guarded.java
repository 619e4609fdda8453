package dev.lockstep.reader.http;

import io.micronaut.http.MediaType;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What every operation may answer that {@link Gate} stands before; for the OpenAPI document. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.SOURCE)
@ApiResponse(
        responseCode = "401",
        description = "The caller has not said who he is, or what he said does not hold.",
        headers = @Header(name = "WWW-Authenticate", description = "How to say it.", schema = @Schema(type = "string")),
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                        schema = @Schema(implementation = Problem.class)))
@ApiResponse(
        responseCode = "429",
        description = "The caller has made all requests that he may make in this second.",
        headers = @Header(name = "Retry-After", description = "In seconds.", schema = @Schema(type = "integer")),
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                        schema = @Schema(implementation = Problem.class)))
@interface Guarded {}
