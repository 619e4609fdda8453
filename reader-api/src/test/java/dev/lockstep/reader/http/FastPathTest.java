package dev.lockstep.reader.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order what comes on a connection is answered, and by whom. */
@SuppressWarnings("FutureReturnValueIgnored") // what a channel does here, it does at once
final class FastPathTest {

    private final Reads reads = new Reads();
    private final Framework framework = new Framework();
    private final Map<String, CompletableFuture<Optional<FullHttpResponse>>> answers = new HashMap<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(reads, new FastPath(request -> answer(request.uri())), framework);

    /** Counts what is read from the network. */
    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int all;

        @Override
        public void read(ChannelHandlerContext context) {
            all++;
            context.read();
        }
    }

    /** Notes what comes to it, and answers when it is told to. */
    private static final class Framework extends ChannelInboundHandlerAdapter {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case HttpRequest request -> seen.add(request.uri());
                case LastHttpContent last -> seen.add("end");
                case HttpContent content -> {
                    seen.add(content.content().toString(UTF_8));
                    content.release();
                }
                default -> throw new AssertionError(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            seen.add("complete");
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatIsAnsweredHereDoesNotReachTheFramework() {
        comes("/a");
        answered("/a");

        assertThat(responses()).containsExactly("/a");
        assertThat(framework.seen).containsExactly("complete");
    }

    @Test
    void whatIsNotGoesOnWithItsEndAndIsFlushed() {
        comes("/a");
        assertThat(framework.seen).containsExactly("complete");

        left("/a");

        assertThat(framework.seen).containsExactly("complete", "/a", "end", "complete");
    }

    @Test
    void whatIsLeftAtOnceGoesOnAsItCame() {
        left("/a");
        left("/b");

        comes("/a");
        respond("/a");
        comes("/b");

        assertThat(framework.seen).containsExactly("/a", "end", "complete", "/b", "end", "complete");
    }

    @Test
    void whereNoAnswerCanBeMadeTheFrameworkIsAsked() {
        comes("/a");
        answer("/a").completeExceptionally(new IllegalStateException("no Redis"));

        assertThat(framework.seen).contains("/a");
    }

    @Test
    void responsesLeaveInTheOrderOfTheirRequests() {
        comes("/a", "/b", "/c");
        answered("/c");
        answered("/b");
        assertThat(responses()).isEmpty();

        answered("/a");

        assertThat(responses()).containsExactly("/a", "/b", "/c");
    }

    @Test
    void whatComesWhileTheFrameworkOwesAResponseIsForTheFramework() {
        left("/a");
        answered("/b");
        answered("/c");

        comes("/a", "/b");
        assertThat(framework.seen).containsExactly("/a", "end", "/b", "end", "complete");
        respond("/a");
        respond("/b");
        comes("/c");

        assertThat(responses()).containsExactly("/a", "/b", "/c");
    }

    @Test
    void anInterimResponseIsNotYetTheOneThatIsOwed() {
        left("/a");
        answered("/b");

        comes("/a");
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        channel.readOutbound();
        comes("/b");

        assertThat(framework.seen).contains("/b");
    }

    @Test
    void whatWaitsBehindOneForTheFrameworkGoesThereToo() {
        comes("/a", "/b");
        answered("/b");

        left("/a");

        assertThat(framework.seen).containsExactly("complete", "/a", "end", "/b", "end", "complete");
    }

    @Test
    void aBodyGoesOnPieceByPiece() {
        left("/a");

        channel.writeOneInbound(request("/a"));
        channel.writeOneInbound(new DefaultHttpContent(bytes("x")));
        channel.flushInbound();
        channel.writeOneInbound(new DefaultHttpContent(bytes("y")));
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(framework.seen).containsExactly("/a", "x", "complete", "y", "end", "complete");
    }

    @Test
    void noMoreIsReadThanWaits() {
        comes("/a");
        channel.read();
        int before = reads.all;
        comes("/b");
        channel.read();
        assertThat(reads.all).isEqualTo(before);

        answered("/a");
        assertThat(reads.all).isEqualTo(before);
        answered("/b");

        assertThat(reads.all).isEqualTo(before + 1);
    }

    @Test
    void aConnectionIsNotClosedBeforeWhatIsInWork() {
        comes("/a");
        channel.pipeline().lastContext().close();
        assertThat(channel.isOpen()).isTrue();

        answered("/a");

        assertThat(responses()).containsExactly("/a");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void norBeforeTheFrameworkHasAnsweredWhatWasLeftToIt() {
        comes("/a");
        channel.pipeline().lastContext().close();

        left("/a");
        assertThat(channel.isOpen()).isTrue();
        respond("/a");

        assertThat(responses()).containsExactly("/a");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void oneThatIsIdleForTooLongEndsWhateverIsInWork() {
        comes("/a");

        channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aMistakeIsForTheFrameworkToTell() {
        channel.pipeline().replace(FastPath.class, "mistaken", new FastPath(request -> {
            throw new ArithmeticException("a mistake");
        }));

        comes("/a");
        respond("/a");
        comes("/b");

        assertThat(framework.seen).contains("/a", "/b");
    }

    @Test
    void toAClientThatDoesNotReadTheFrameworkSendsNoMoreThanItTakes() {
        answered("/a");
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

        comes("/a");

        assertThat(framework.seen).contains("/a");
    }

    @Test
    void aConnectionEndsWithTheResponseWhereThatIsWanted() {
        HttpRequest last = request("/a");
        last.headers().set(HttpHeaderNames.CONNECTION, "close");
        channel.writeInbound(last, LastHttpContent.EMPTY_LAST_CONTENT);
        answered("/a");

        FullHttpResponse response = channel.readOutbound();

        assertThat(response.headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("close");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatIsGoneLeavesNothingBehind() {
        comes("/a");
        ByteBuf body = bytes("x");
        channel.writeInbound(request("/b"), new DefaultHttpContent(body));
        FullHttpResponse late = response("/a");

        channel.pipeline().context(reads).close();
        answer("/a").complete(Optional.of(late));

        assertThat(body.refCnt()).isZero();
        assertThat(late.refCnt()).isZero();
        assertThat(framework.seen).doesNotContain("/a", "/b");
    }

    @Test
    void manyAtOnceAreAnsweredOneAfterTheOther() {
        List<String> all =
                IntStream.range(0, 20_000).mapToObj(each -> "/" + each).toList();
        all.subList(1, all.size()).forEach(this::answered);

        comes(all.toArray(String[]::new));
        answered("/0");

        assertThat(responses()).isEqualTo(all);
    }

    /** In one read. */
    private void comes(String... uris) {
        for (String each : uris) {
            channel.writeOneInbound(request(each));
            channel.writeOneInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        channel.flushInbound();
    }

    private CompletableFuture<Optional<FullHttpResponse>> answer(String uri) {
        return answers.computeIfAbsent(uri, each -> new CompletableFuture<>());
    }

    private void answered(String uri) {
        answer(uri).complete(Optional.of(response(uri)));
    }

    private void left(String uri) {
        answer(uri).complete(Optional.empty());
    }

    /** What the framework does. */
    private void respond(String uri) {
        channel.writeOutbound(response(uri));
    }

    private List<String> responses() {
        List<String> all = new ArrayList<>();
        FullHttpResponse response = channel.readOutbound();
        while (response != null) {
            all.add(response.content().toString(UTF_8));
            response.release();
            response = channel.readOutbound();
        }
        return all;
    }

    private static HttpRequest request(String uri) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri);
    }

    private static FullHttpResponse response(String text) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, bytes(text));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }
}
