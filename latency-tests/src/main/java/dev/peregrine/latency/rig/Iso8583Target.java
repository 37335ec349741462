package dev.peregrine.latency.rig;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Sends requests over ISO 8583:1987 in ASCII on a few connections in turn, from one event loop of
 * its own, and matches answers by their trace numbers. Answers are expected to begin with the
 * fields that the listener gives back: 3, 4, 7, 11, 12, 13, 32 of eight digits, 37, and then 39.
 */
public final class Iso8583Target implements LoadTarget {
    private static final int LENGTH_BYTES = 2;
    private static final int TRACE_AT = 4 + 16 + 6 + 12 + 10;
    private static final int TRACE_LENGTH = 6;
    private static final int CODE_AT = TRACE_AT + TRACE_LENGTH + 6 + 4 + 2 + 8 + 12;
    private static final int CODE_LENGTH = 2;
    private static final Set<String> FAILURES = Set.of("12", "30", "31", "91", "94", "96");
    private static final int TRACES = 1_000_000;

    private final Vertx vertx;
    private final Context loop;
    private final BodySource messages;
    private final List<NetSocket> connections = new ArrayList<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private AnswerListener listener;

    /**
     * Connects. Blocks.
     *
     * @param messages gives the requests, each behind its length, with the request's number as
     *     trace number
     */
    public Iso8583Target(int port, int connectionCount, BodySource messages) {
        this.messages = messages;
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1));
        loop = vertx.getOrCreateContext();
        NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        for (int i = 0; i < connectionCount; i++) {
            connections.add(connect(client, port));
        }
    }

    private NetSocket connect(NetClient client, int port) {
        try {
            return client.connect(port, "127.0.0.1")
                    .onSuccess(this::listen)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot connect to port " + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void listen(NetSocket socket) {
        RecordParser parser = RecordParser.newFixed(LENGTH_BYTES);
        boolean[] length = {true};
        parser.handler(
                part -> {
                    if (length[0]) {
                        parser.fixedSizeMode(part.getUnsignedShort(0));
                    } else {
                        answered(part);
                        parser.fixedSizeMode(LENGTH_BYTES);
                    }
                    length[0] = !length[0];
                });
        socket.handler(parser);
    }

    private void answered(Buffer answer) {
        int trace = Integer.parseInt(answer.getString(TRACE_AT, TRACE_AT + TRACE_LENGTH));
        String code = answer.getString(CODE_AT, CODE_AT + CODE_LENGTH);
        Long number = numbers.remove(trace);
        if (number != null) {
            listener.onAnswer(number, !FAILURES.contains(code));
        }
    }

    @Override
    public void onStart(long startEpochNs, double ratePerSecond) {
        messages.onStart(startEpochNs, ratePerSecond);
    }

    @Override
    public void onAnswer(AnswerListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean offer(long number, long eventTimeNs) {
        Buffer message = Buffer.buffer(messages.body(number, eventTimeNs));
        loop.runOnContext(
                ignored -> {
                    numbers.put((int) (number % TRACES), number);
                    connections.get((int) (number % connections.size())).write(message);
                });
        return true;
    }

    @Override
    public int poll() {
        return 0;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
