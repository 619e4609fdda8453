package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Caller;
import dev.lockstep.reader.access.Denial.Reason;
import dev.lockstep.reader.access.TokenClaims;
import dev.lockstep.reader.access.TokenClaims.Holder;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Lets callers in, and everybody to the health. The only rule that is asked: it always says yes or no. Which tables a caller may read
 * is not its concern.
 */
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class CallerRule implements SecurityRule<HttpRequest<?>> {

    private static final String HEALTH = "/health";
    private static final String METRICS = "/prometheus";

    private static final Publisher<SecurityRuleResult> YES = Publishers.just(SecurityRuleResult.ALLOWED);
    private static final Publisher<SecurityRuleResult> NO = Publishers.just(SecurityRuleResult.REJECTED);

    private final TokenClaims claims;
    private final Denials denials;

    CallerRule(TokenClaims claims, Denials denials) {
        this.claims = claims;
        this.denials = denials;
    }

    @Override
    public Publisher<SecurityRuleResult> check(
            @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
        if (request == null) {
            return NO;
        }
        String path = request.getPath();
        if (path.equals(HEALTH) || path.startsWith(HEALTH + "/")) {
            return YES;
        }
        if (authentication == null) {
            return no(request, "-", Credentials.areThere(request) ? Reason.BAD_CREDENTIALS : Reason.NO_CREDENTIALS, "");
        }
        if (authentication instanceof CallerAuthentication known) {
            return check(request, path, known.caller());
        }
        Holder holder = claims.holder(authentication.getName(), authentication.getAttributes());
        return holder.caller()
                .map(caller -> check(request, path, caller))
                .orElseGet(() ->
                        no(request, authentication.getName(), Reason.BAD_CLAIMS, String.join("; ", holder.problems())));
    }

    private Publisher<SecurityRuleResult> check(HttpRequest<?> request, String path, Caller caller) {
        if (!caller.takesOneMore()) {
            return no(request, caller.name(), Reason.RATE, "");
        }
        if (path.startsWith(METRICS) && !caller.mayReadMetrics()) {
            return no(request, caller.name(), Reason.METRICS, "");
        }
        Asker.set(request, caller);
        return YES;
    }

    private Publisher<SecurityRuleResult> no(HttpRequest<?> request, String caller, Reason reason, String detail) {
        denials.add(request, caller, reason, detail);
        return NO;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
