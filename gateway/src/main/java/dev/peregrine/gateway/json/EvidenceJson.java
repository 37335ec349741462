package dev.peregrine.gateway.json;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.gateway.evidence.BundleSource;
import dev.peregrine.gateway.evidence.EntryKind;
import dev.peregrine.gateway.evidence.Evidence;
import dev.peregrine.gateway.evidence.EvidencePage;
import dev.peregrine.gateway.evidence.SideSource;
import dev.peregrine.gateway.evidence.StoredEvent;
import dev.peregrine.gateway.evidence.StoredNote;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.Sha256Decoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes evidence as the HTTP API has it: the decision as it was answered, then the payment, the
 * values of features and the rules by their names in the bundle that decided, and what happened
 * later. Not thread-safe. Blocks when a bundle is loaded.
 */
public final class EvidenceJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final BundleSource bundles;
    private final SideSource side;
    private final DecisionWriter decisionWriter = new DecisionWriter();
    private final PaymentWriter paymentWriter = new PaymentWriter();
    private final NoteWriter noteWriter = new NoteWriter();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionRecordDecoder record = new DecisionRecordDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final UnsafeBuffer features = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer fired = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer shadowFired = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer bodyBytes = new UnsafeBuffer(0, 0);

    /**
     * @param bundles for names
     * @param side for what was found beside the engine
     */
    public EvidenceJson(BundleSource bundles, SideSource side) {
        this.bundles = bundles;
        this.side = side;
    }

    /** Writes all that is kept of a payment. */
    public void write(Evidence evidence, OutputStream out) {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            StoredEvent event = evidence.event();
            json.writeStartObject();
            Optional<PolicyBundle> bundle = Optional.empty();
            if (event.kind() == EntryKind.DECISION) {
                wrapRecord(event);
                bundle = bundle();
                decisionWriter.writeFields(bodyBytes, json);
            } else {
                writeIdentity(event, json);
            }
            json.writeStringField("kind", event.kind().text());
            if (event.refusal() != null) {
                json.writeStringField("refused", event.refusal().name().toLowerCase(Locale.ROOT));
            }
            writeSuperseded(evidence, json);
            json.writeStringField("ingress_time", UtcTimes.text(event.ingressTimeNs()));
            json.writeNumberField("journal_position", event.journalPosition());
            json.writeObjectFieldStart("event");
            paymentWriter.writeFields(event.event(), bundle, json);
            json.writeEndObject();
            if (event.kind() == EntryKind.DECISION) {
                writeFeatures(bundle, json);
                writeRules(bundle, json);
                writeSide(event, json);
            }
            json.writeArrayFieldStart("history");
            for (StoredNote note : evidence.history()) {
                noteWriter.write(note, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeSide(StoredEvent event, JsonGenerator json) throws IOException {
        Optional<byte[]> found = side.find(body.tenantId(), paymentWriter.eventId(event.event()));
        if (found.isPresent()) {
            SideMembers.copy(found.get(), event.sequence(), json);
        }
    }

    /** What the payment's caller was told while the decision was on its way, if anything. */
    private static void writeSuperseded(Evidence evidence, JsonGenerator json) throws IOException {
        Optional<Action> taken =
                evidence.history().stream()
                        .map(StoredNote::actionTaken)
                        .filter(Objects::nonNull)
                        .findFirst();
        if (evidence.event().kind() == EntryKind.DECISION && taken.isPresent()) {
            json.writeObjectFieldStart("superseded_stand_in");
            json.writeStringField("action", taken.get().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
    }

    /** Writes decisions in brief, and where the next page begins. */
    public void write(EvidencePage page, OutputStream out) {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("decisions");
            for (StoredEvent event : page.decisions()) {
                json.writeStartObject();
                if (event.kind() == EntryKind.DECISION) {
                    wrapRecord(event);
                    decisionWriter.writeFields(bodyBytes, json);
                } else {
                    writeIdentity(event, json);
                    json.writeStringField("kind", event.kind().text());
                    paymentWriter.writeActionTaken(event.event(), json);
                }
                json.writeStringField("ingress_time", UtcTimes.text(event.ingressTimeNs()));
                paymentWriter.writeBrief(event.event(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (page.next() != null) {
                json.writeStringField("next_cursor", page.next().text());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Members of a payment that was not decided here. */
    private void writeIdentity(StoredEvent event, JsonGenerator json) throws IOException {
        json.writeStringField("decision_id", event.id());
        json.writeStringField("event_id", paymentWriter.eventId(event.event()));
        json.writeNumberField("sequence", event.sequence());
    }

    private void wrapRecord(StoredEvent event) {
        record.wrapAndApplyHeader(event.record(), 0, header);
        record.wrapFeatures(features);
        record.wrapRulesFired(fired);
        record.wrapShadowFired(shadowFired);
        record.wrapBody(bodyBytes);
    }

    private Optional<PolicyBundle> bundle() {
        Sha256Decoder hash = body.wrapAndApplyHeader(bodyBytes, 0, header).policyHash();
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * Long.BYTES)
                        .putLong(hash.word0())
                        .putLong(hash.word1())
                        .putLong(hash.word2())
                        .putLong(hash.word3());
        return bundles.find(new BundleHash(bytes.array()));
    }

    private void writeFeatures(Optional<PolicyBundle> bundle, JsonGenerator json)
            throws IOException {
        IntFunction<String> names =
                names(bundle.map(b -> b.features().features()), feature -> feature.name());
        json.writeObjectFieldStart("features");
        for (int i = 0; i < features.capacity() / Double.BYTES; i++) {
            json.writeFieldName(names.apply(i));
            JsonNumbers.write(features.getDouble(i * Double.BYTES, LITTLE_ENDIAN), json);
        }
        json.writeEndObject();
    }

    private void writeRules(Optional<PolicyBundle> bundle, JsonGenerator json) throws IOException {
        IntFunction<String> names = names(bundle.map(PolicyBundle::rules), rule -> rule.id());
        writeBits("rules_fired", fired, names, json);
        writeBits("rules_shadow_fired", shadowFired, names, json);
    }

    private static void writeBits(
            String field, DirectBuffer bits, IntFunction<String> names, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (int i = 0; i < bits.capacity() * Byte.SIZE; i++) {
            if ((bits.getByte(i / Byte.SIZE) >> (i % Byte.SIZE) & 1) != 0) {
                json.writeString(names.apply(i));
            }
        }
        json.writeEndArray();
    }

    /** Names by place; a place without a name is written with its number. */
    private static <T> IntFunction<String> names(
            Optional<List<T>> named, java.util.function.Function<T, String> name) {
        return i ->
                named.filter(list -> i < list.size())
                        .map(list -> name.apply(list.get(i)))
                        .orElse("#" + i);
    }
}
