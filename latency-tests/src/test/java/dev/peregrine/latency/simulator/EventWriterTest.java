package dev.peregrine.latency.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.EventValidator;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventWriterTest {
    private static final long NOW_NS = 1_800_000_000_000_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer original = new UnsafeBuffer(new byte[4096]);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TrafficSimulator simulator =
            new TrafficSimulator(
                    new SimulatorContext().customers(300).paymentsPerDay(1).nowNs(NOW_NS));

    @Test
    void shouldWriteEveryKindOfEventWellFormedAndUnderItsOwnId() {
        EventWriter writer = new EventWriter(7, "run");
        EventValidator validator = new EventValidator();
        Set<SimulatedEvent.Kind> kinds = EnumSet.noneOf(SimulatedEvent.Kind.class);
        Set<String> ids = new HashSet<>();
        SimulatedEvent event;
        while ((event = simulator.nextOfHistory()) != null) {
            kinds.add(event.kind);
            int length = writer.write(event, buffer, 16);
            assertThat(validator.validate(buffer, 16, length)).as("%s", event.kind).isNull();
            assertThat(ids.add(eventId(event))).as("id of %s", event.kind).isTrue();
        }
        assertThat(kinds).containsExactlyInAnyOrder(SimulatedEvent.Kind.values());
    }

    @Test
    void shouldRepeatTheTransactionInWhatFollowsIt() {
        EventWriter writer = new EventWriter(7, "run");
        SimulatedEvent event;
        int followed = 0;
        while ((event = simulator.nextOfHistory()) != null && followed < 500) {
            if (event.kind == SimulatedEvent.Kind.OUTCOME) {
                writer.write(event, buffer, 0);
                OutcomeDecoder outcome = new OutcomeDecoder();
                outcome.wrapAndApplyHeader(buffer, 0, header);
                assertThat(outcome.responseCode()).isEqualTo(event.responseCode);
                outcome.skipEventId();
                outcome.getOriginal(original, 0, outcome.originalLength());
                TransactionDecoder tx = new TransactionDecoder();
                tx.wrapAndApplyHeader(original, 0, header);
                assertThat(tx.tenantId()).isEqualTo(7);
                assertThat(tx.amountMinor()).isEqualTo(event.transaction.amountMinor);
                assertThat(tx.eventTimeNs()).isEqualTo(event.transaction.eventTimeNs);
                followed++;
            }
        }
        assertThat(followed).isEqualTo(500);
    }

    @Test
    void shouldWriteRequestsThatSayTheSame() throws IOException {
        RequestWriter writer = new RequestWriter("http");
        ObjectMapper mapper = new ObjectMapper();
        for (int i = 0; i < 500; i++) {
            SimulatedEvent event = simulator.nextOfHistory();
            if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
                SimulatedTransaction tx = event.transaction;
                JsonNode json = mapper.readTree(writer.write(tx));
                assertThat(json.get("amount_minor").asLong()).isEqualTo(tx.amountMinor);
                assertThat(json.get("merchant_country").asText()).isEqualTo(tx.merchantCountry());
                assertThat(json.has("device")).isEqualTo(tx.online());
                assertThat(json.has("terminal")).isEqualTo(!tx.online());
            }
        }
    }

    private String eventId(SimulatedEvent event) {
        return switch (event.kind) {
            case TRANSACTION -> {
                TransactionDecoder decoder = new TransactionDecoder();
                decoder.wrapAndApplyHeader(buffer, 16, header);
                decoder.attributes().forEach(TransactionDecoder.AttributesDecoder::sbeSkip);
                yield decoder.eventId();
            }
            case OUTCOME -> new OutcomeDecoder().wrapAndApplyHeader(buffer, 16, header).eventId();
            case LABEL -> new LabelDecoder().wrapAndApplyHeader(buffer, 16, header).eventId();
            case REVERSAL -> new ReversalDecoder().wrapAndApplyHeader(buffer, 16, header).eventId();
        };
    }
}
