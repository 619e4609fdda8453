package dev.lockstep.reader.http;

import dev.lockstep.reader.access.SecurityHeaders;
import dev.lockstep.settings.Settings;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;

/** Puts {@link MessageHeaders} into the pipeline of every connection. */
@Singleton
final class ServerPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private static final String NAME = "lockstep-headers";

    private static final String FAST_PATH = "lockstep-fast-path";

    private final MessageHeaders headers;
    private final BeanProvider<PlainRows> rows;

    ServerPipeline(Settings settings, BeanProvider<PlainRows> rows) {
        this.rows = rows;
        this.headers = new MessageHeaders(SecurityHeaders.of(settings));
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new ForServer());
        return registry;
    }

    /** Knows no connection yet. */
    private final class ForServer implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new ForConnection(channel) : this;
        }
    }

    private final class ForConnection implements NettyServerCustomizer {

        private final Channel channel;

        ForConnection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void onStreamPipelineBuilt() {
            channel.pipeline()
                    .addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, NAME, headers)
                    .addAfter(NAME, FAST_PATH, new FastPath(rows.get()::answer));
        }
    }
}
