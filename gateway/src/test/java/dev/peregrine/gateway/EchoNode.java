package dev.peregrine.gateway;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.codec.EventRejectedEncoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.SessionConnectDecoder;
import dev.peregrine.protocol.codec.SessionHeaderDecoder;
import dev.peregrine.protocol.codec.SessionKeepAliveDecoder;
import dev.peregrine.protocol.codec.SessionKeepAliveEncoder;
import dev.peregrine.protocol.codec.SessionOpenedEncoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * A node as a client sees it: takes sessions over ipc in an embedded media driver and challenges
 * every payment, or refuses it with the code that the test sets.
 */
final class EchoNode implements Agent, AutoCloseable {
    private static final int SESSION_ID = 77;
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MediaDriver driver =
            MediaDriver.launchEmbedded(
                    new MediaDriver.Context()
                            .dirDeleteOnStart(true)
                            .dirDeleteOnShutdown(true)
                            .threadingMode(ThreadingMode.SHARED)
                            .sharedIdleStrategy(idleStrategy())
                            .ipcTermBufferLength(128 * 1024));
    private final Aeron aeron =
            Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    private final Subscription ingress = aeron.addSubscription("aeron:ipc", 1001);
    private final FragmentAssembler assembler = new FragmentAssembler(this::onMessage);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ExpandableArrayBuffer out = new ExpandableArrayBuffer();
    private final AgentRunner runner =
            new AgentRunner(idleStrategy(), Throwable::printStackTrace, null, this);
    private Publication responses;
    private volatile RejectCode refusal;

    EchoNode() {
        AgentRunner.startOnThread(runner);
    }

    String aeronDirectory() {
        return driver.aeronDirectoryName();
    }

    /** Refuses all payments from now on. */
    void refuse(RejectCode code) {
        refusal = code;
    }

    @Override
    public int doWork() {
        return ingress.poll(assembler, 10);
    }

    @Override
    public String roleName() {
        return "echo-node";
    }

    @Override
    public void close() {
        runner.close();
        CloseHelper.closeAll(aeron, driver);
    }

    private void onMessage(DirectBuffer message, int offset, int length, Header ignored) {
        header.wrap(message, offset);
        switch (header.templateId()) {
            case SessionConnectDecoder.TEMPLATE_ID -> connect(message, offset);
            case SessionHeaderDecoder.TEMPLATE_ID -> answer(message, offset);
            case SessionKeepAliveDecoder.TEMPLATE_ID -> {
                SessionKeepAliveEncoder alive = new SessionKeepAliveEncoder();
                alive.wrapAndApplyHeader(out, 0, new MessageHeaderEncoder()).sessionId(SESSION_ID);
                send(out, 0, HEADER + alive.encodedLength());
            }
            default -> {}
        }
    }

    private void connect(DirectBuffer message, int offset) {
        SessionConnectDecoder connect = new SessionConnectDecoder();
        connect.wrapAndApplyHeader(message, offset, header);
        long correlationId = connect.correlationId();
        int streamId = connect.responseStreamId();
        responses = aeron.addPublication(connect.responseChannel(), streamId);
        SessionOpenedEncoder opened = new SessionOpenedEncoder();
        opened.wrapAndApplyHeader(out, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .sessionId(SESSION_ID)
                .epoch(3)
                .keepAliveIntervalNs(TimeUnit.SECONDS.toNanos(1))
                .maxEventLength(4096)
                .durability(Durability.RECORDED)
                .tenantsCount(1)
                .next()
                .tenantId(7)
                .name("shop");
        send(out, 0, HEADER + opened.encodedLength());
    }

    private void answer(DirectBuffer message, int offset) {
        SessionHeaderDecoder session = new SessionHeaderDecoder();
        session.wrapAndApplyHeader(message, offset, header);
        int eventOffset = offset + HEADER + header.blockLength();
        TransactionDecoder transaction = new TransactionDecoder();
        transaction.wrapAndApplyHeader(message, eventOffset, header);
        transaction.attributes().forEachRemaining(attribute -> attribute.sbeSkip());
        RejectCode code = refusal;
        if (code == null) {
            MutableDirectBuffer reply =
                    DecisionReplies.encode(
                            transaction.eventId(), SESSION_ID, session.correlationId());
            send(reply, 0, reply.capacity());
            return;
        }
        EventRejectedEncoder rejected = new EventRejectedEncoder();
        rejected.wrapAndApplyHeader(out, 0, new MessageHeaderEncoder())
                .sessionId(SESSION_ID)
                .correlationId(session.correlationId())
                .code(code)
                .field("eventId")
                .value("pay-2")
                .detail("was used before");
        send(out, 0, HEADER + rejected.encodedLength());
    }

    private void send(DirectBuffer message, int offset, int length) {
        while (responses.offer(message, offset, length) < 0) {
            if (Thread.currentThread().isInterrupted() || responses.isClosed()) {
                return;
            }
            Thread.onSpinWait();
        }
    }

    private static BackoffIdleStrategy idleStrategy() {
        return new BackoffIdleStrategy(10, 10, 1_000, 200_000);
    }
}
