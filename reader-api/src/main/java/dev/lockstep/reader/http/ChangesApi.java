package dev.lockstep.reader.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.concurrent.CompletionStage;

/** Changes by HTTP, as Server-Sent Events; part of the OpenAPI document. */
interface ChangesApi {

    /**
     * Changes of a table, as long as the client wants to know; or the row of this key, where no events are asked for. The type of
     * the body is how the framework finds out who writes it; problems and rows have other ones.
     */
    @Get("/v1/{table}/changes")
    @Produces({MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "changes",
            summary = "Changes of a table, as they are committed",
            description =
                    "Server-Sent Events, where the Accept header names text/event-stream; without it, this is the row"
                            + " whose key is the text \"changes\". Events: row (it is there and looks so), gone (no row of this key),"
                            + " ask (the row has changed; read it), cleared (read all rows of the table anew), reset (changes are"
                            + " missing before; read everything anew). Each has an id from which any reader resumes. What is read"
                            + " after an ask, cleared or reset has all of it if the request has the event's id as"
                            + " Lockstep-Position.",
            parameters = {
                @Parameter(
                        name = "table",
                        in = ParameterIn.PATH,
                        required = true,
                        description = "As table, or as schema.table where two schemas have one of that name.",
                        example = "hero",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "key",
                        in = ParameterIn.QUERY,
                        description =
                                "Follow only these rows, up to 100. Each as the key in the path of a row, or in an event.",
                        array = @ArraySchema(schema = @Schema(type = "string"))),
                @Parameter(
                        name = "from",
                        in = ParameterIn.QUERY,
                        description = "Resume after this event, for clients that cannot set Last-Event-ID. Without"
                                + " either the stream begins now; who wants the rows too reads them behind its first id, with"
                                + " that as Lockstep-Position.",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "Last-Event-ID",
                        in = ParameterIn.HEADER,
                        description = "Resume after this event.",
                        schema = @Schema(type = "string"))
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "Events, until the client goes away.",
                        content =
                                @Content(
                                        mediaType = MediaType.TEXT_EVENT_STREAM,
                                        schema = @Schema(type = "string"),
                                        examples =
                                                @ExampleObject(
                                                        "id: 1767225600000000000700000000409600000000011\nevent: row\n"
                                                                + "data: {\"table\":\"heroes.hero\",\"key\":\"42\",\"committed\":"
                                                                + "\"2026-01-01T00:00:00.120Z\",\"row\":{\"id\":42}}"))),
                @ApiResponse(
                        responseCode = "400",
                        description = "A key or the place to resume from cannot be understood.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class))),
                @ApiResponse(
                        responseCode = "403",
                        description = "The caller does not see all columns of the table's key.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class))),
                @ApiResponse(
                        responseCode = "404",
                        description = "There is no such table, or changes are not kept (CACHE_CHANGES).",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class))),
                @ApiResponse(
                        responseCode = "503",
                        description =
                                "As many clients as READER_STREAMS allows follow changes here, or Redis does not answer.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class)))
            })
    CompletionStage<HttpResponse<EventStream>> changes(HttpRequest<?> request);
}
