package dev.peregrine.gateway.json;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.Purpose;

/** Words that requests may use. */
final class Names {
    static final EnumNames<Channel> CHANNELS = new EnumNames<>(Channel.values());
    static final EnumNames<Action> ACTIONS = new EnumNames<>(Action.values());
    static final EnumNames<LabelKind> LABELS = new EnumNames<>(LabelKind.values());

    /** Of payments that want no decision. */
    static final EnumNames<Purpose> PURPOSES =
            new EnumNames<>(Purpose.values()).without(Purpose.AUTHORISATION);

    private Names() {}
}
