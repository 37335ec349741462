package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.http.EventSubmitter;
import dev.peregrine.gateway.http.RequestGate;
import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.TokenHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections of a listener on one event loop share. */
final class Iso8583Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Iso8583Loop.class);
    private static final long NS_PER_MS = 1_000_000;

    private final Iso8583Context context;
    private final EventSubmitter submitter;
    private final RequestGate gate;
    private final Iso8583Metrics metrics;
    private final MessageDecoder decoder;
    private final RequestMapper mapper;
    private final Responses responses;
    private final ResponseCodes codes;

    Iso8583Loop(
            Iso8583Context context,
            EventSubmitter submitter,
            RequestGate gate,
            Iso8583Metrics metrics,
            FormatTable format,
            TokenHash tokens) {
        this.context = context;
        this.submitter = submitter;
        this.gate = gate;
        this.metrics = metrics;
        this.decoder = new MessageDecoder(context.version(), context.encoding(), tokens);
        this.mapper = new RequestMapper(format, context.version(), context.zone(), tokens);
        this.responses = new Responses(context);
        this.codes = new ResponseCodes(context.version(), context.responses());
    }

    Iso8583Context context() {
        return context;
    }

    EventSubmitter submitter() {
        return submitter;
    }

    RequestGate gate() {
        return gate;
    }

    Iso8583Metrics metrics() {
        return metrics;
    }

    MessageDecoder decoder() {
        return decoder;
    }

    RequestMapper mapper() {
        return mapper;
    }

    Responses responses() {
        return responses;
    }

    ResponseCodes codes() {
        return codes;
    }

    /** Counts and logs a field at fault; never its value. */
    void onFault(FieldFault fault) {
        metrics.onFault(context.name(), fault.field());
        LOG.info("{}: field {} {}", context.name(), fault.field(), fault.detail());
    }

    /** Time of day in nanoseconds since 1970, for years that messages do not tell. */
    static long nowNs() {
        return System.currentTimeMillis() * NS_PER_MS;
    }
}
