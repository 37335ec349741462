package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.http.Caller;
import dev.peregrine.gateway.http.Failures;
import dev.peregrine.gateway.iso8583.MessageType.Kind;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.mapping.MappingFault;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer. Takes messages as long as it has room for their answers: when too many wait for the
 * engine, or the peer does not read what was answered, it reads no further, and in the end gives
 * the peer up. Answers go out in the order in which the engine gives them. On one event loop.
 */
final class Iso8583Connection implements FrameHandler.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Iso8583Connection.class);

    private static final int WRITE_QUEUE_BYTES = 64 * 1024;
    private static final int ACQUIRER = 32;
    private static final int RESPONSE_CODE = 39;
    private static final int FUNCTION = 24;
    private static final int NETWORK_CODE = 70;

    private final Iso8583Loop loop;
    private final NetSocket socket;
    private final Caller caller;
    private final FrameHandler frames;
    private int inFlight;
    private boolean signedOn;
    private boolean isOpen = true;
    private long fullSinceNs;

    Iso8583Connection(Iso8583Loop loop, NetSocket socket, Caller caller) {
        this.loop = loop;
        this.socket = socket;
        this.caller = caller;
        this.frames = new FrameHandler(loop.context().maxLength(), this);
        this.signedOn = !loop.context().signOnRequired();
        socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        socket.drainHandler(ignored -> drained());
        socket.exceptionHandler(ignored -> socket.close());
        ChannelHandlerContext channel = ((NetSocketInternal) socket).channelHandlerContext();
        channel.pipeline().addBefore(channel.name(), "iso8583-frames", frames);
    }

    Iso8583Loop loop() {
        return loop;
    }

    Caller caller() {
        return caller;
    }

    boolean isOpen() {
        return isOpen;
    }

    /** The socket is closed. */
    void closed() {
        isOpen = false;
        frames.end();
    }

    @Override
    public void onTooLong() {
        close(CloseReason.TOO_LONG);
    }

    @Override
    public void onMessage(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        long startNs = System.nanoTime();
        try {
            DecodedMessage message = loop.decoder().decode(bytes);
            inFlight++;
            handle(message, startNs);
            pauseOrResume();
        } catch (BrokenMessageException e) {
            close(e.reason());
        } catch (RuntimeException e) {
            if (LOG.isErrorEnabled()) {
                LOG.error("{}: a message failed: {}", loop.context().name(), Failures.describe(e));
            }
            close(CloseReason.FAILURE);
        }
    }

    private void handle(DecodedMessage message, long startNs) {
        Kind kind = message.type().kind(loop.context().version());
        ResponseCodes codes = loop.codes();
        if (kind == Kind.RESPONSE) {
            inFlight--;
            loop.metrics().onIgnored(loop.context().name());
        } else if (kind == Kind.UNSUPPORTED) {
            plain(message, codes.invalidTransaction(), startNs);
        } else if (message.fault() != null) {
            fault(message, message.fault(), startNs);
        } else if (kind == Kind.NETWORK) {
            network(message, startNs);
        } else if (!signedOn) {
            plain(message, codes.notSignedOn(), startNs);
        } else if (!isAcquirerKnown(message)) {
            plain(message, codes.unknownAcquirer(), startNs);
        } else if (kind == Kind.REQUEST && message.has(RESPONSE_CODE)) {
            fault(message, FieldFault.of(RESPONSE_CODE, "is not expected in a request"), startNs);
        } else {
            event(message, startNs);
        }
    }

    private void event(DecodedMessage message, long startNs) {
        MappedRequest request =
                loop.mapper()
                        .map(message, loop.submitter().attributes(caller), Iso8583Loop.nowNs());
        if (!request.fields().faults().isEmpty()) {
            MappingFault first = request.fields().faults().get(0);
            fault(message, new FieldFault(first.row().field(), first.detail()), startNs);
            return;
        }
        boolean admitted = loop.gate().tryEnter();
        boolean standsIn =
                !admitted
                        && request.kind() == EventKind.DECISION
                        && loop.submitter().standsIn(caller)
                        && loop.gate().tryEnterStandIn();
        if (!admitted && !standsIn) {
            plain(message, loop.codes().of(ProblemType.OVERLOADED), startNs);
            return;
        }
        Iso8583Exchange exchange = new Iso8583Exchange(this, message, request, admitted, startNs);
        if (loop.gate().isClosed()) {
            exchange.onProblem(Problem.of(ProblemType.SHUTTING_DOWN, "the gateway is stopping"));
        } else {
            exchange.submit();
        }
    }

    private boolean isAcquirerKnown(DecodedMessage message) {
        var known = loop.context().acquirers();
        return known.isEmpty() || known.contains(Objects.toString(message.value(ACQUIRER), ""));
    }

    private void network(DecodedMessage message, long startNs) {
        boolean is1987 = loop.context().version() == Iso8583Version.V1987;
        int field = is1987 ? NETWORK_CODE : FUNCTION;
        String code = message.value(field);
        if (code == null) {
            fault(message, FieldFault.of(field, "is missing"), startNs);
            return;
        }
        switch (code) {
            case "001", "801" -> signedOn = true;
            case "002", "802" -> signedOn = !loop.context().signOnRequired();
            case "301", "831" -> {}
            default -> {
                plain(message, loop.codes().invalidTransaction(), startNs);
                return;
            }
        }
        plain(message, loop.codes().networkTaken(), startNs);
    }

    private void plain(DecodedMessage message, String code, long startNs) {
        answered(message, code, loop.responses().plain(message, code), startNs);
    }

    private void fault(DecodedMessage message, FieldFault fault, long startNs) {
        loop.onFault(fault);
        String code = loop.codes().formatError();
        answered(message, code, loop.responses().fault(message, code, fault), startNs);
    }

    /** Sends an answer, unless nobody is there any more. */
    void answered(DecodedMessage message, String code, byte[] response, long startNs) {
        inFlight--;
        if (!isOpen) {
            loop.metrics().onIgnored(loop.context().name());
            return;
        }
        socket.write(Buffer.buffer(response));
        loop.metrics()
                .onAnswer(
                        loop.context().name(),
                        message.type().kind(loop.context().version()),
                        code,
                        System.nanoTime() - startNs);
        pauseOrResume();
    }

    private void drained() {
        fullSinceNs = 0;
        pauseOrResume();
    }

    private void pauseOrResume() {
        if (!isOpen) {
            return;
        }
        boolean full = socket.writeQueueFull();
        if (full && fullSinceNs == 0) {
            fullSinceNs = System.nanoTime();
        }
        frames.pause(full || inFlight >= loop.context().maxInFlight());
    }

    /** Gives a peer up that sends or reads too slowly. */
    void check(long nowNs) {
        long timeoutNs = loop.context().messageTimeoutNs();
        if (fullSinceNs != 0 && nowNs - fullSinceNs > timeoutNs) {
            close(CloseReason.SLOW_READER);
        } else if (frames.partialSinceNs() != 0 && nowNs - frames.partialSinceNs() > timeoutNs) {
            close(CloseReason.SLOW_SENDER);
        }
    }

    private void close(CloseReason reason) {
        if (isOpen) {
            isOpen = false;
            frames.end();
            Iso8583Endpoint.close(loop, socket, reason);
        }
    }
}
