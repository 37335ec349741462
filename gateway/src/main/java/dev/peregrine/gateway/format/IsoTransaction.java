package dev.peregrine.gateway.format;

import dev.peregrine.gateway.mapping.FieldSource;

/**
 * A transaction of a message as its table sees it: places begin with the name of the transaction's
 * element, of the group's or of another one within the message. What a transaction does not have
 * may be given for all of them, a level above.
 *
 * @param message element of the message
 * @param group element around the transaction; that of the message when there is none between
 * @param element the transaction's own
 */
record IsoTransaction(XmlElement message, XmlElement group, XmlElement element)
        implements FieldSource {
    @Override
    public String get(String place) {
        int slash = place.indexOf('/');
        if (slash < 0) {
            return message.get(place);
        }
        String first = place.substring(0, slash);
        String rest = place.substring(slash + 1);
        if (!first.equals(element.name())) {
            return first.equals(group.name()) ? group.get(rest) : message.get(place);
        }
        String own = element.get(rest);
        if (own == null && group != message) {
            own = group.get(rest);
        }
        return own == null ? message.get(rest) : own;
    }
}
