package dev.lockstep.reader.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the claims of a token say, whose signature is right. Thread safe. */
public final class TokenClaims {

    private static final String PLACE = "token";

    /** No caller of the file has a name with a blank. */
    private static final String PREFIX = "token ";

    private final String usualSchema;
    private final Paces paces;

    public TokenClaims(String usualSchema, Paces paces) {
        this.usualSchema = usualSchema;
        this.paces = paces;
    }

    /**
     * Who has the token.
     *
     * @param subject his name, also where nothing else is known of him
     * @param caller empty where its claims cannot be understood
     * @param problems one sentence each
     */
    public record Holder(String subject, Optional<Caller> caller, List<String> problems) {
        public Holder {
            problems = List.copyOf(problems);
        }
    }

    public Holder holder(String subject, Map<String, ? extends @Nullable Object> claims) {
        List<String> problems = new ArrayList<>();
        Permissions permissions = new PermissionsReader(usualSchema, problems).read(claims, PLACE);
        return new Holder(
                subject,
                problems.isEmpty()
                        ? Optional.of(new Caller(subject, permissions, paces.of(PREFIX + subject, permissions.rate())))
                        : Optional.empty(),
                problems);
    }
}
