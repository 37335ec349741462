package dev.peregrine.policy.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Goes through the lines of a LightGBM file, a section at a time. */
final class LightGbmLines {
    private final byte[] content;
    private int position;
    private int number;

    LightGbmLines(byte[] content) {
        this.content = content;
    }

    /** The next line that is not blank; null at the end. */
    LightGbmLine next() {
        while (position < content.length) {
            int end = position;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            String text = new String(content, position, end - position, StandardCharsets.UTF_8);
            position = end + 1;
            number++;
            if (!text.isBlank()) {
                return LightGbmLine.of(number, text.strip());
            }
        }
        return null;
    }

    /** Line of the end of what was read so far. */
    int number() {
        return Math.max(1, number);
    }

    /** A section: lines by key up to one that begins another section. */
    static final class Section {
        final LightGbmLine first;
        final Map<String, LightGbmLine> lines = new HashMap<>();

        /** What ended the section; null at the end of the file. */
        LightGbmLine next;

        private Section(LightGbmLine first) {
            this.first = first;
        }

        LightGbmLine require(String key) throws ModelFormatException {
            LightGbmLine line = lines.get(key);
            if (line == null) {
                throw new ModelFormatException(
                        first.number(), 1, "missing '" + key + "=' in " + name());
            }
            return line;
        }

        String name() {
            return first.key().equals("Tree") ? "tree " + first.value() : "the header";
        }
    }

    /** Reads on from a section's first line. */
    Section section(LightGbmLine first) {
        Section section = new Section(first);
        section.next = next();
        while (section.next != null
                && !section.next.key().equals("Tree")
                && !section.next.key().equals("end of trees")) {
            section.lines.putIfAbsent(section.next.key(), section.next);
            section.next = next();
        }
        return section;
    }
}
