package dev.lockstep.reader.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks somebody for the response to each request of a connection before the framework sees it, and hands on to the framework what that
 * one does not answer. Responses leave in the order of their requests: while one is made here, what comes after it waits, and while the
 * framework owes one, what comes goes there too.
 *
 * <p>What waits is bounded: no more is read than has been. Used on the connection's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whoever waits for one of these is told by its promise
final class FastPath extends ChannelDuplexHandler {

    private final Function<HttpRequest, CompletionStage<Optional<FullHttpResponse>>> answers;

    /** What has come in and has not gone anywhere. */
    private final Queue<Object> waiting = new ArrayDeque<>();

    /** How many responses the framework has still to make. */
    private int owed;

    /** Being answered here; null where none is. */
    private @Nullable HttpRequest inWork;

    /** Whether the rest of a request comes that was answered here. */
    private boolean dropping;

    private boolean goingOn;

    /** Whether more of what was read at once may come. */
    private boolean reading;

    /** Whether something was handed on that is not part of it. */
    private boolean handedOnLate;

    private boolean flushDue;
    private boolean readHeld;

    /** Whether the connection is to end when what is in work has been answered. */
    private boolean closing;

    /**
     * For one connection.
     *
     * @param answers the response, or none where the framework has to make it; does not block or take a request with a body
     */
    FastPath(Function<HttpRequest, CompletionStage<Optional<FullHttpResponse>>> answers) {
        this.answers = answers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        waiting.add(message);
        goOn(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        sendOff(context);
        context.fireChannelReadComplete();
    }

    /** Until there is nothing left, or something is in work. Called again from within, it leaves the rest to the first call. */
    private void goOn(ChannelHandlerContext context) {
        if (goingOn) {
            return;
        }
        goingOn = true;
        try {
            while (inWork == null && !waiting.isEmpty()) {
                take(context, waiting.remove());
            }
        } finally {
            goingOn = false;
        }
        if (!reading) {
            sendOff(context);
        }
        if (handedOnLate) {
            handedOnLate = false;
            context.fireChannelReadComplete();
        }
        if (inWork == null) {
            letGo(context);
        }
    }

    private void take(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            dropping = false;
            if (!context.channel().isWritable()) {
                sendOff(context);
            }
            // To a client that does not take them the framework makes no more responses, and reads no more requests.
            if (owed == 0 && context.channel().isWritable()) {
                answer(context, request);
            } else {
                handOn(context, request);
            }
        } else if (dropping) {
            ReferenceCountUtil.release(message);
        } else {
            pass(context, message);
        }
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
        inWork = request;
        made(request).whenComplete((response, problem) -> {
            Optional<FullHttpResponse> made = problem == null ? response : Optional.empty();
            if (context.executor().inEventLoop()) {
                answered(context, request, made);
            } else {
                context.executor().execute(() -> answered(context, request, made));
            }
        });
    }

    private CompletionStage<Optional<FullHttpResponse>> made(HttpRequest request) {
        try {
            return answers.apply(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void answered(ChannelHandlerContext context, HttpRequest request, Optional<FullHttpResponse> response) {
        inWork = null;
        if (response.isPresent()) {
            dropping = true;
            send(context, request, response.get());
        } else if (context.channel().isActive()) {
            handOn(context, request);
        }
        goOn(context);
    }

    private void send(ChannelHandlerContext context, HttpRequest request, FullHttpResponse response) {
        boolean last = !HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, !last && !closing);
        if (last) {
            context.write(response).addListener(ChannelFutureListener.CLOSE);
        } else {
            context.write(response, context.voidPromise());
        }
        flushDue = true;
    }

    private void sendOff(ChannelHandlerContext context) {
        if (flushDue) {
            flushDue = false;
            context.flush();
        }
    }

    private void handOn(ChannelHandlerContext context, HttpRequest request) {
        owed++;
        pass(context, request);
    }

    private void pass(ChannelHandlerContext context, Object message) {
        handedOnLate |= !reading;
        context.fireChannelRead(message);
    }

    /** What the framework wanted while something was in work. */
    private void letGo(ChannelHandlerContext context) {
        if (readHeld) {
            readHeld = false;
            context.read();
        }
        if (closing && owed == 0) {
            sendOff(context);
            context.close();
        }
    }

    /** The end of a request is there as soon as the request is; what is behind that is a request that came too early. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (waiting.size() <= 1) {
            context.read();
        } else {
            readHeld = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = promise;
        if (message instanceof LastHttpContent && !isInterim(message)) {
            owed--;
            if (closing && owed == 0) {
                written = promise.unvoid().addListener(ChannelFutureListener.CLOSE);
            }
        }
        context.write(message, written);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /** The framework closes a connection on which it knows of nothing to do. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (inWork == null) {
            context.close(promise);
        } else {
            closing = true;
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        }
    }

    /** Nothing has come or gone for so long that nobody waits any more. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof IdleStateEvent idle && idle.state() == IdleState.ALL_IDLE) {
            context.close();
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        super.channelInactive(context);
    }
}
