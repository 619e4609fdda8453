package dev.lockstep.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/** What a deployment synthesises to. Making one takes seconds, so a test class makes it once. */
record Templates(Template data, Template services) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Templates of(Map<String, ?> context) {
        LockstepApp.Stacks stacks = LockstepApp.assemble(new App(), DeploymentContext.read(context));
        return new Templates(Template.fromStack(stacks.data()), Template.fromStack(stacks.services()));
    }

    /** The properties of all resources of a type, of both stacks. */
    Stream<JsonNode> properties(String type) {
        return resources()
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"));
    }

    /** All resources of both stacks. */
    Stream<JsonNode> resources() {
        return Stream.of(data, services)
                .map(template -> JSON.<JsonNode>valueToTree(template.toJSON()))
                .flatMap(template -> template.path("Resources").valueStream());
    }
}
