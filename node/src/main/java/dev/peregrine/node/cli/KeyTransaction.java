package dev.peregrine.node.cli;

import dev.peregrine.policy.AttributeSpec;
import dev.peregrine.policy.FieldNames;
import dev.peregrine.policy.KeyPart;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.engine.ActiveState;
import dev.peregrine.scoring.features.EntityKey;
import dev.peregrine.scoring.features.EntityPlan;
import dev.peregrine.scoring.features.TransactionView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the entity that a key in text names: by a transaction that has that key and nothing else,
 * so that the engine's own code makes the key.
 */
final class KeyTransaction {
    private final ActiveState state;
    private final FieldNames names;
    private final TransactionBuilder transaction = new TransactionBuilder();

    KeyTransaction(ActiveState state, FieldNames names) {
        this.state = state;
        this.names = names;
    }

    /**
     * The key of an entity.
     *
     * @param key one text for each part, or one with commas between them
     * @throws UserException when the parts are of another number, or one cannot be read
     */
    EntityKey locate(EntityPlan entity, List<String> key) {
        List<KeyPart> parts = entity.legend().entity().key();
        List<String> texts =
                key.size() == 1 && parts.size() > 1
                        ? Arrays.asList(key.get(0).split(",", -1))
                        : key;
        if (texts.size() != parts.size()) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--key: "
                            + texts.size()
                            + (texts.size() == 1 ? " value" : " values")
                            + ", but a "
                            + entity.layout().name()
                            + " has the key "
                            + names.of(parts));
        }
        transaction.reset().tenantId(entity.layout().tenantId()).eventId("key").eventTimeNs(0);
        transaction.amount(0, state.bundle().baseCurrency());
        for (int i = 0; i < texts.size(); i++) {
            set(parts.get(i), texts.get(i));
        }
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        transaction.encode(buffer, 0);
        if (!entity.key().of(new TransactionView().wrap(buffer, 0))) {
            throw new UserException(
                    ExitCode.USAGE, "--key: a part is empty; it is " + names.of(parts));
        }
        return entity.key();
    }

    private void set(KeyPart part, String text) {
        try {
            switch (part.field()) {
                case MERCHANT_COUNTRY -> transaction.merchantCountry(text);
                case ISSUER_COUNTRY -> transaction.issuerCountry(text);
                case MERCHANT_CATEGORY -> transaction.merchantCategory(Integer.parseInt(text));
                case CHANNEL -> transaction.channel(Channel.valueOf(text.toUpperCase(Locale.ROOT)));
                case CURRENCY -> transaction.amount(0, Integer.parseInt(text));
                case ATTRIBUTE -> attribute(part.attributeId(), text);
                default -> transaction.key(part.field(), text);
            }
        } catch (IllegalArgumentException e) {
            String form = part.field() == KeyField.CURRENCY ? "; give its ISO 4217 number" : "";
            throw new UserException(
                    ExitCode.USAGE, "--key: '" + text + "' is no " + names.of(part) + form, e);
        }
    }

    private void attribute(int id, String text) {
        AttributeType type =
                state.bundle().attributes().stream()
                        .filter(attribute -> attribute.id() == id)
                        .map(AttributeSpec::type)
                        .findFirst()
                        .orElse(AttributeType.STRING);
        switch (type) {
            case INTEGER -> transaction.attribute(id, Long.parseLong(text));
            case DOUBLE -> transaction.attribute(id, Double.parseDouble(text));
            case BOOLEAN -> transaction.attribute(id, Boolean.parseBoolean(text));
            default -> transaction.attribute(id, text);
        }
    }
}
