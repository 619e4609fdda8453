package dev.lockstep.reader.lambda;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.servlet.http.BodyBuilder;
import io.micronaut.servlet.http.ServletExchange;
import io.micronaut.servlet.http.ServletHttpHandler;
import java.util.Map;

/** Takes events through the framework's filters, routes and controllers, as a server takes requests. */
final class EventHandler extends ServletHttpHandler<Event, Reply<?>> {

    private final ConversionService conversion;
    private final BodyBuilder bodies;
    private final long mostBytes;
    private final Map<String, String> usual;

    EventHandler(ApplicationContext context, Map<String, String> usual) {
        super(context, context.getBean(ConversionService.class));
        this.conversion = context.getBean(ConversionService.class);
        this.bodies = context.getBean(BodyBuilder.class);
        this.usual = usual;
        this.mostBytes = context.getBean(HttpServerConfiguration.class).getMaxRequestSize();
    }

    /** Blocks until the response is there. */
    Reply<?> answer(Event event) {
        Reply<?> reply = exchange(event, new Reply<>(conversion)).getResponse().getNativeResponse();
        usual.forEach(reply.getHeaders()::set);
        return reply;
    }

    @Override
    protected ServletExchange<Event, Reply<?>> createExchange(Event event, Reply<?> reply) {
        return new Exchange<>(event, reply, conversion, bodies, mostBytes);
    }
}
