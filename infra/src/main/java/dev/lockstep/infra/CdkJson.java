package dev.lockstep.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.App;

/** The context as the CDK has it: in its file, and in an app. */
final class CdkJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private CdkJson() {}

    /** What is below {@code context} in a cdk.json. */
    static Map<String, Object> context(Path file) throws IOException {
        return JSON.convertValue(JSON.readTree(file.toFile()).path("context"), OBJECT);
    }

    /** The context of an app, wherever it came from. */
    static Map<String, Object> contextOf(App app) {
        Map<String, Object> context = new HashMap<>();
        if (app.getNode().getAllContext() instanceof Map<?, ?> all) {
            all.forEach((name, value) -> context.put(String.valueOf(name), value));
        }
        return context;
    }
}
