package dev.peregrine.latency.floor;

import dev.peregrine.latency.embedded.Transport;
import dev.peregrine.latency.rig.LoadTarget;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Floor of a round trip over Aeron: client, echo agent, client, with messages as long as the real
 * ones, through a driver with the same threads. {@link #recorded} adds the archive.
 */
public final class AeronEcho implements LoadTarget {
    private static final int FRAGMENT_LIMIT = 64;

    private final EchoMedia media;
    private final AgentRunner runner;
    private final ExclusivePublication requests;
    private final Subscription answers;
    private final UnsafeBuffer request;
    private final FragmentHandler handler;
    private AnswerListener listener;

    private AeronEcho(
            Path directory,
            Transport transport,
            boolean recorded,
            int requestLength,
            int answerLength) {
        String requestChannel = transport.newChannel();
        String answerChannel = transport.newChannel();
        media = new EchoMedia(directory);
        request = new UnsafeBuffer(new byte[requestLength]);
        Arrays.fill(request.byteArray(), (byte) 'x');
        answers = media.aeron().addSubscription(answerChannel, EchoAgent.ANSWERS);
        requests = media.aeron().addExclusivePublication(requestChannel, EchoAgent.REQUESTS);
        handler =
                (buffer, offset, length, header) -> listener.onAnswer(buffer.getLong(offset), true);
        runner =
                new AgentRunner(
                        new BackoffIdleStrategy(100, 10, 1_000, 100_000),
                        AeronEcho::onFailure,
                        null,
                        new EchoAgent(
                                media, requestChannel, answerChannel, recorded, answerLength));
        AgentRunner.startOnThread(runner);
        while (!requests.isConnected() || !answers.isConnected()) {
            Thread.onSpinWait();
        }
    }

    /** Without a journal. Directory: for the archive, which has nothing to do. */
    public static AeronEcho bare(Path directory, int requestLength, int answerLength) {
        return start(directory, Transport.IPC, false, requestLength, answerLength);
    }

    /** Answers when the archive has written the request. */
    public static AeronEcho recorded(Path directory, int requestLength, int answerLength) {
        return start(directory, Transport.IPC, true, requestLength, answerLength);
    }

    /**
     * Either, over any transport.
     *
     * @param recorded whether it answers only when the archive has written the request
     */
    public static AeronEcho start(
            Path directory,
            Transport transport,
            boolean recorded,
            int requestLength,
            int answerLength) {
        return new AeronEcho(directory, transport, recorded, requestLength, answerLength);
    }

    @Override
    public void onAnswer(AnswerListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean offer(long number, long eventTimeNs) {
        request.putLong(0, number);
        return requests.offer(request, 0, request.capacity()) > 0;
    }

    @Override
    public int poll() {
        return answers.poll(handler, FRAGMENT_LIMIT);
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(runner, requests, answers, media);
    }

    private static void onFailure(Throwable failure) {
        System.getLogger("dev.peregrine.latency")
                .log(System.Logger.Level.ERROR, "echo failed", failure);
    }
}
