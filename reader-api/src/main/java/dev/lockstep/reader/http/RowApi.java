package dev.lockstep.reader.http;

import dev.lockstep.reader.access.SecurityHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.util.concurrent.CompletionStage;

/** Rows by HTTP; from this the OpenAPI document is made. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Lockstep reader",
                        version = "1",
                        description = "Rows of a MySQL database, read from Redis that keeps step with it."
                                + " Where READER_AUTH wants it, callers show a key or a token; a table that a caller may"
                                + " not read is answered as one that is not there.",
                        license = @License(name = "Apache-2.0")),
        security = {@SecurityRequirement(name = "bearer"), @SecurityRequirement(name = "key")})
@SecurityScheme(
        name = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "An API key of READER_CALLERS, or a token (JWT) signed with a key of READER_JWT.")
@SecurityScheme(
        name = "key",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        paramName = SecurityHeaders.API_KEY,
        description = "An API key of READER_CALLERS.")
@ApiResponse(
        responseCode = "400",
        description = "The key does not fit the table's, or a demand cannot be understood.",
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                        schema = @Schema(implementation = Problem.class)))
@ApiResponse(
        responseCode = "404",
        description = "There is no such table.",
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                        schema = @Schema(implementation = Problem.class)))
@ApiResponse(
        responseCode = "500",
        description = "The row has a value that cannot be shown in JSON; or the reader has failed.",
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                        schema = @Schema(implementation = Problem.class)))
@ApiResponse(
        responseCode = "503",
        description = "Redis could not say, and the database could not be asked in time; or there is too much to do.",
        headers = @Header(name = "Retry-After", description = "In seconds.", schema = @Schema(type = "integer")),
        content =
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                        schema = @Schema(implementation = Problem.class)))
interface RowApi {

    /** One row, by its table and its primary key. Does not block. */
    @Get("/v1/{table}/{key:.+}")
    @Operation(
            operationId = "row",
            summary = "One row, by its primary key",
            description =
                    "Answered from Redis where it has the row, or knows that there is none; else from the database.",
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
                        in = ParameterIn.PATH,
                        required = true,
                        description =
                                "The parts of the primary key in its order, each percent-encoded, joined by commas."
                                        + " Binary parts as hexadecimal digits.",
                        example = "42",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = DemandHeaders.MAX_STALENESS,
                        in = ParameterIn.HEADER,
                        description =
                                "How old the answer may be. Where Redis is not as fresh, the worker is waited for a moment,"
                                        + " and then the database answers. Cache-Control: max-age does the same, in seconds.",
                        example = "250ms",
                        schema = @Schema(type = "string", pattern = "\\d{1,9}(ms|s|m|h)")),
                @Parameter(
                        name = LockstepHeaders.POSITION,
                        in = ParameterIn.HEADER,
                        description =
                                "What has to be in the answer: the Lockstep-Position of another answer, the GTID or the"
                                        + " GTID set of a commit, or file:offset in the binlog; several, up to 8, separated by semicolons.",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = DemandHeaders.CONSISTENCY,
                        in = ParameterIn.HEADER,
                        description = "From the database, now.",
                        example = "strong",
                        schema =
                                @Schema(
                                        type = "string",
                                        allowableValues = {"strong"})),
                @Parameter(
                        name = "If-None-Match",
                        in = ParameterIn.HEADER,
                        description =
                                "The entity tags that the caller has; where the row is still so, 304 without a body.",
                        schema = @Schema(type = "string"))
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The row: a member for each column, in the table's order.",
                        headers = {
                            @Header(
                                    name = "ETag",
                                    description = "The same for the same bytes, wherever they came from.",
                                    schema = @Schema(type = "string")),
                            @Header(
                                    name = LockstepHeaders.POSITION,
                                    description =
                                            "A place in the source's history after which nothing is in the answer;"
                                                    + " to be handed over with a later request, which is then no older.",
                                    schema = @Schema(type = "string")),
                            @Header(
                                    name = LockstepHeaders.EPOCH,
                                    description = "Which numbering of the source's binlog the position counts in.",
                                    schema = @Schema(type = "string")),
                            @Header(
                                    name = LockstepHeaders.COMMITTED,
                                    description = "When the row's last change was committed, where that is known.",
                                    schema = @Schema(type = "string", format = "date-time")),
                            @Header(
                                    name = LockstepHeaders.SOURCE,
                                    description = "Where the answer came from.",
                                    schema =
                                            @Schema(
                                                    type = "string",
                                                    allowableValues = {
                                                        "hit",
                                                        "negative",
                                                        "coalesced",
                                                        "near",
                                                        "miss",
                                                        "bypass"
                                                    })),
                            @Header(
                                    name = LockstepHeaders.STALENESS,
                                    description = "Everything committed longer ago than this is in the answer: such as"
                                            + " 123ms, or unknown.",
                                    schema = @Schema(type = "string"))
                        },
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(type = "object"),
                                        examples =
                                                @ExampleObject("{\"id\":42,\"name\":\"Ada\",\"power\":\"insight\"}"))),
                @ApiResponse(responseCode = "304", description = "The row is as the caller has it; headers as above."),
                @ApiResponse(
                        responseCode = "404",
                        description =
                                "There is no such row (with source, staleness and position as above), or no such table.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class))),
            })
    CompletionStage<HttpResponse<?>> row(HttpRequest<?> request);

    /** One row, by the columns of a unique key that is configured for look-ups. Does not block. */
    @Get("/v1/{table}/by/{columns}/{values:.+}")
    @Operation(
            operationId = "rowByUniqueKey",
            summary = "One row, by another unique key",
            description = "For the unique keys that DB_LOOKUPS lists. Answers are those of the operation above.",
            parameters = {
                @Parameter(
                        name = "table",
                        in = ParameterIn.PATH,
                        required = true,
                        example = "hero",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "columns",
                        in = ParameterIn.PATH,
                        required = true,
                        description = "The key's columns in the order of DB_LOOKUPS, joined by commas.",
                        example = "name",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "values",
                        in = ParameterIn.PATH,
                        required = true,
                        description = "Their values, written as those of a primary key are.",
                        example = "Storm",
                        schema = @Schema(type = "string"))
            },
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The row.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(type = "object"),
                                        examples =
                                                @ExampleObject(
                                                        "{\"id\":11,\"name\":\"Storm\",\"power\":\"weather\"}"))),
                @ApiResponse(
                        responseCode = "404",
                        description = "There is no such row, no such table, or no such look-up.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class)))
            })
    CompletionStage<HttpResponse<?>> rowByUniqueKey(HttpRequest<?> request);

    /** Many rows of one table. Does not block. */
    @Post("/v1/{target}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rows",
            summary = "Many rows of one table",
            description = "Up to 1,000 keys, in the table's primary key or by another unique one. The path ends with"
                    + " :batchGet. Answers come in the order of the keys, each with where it came from, or with its own"
                    + " problem.",
            parameters =
                    @Parameter(
                            name = "target",
                            in = ParameterIn.PATH,
                            required = true,
                            description = "The table, as above, and :batchGet.",
                            example = "hero:batchGet",
                            schema = @Schema(type = "string")),
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = "object"),
                                            examples = {
                                                @ExampleObject(name = "byKey", value = "{\"keys\":[1,\"2\"]}"),
                                                @ExampleObject(
                                                        name = "byName",
                                                        value = "{\"by\":[\"name\"],\"keys\":[\"Storm\"]}")
                                            })),
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "An answer for each key.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(type = "object"),
                                        examples =
                                                @ExampleObject(
                                                        "{\"rows\":[{\"source\":\"hit\",\"row\":{\"id\":1}},{\"source\":\"negative\",\"row\":null}]}"))),
                @ApiResponse(
                        responseCode = "400",
                        description = "The body or a header cannot be read.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class)))
            })
    CompletionStage<HttpResponse<?>> rows(HttpRequest<?> request, @Body byte[] body);

    /** The same for the one key that is an empty string, which the template above does not take. */
    @Get("/v1/{table}/")
    @Hidden
    default CompletionStage<HttpResponse<?>> rowOfEmptyKey(HttpRequest<?> request) {
        return row(request);
    }
}
