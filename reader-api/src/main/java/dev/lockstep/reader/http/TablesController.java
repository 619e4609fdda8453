package dev.lockstep.reader.http;

import dev.lockstep.reader.lookup.Tables;
import dev.lockstep.reader.startup.Late;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;

/** Says which tables there are. */
@Controller
@Guarded
final class TablesController {

    private final Late<Tables> tables;
    private final Asker asker;

    TablesController(Late<Tables> tables, Asker asker) {
        this.tables = tables;
        this.asker = asker;
    }

    /** The tables that the caller may read. Does not block. */
    @Get("/v1")
    @Operation(
            operationId = "tables",
            summary = "The tables that can be read",
            description = "With the columns of their keys, in the order in which paths have them.",
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "Those that the caller may read, by their names.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(implementation = TableList.class),
                                        examples =
                                                @ExampleObject(
                                                        "{\"tables\":[{\"table\":\"hero\",\"key\":[{\"column\":\"id\",\"type\":\"integer\"}],"
                                                                + "\"lookups\":[[{\"column\":\"name\",\"type\":\"text\"}]]}]}"))),
                @ApiResponse(
                        responseCode = "503",
                        description = "The database has not been reached yet.",
                        content =
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_PROBLEM,
                                        schema = @Schema(implementation = Problem.class)))
            })
    HttpResponse<?> tables(HttpRequest<?> request) {
        Optional<Tables> known = tables.now();
        if (known.isEmpty()) {
            return ProblemResponses.response(ProblemType.NOT_READY, request, "the database has not been reached yet");
        }
        MutableHttpResponse<TableList> response = HttpResponse.ok(TableList.of(known.get(), asker.of(request)));
        LockstepHeaders.addUsualOfProblem(response);
        return response;
    }
}
