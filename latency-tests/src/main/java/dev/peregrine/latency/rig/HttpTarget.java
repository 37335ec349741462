package dev.peregrine.latency.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Sends requests over HTTP/1.1 on kept-alive connections, from the run's thread, which reads the
 * answers, too: a client that costs little beside what it measures. What finds all connections busy
 * waits in a queue, and its latency grows.
 */
public final class HttpTarget implements LoadTarget {
    /** Stage of what a request waits in the client, for a free connection. */
    static final String WAITING = "client: connection";

    private static final int OK = 200;
    private static final long GREATEST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;

    private final BodySource bodies;
    private final Selector selector;
    private final List<HttpConnection> connections = new ArrayList<>();
    private final ArrayDeque<HttpConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Request> queue = new ArrayDeque<>();
    private final Map<HttpConnection, Request> underWay = new HashMap<>();
    private final LongAdder answerBytes = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final SingleWriterRecorder waiting = new SingleWriterRecorder(GREATEST_NS, DIGITS);
    private final Histogram waited = new Histogram(GREATEST_NS, DIGITS);
    private AnswerListener listener;
    private AnswerObserver observer;

    /** Sees answers. */
    @FunctionalInterface
    public interface AnswerObserver {
        /**
         * An answer came. On the run's thread.
         *
         * @param number of the request
         */
        void onAnswer(long number, int status, byte[] answer);
    }

    private record Request(long number, long offeredNs, ByteBuffer body) {}

    /**
     * Connects to a port of the loopback interface. Blocks.
     *
     * @param bodies gives the requests' bodies
     */
    public HttpTarget(int port, String path, int connectionCount, BodySource bodies) {
        this.bodies = bodies;
        try {
            selector = Selector.open();
            for (int i = 0; i < connectionCount; i++) {
                connections.add(new HttpConnection(port, path, selector));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to port " + port, e);
        }
        idle.addAll(connections);
    }

    @Override
    public void onStart(long startEpochNs, double ratePerSecond) {
        bodies.onStart(startEpochNs, ratePerSecond);
    }

    /** Mean length of the answers' bodies so far, bytes. Any thread. */
    public int meanAnswerLength() {
        return (int) (answerBytes.sum() / Math.max(1, answers.sum()));
    }

    /** Who sees the answers of the next run; set before its first request. */
    public void observe(AnswerObserver newObserver) {
        observer = newObserver;
    }

    @Override
    public void onAnswer(AnswerListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean offer(long number, long eventTimeNs) {
        ByteBuffer body = ByteBuffer.wrap(bodies.body(number, eventTimeNs));
        queue.add(new Request(number, System.nanoTime(), body));
        sendNext();
        return true;
    }

    @Override
    public int poll() {
        try {
            return selector.selectNow(this::proceed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The stages of what is asked, and before them how long requests waited for one of the
     * connections: what is asked has not seen them yet.
     */
    public StageSource stages(StageSource asked) {
        return () -> {
            List<StageSource.Part> parts = new ArrayList<>();
            parts.add(
                    new StageSource.Part(
                            WAITING, "in the client, until a connection is free", waited()));
            parts.addAll(asked.parts());
            return parts;
        };
    }

    private synchronized Histogram waited() {
        waited.add(waiting.getIntervalHistogram());
        return waited.copy();
    }

    private void sendNext() {
        while (!idle.isEmpty() && !queue.isEmpty()) {
            HttpConnection connection = idle.remove();
            Request request = queue.remove();
            waiting.recordValue(Math.min(GREATEST_NS, System.nanoTime() - request.offeredNs()));
            underWay.put(connection, request);
            try {
                connection.send(request.body());
            } catch (IOException e) {
                onFailure(connection);
            }
        }
    }

    private void proceed(SelectionKey key) {
        HttpConnection connection = (HttpConnection) key.attachment();
        try {
            if (connection.proceed()) {
                onAnswer(connection, connection.status());
            }
        } catch (IOException e) {
            onFailure(connection);
        }
        sendNext();
    }

    private void onAnswer(HttpConnection connection, int status) {
        Request request = underWay.remove(connection);
        answerBytes.add(connection.bodyLength());
        answers.increment();
        if (observer != null) {
            observer.onAnswer(request.number(), status, connection.body());
        }
        idle.add(connection);
        listener.onAnswer(request.number(), status == OK);
    }

    /** There is no answer to what was under way, and the next request needs a new connection. */
    private void onFailure(HttpConnection connection) {
        close(connection);
        Request request = underWay.remove(connection);
        if (request != null) {
            idle.add(connection);
            listener.onAnswer(request.number(), false);
        }
    }

    @Override
    public void close() {
        connections.forEach(HttpTarget::close);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
