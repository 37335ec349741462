package dev.peregrine.latency.rig;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Sends requests over HTTP/1.1 on kept-alive connections, from one event loop of its own. What
 * finds all connections busy waits in a queue, and its latency grows.
 */
public final class HttpTarget implements LoadTarget {
    /** Stage of what a request waits in the client, for its loop and a free connection. */
    static final String WAITING = "client: connection";

    private static final int OK = 200;
    private static final long GREATEST_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;
    private static final String JSON = "application/json";

    private final Vertx vertx;
    private final Context loop;
    private final HttpClient client;
    private final int port;
    private final String path;
    private final BodySource bodies;
    private final LongAdder answerBytes = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final SingleWriterRecorder waiting = new SingleWriterRecorder(GREATEST_NS, DIGITS);
    private final Histogram waited = new Histogram(GREATEST_NS, DIGITS);
    private AnswerListener listener;
    private volatile AnswerObserver observer = (latencyNs, status, answer) -> {};

    /** Sees answers. */
    @FunctionalInterface
    public interface AnswerObserver {
        /**
         * An answer came. On the target's event loop.
         *
         * @param latencyNs since the request was offered, nanoseconds
         */
        void onAnswer(long latencyNs, int status, Buffer answer);
    }

    /**
     * @param bodies gives the requests' bodies
     */
    public HttpTarget(int port, String path, int connections, BodySource bodies) {
        this.port = port;
        this.path = path;
        this.bodies = bodies;
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1));
        loop = vertx.getOrCreateContext();
        client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setDefaultHost("127.0.0.1")
                                .setKeepAlive(true)
                                .setKeepAliveTimeout(60),
                        new PoolOptions().setHttp1MaxSize(connections));
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
        Buffer body = Buffer.buffer(bodies.body(number, eventTimeNs));
        long offeredNs = System.nanoTime();
        loop.runOnContext(
                ignored ->
                        client.request(HttpMethod.POST, port, "127.0.0.1", path)
                                .compose(request -> send(request, body, offeredNs))
                                .onComplete(
                                        result ->
                                                listener.onAnswer(
                                                        number,
                                                        result.succeeded()
                                                                && result.result() == OK)));
        return true;
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
                            WAITING,
                            "in the client, until its loop and one of the connections are free",
                            waited()));
            parts.addAll(asked.parts());
            return parts;
        };
    }

    private synchronized Histogram waited() {
        waited.add(waiting.getIntervalHistogram());
        return waited.copy();
    }

    private Future<Integer> send(HttpClientRequest request, Buffer body, long offeredNs) {
        waiting.recordValue(Math.min(GREATEST_NS, System.nanoTime() - offeredNs));
        return request.putHeader("content-type", JSON)
                .send(body)
                .compose(
                        response ->
                                response.body()
                                        .map(
                                                answer -> {
                                                    answerBytes.add(answer.length());
                                                    answers.increment();
                                                    observer.onAnswer(
                                                            System.nanoTime() - offeredNs,
                                                            response.statusCode(),
                                                            answer);
                                                    return response.statusCode();
                                                }));
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
