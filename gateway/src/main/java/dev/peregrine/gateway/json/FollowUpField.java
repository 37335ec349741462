package dev.peregrine.gateway.json;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Fields of outcomes, labels and reversals. Names are part of the HTTP API. */
enum FollowUpField implements ApiField {
    EVENT_ID(TextRule.IDENTIFIER),
    ORIGINAL(TextRule.FREE),
    ORIGINAL_EVENT_ID(TextRule.IDENTIFIER),
    OUTCOME_TIME,
    RESPONSE_CODE,
    AVS_RESULT,
    CVV_RESULT,
    THREE_DS_STATUS,
    FINAL_ACTION,
    LABEL_TIME,
    KIND,
    SOURCE(TextRule.FREE),
    REVERSAL_TIME,
    AMOUNT_MINOR,
    CURRENCY;

    /** Fields that each of them has. */
    static final Set<FollowUpField> COMMON =
            Collections.unmodifiableSet(EnumSet.range(EVENT_ID, ORIGINAL_EVENT_ID));

    private static final Map<String, FollowUpField> BY_NAME = new HashMap<>();

    static {
        for (FollowUpField field : values()) {
            BY_NAME.put(field.externalName, field);
        }
    }

    private final String externalName = name().toLowerCase(Locale.ROOT);
    private final TextRule textRule;

    FollowUpField() {
        this(TextRule.TYPED);
    }

    FollowUpField(TextRule textRule) {
        this.textRule = textRule;
    }

    @Override
    public String externalName() {
        return externalName;
    }

    @Override
    public TextRule textRule() {
        return textRule;
    }

    /** The common fields and some more. */
    static Set<FollowUpField> commonAnd(FollowUpField first, FollowUpField... more) {
        Set<FollowUpField> fields = EnumSet.of(first, more);
        fields.addAll(COMMON);
        return Collections.unmodifiableSet(fields);
    }

    /** The field of a name in JSON; null when there is none. */
    static FollowUpField ofName(String name) {
        return BY_NAME.get(name);
    }

    /** The names in JSON of some fields. */
    static Iterable<String> names(Set<FollowUpField> fields) {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> names.add(field.externalName));
        return names;
    }
}
