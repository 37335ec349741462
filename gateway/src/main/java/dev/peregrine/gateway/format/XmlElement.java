package dev.peregrine.gateway.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An element of an XML document that was read. Written by its reader only. */
final class XmlElement {
    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>(2);
    private final List<XmlElement> children = new ArrayList<>(4);
    private String text = "";

    XmlElement(String name) {
        this.name = name;
    }

    /** Local name. */
    String name() {
        return name;
    }

    List<XmlElement> children() {
        return children;
    }

    void attribute(String attribute, String value) {
        attributes.put(attribute, value);
    }

    void add(XmlElement child) {
        children.add(child);
    }

    void text(String value) {
        text = value;
    }

    /** Its own text, without spaces around it. */
    String text() {
        return text;
    }

    /** The first child of a name; null when there is none. */
    XmlElement child(String childName) {
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }

    /** All children of a name. */
    List<XmlElement> all(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /**
     * The text at a path of names with {@code /} between them, of which the last may be an {@code
     * @attribute}; null when it is not there.
     */
    String get(String path) {
        XmlElement at = this;
        for (String step : path.split("/", -1)) {
            if (step.startsWith("@")) {
                return at.attributes.get(step.substring(1));
            }
            at = at.child(step);
            if (at == null) {
                return null;
            }
        }
        return at.text;
    }
}
