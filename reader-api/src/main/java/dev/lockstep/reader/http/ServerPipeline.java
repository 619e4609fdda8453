package dev.lockstep.reader.http;

import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Puts {@link ResponseHeaders} into the pipeline of every connection. */
@Singleton
final class ServerPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private static final String NAME = "lockstep-headers";

    private final ResponseHeaders headers;

    ServerPipeline(Settings settings) {
        List<String> vary = new ArrayList<>(List.of(HttpHeaders.ACCEPT_ENCODING));
        if (ReaderSettings.authenticates(settings)) {
            vary.add(HttpHeaders.AUTHORIZATION);
            vary.add(Credentials.API_KEY);
        }
        if (!ReaderSettings.origins(settings).isEmpty()) {
            vary.add(HttpHeaders.ORIGIN);
        }
        this.headers = new ResponseHeaders(String.join(", ", vary));
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
            channel.pipeline().addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, NAME, headers);
        }
    }
}
