package dev.peregrine.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The frame of a page: head, style, title. */
public final class Page {
    private static final String STYLE = "report.css";

    private Page() {}

    /**
     * A whole page.
     *
     * @param title in the head and as the first heading
     * @param body what follows it
     */
    public static String of(String title, Html body) {
        return new Html()
                .raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width\"/>\n")
                .element("title", title)
                .raw("<style>\n" + style() + "</style></head><body><main>\n")
                .element("h1", title)
                .raw(body.toString())
                .raw("</main></body></html>\n")
                .toString();
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
