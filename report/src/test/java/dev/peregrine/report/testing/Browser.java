package dev.peregrine.report.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Draws pages in a real browser, without a network, and tells what is to be seen. */
public final class Browser {
    /** What the page is asked for when it has been drawn. */
    private static final String PROBE =
            """
            <script>
            addEventListener('error', e => document.title = 'error: ' + e.message);
            addEventListener('load', () => {
              const box = e => { const r = e.getBoundingClientRect(); return [r.width, r.height]; };
              const marks = s => [...s.querySelectorAll('polyline, rect')];
              const found = {
                charts: Object.fromEntries([...document.querySelectorAll('svg')].map(s => [s.id, {
                  size: box(s),
                  x: s.getBoundingClientRect().x, y: s.getBoundingClientRect().y,
                  marks: marks(s).length,
                  drawn: marks(s).filter(m => { const [w, h] = box(m); return w > 0 || h > 0; }).length,
                  colours: new Set(marks(s).map(
                      m => getComputedStyle(m).stroke + getComputedStyle(m).fill)).size,
                  strokes: [...new Set(marks(s).map(m => getComputedStyle(m).stroke))]}])),
                rows: Object.fromEntries([...document.querySelectorAll('table')].map(
                    t => [t.id, t.querySelectorAll('tbody tr').length])),
                requests: performance.getEntriesByType('resource').length,
                pageWidth: document.documentElement.scrollWidth,
                pageHeight: document.documentElement.scrollHeight,
                windowWidth: innerWidth};
              const text = document.createElement('pre');
              text.id = 'found';
              text.textContent = JSON.stringify(found);
              document.head.append(text);
            });
            </script>
            """;

    private final Path executable;

    private Browser(Path executable) {
        this.executable = executable;
    }

    /** The machine's Chromium, if it has one. */
    public static Optional<Browser> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new);
    }

    /**
     * Draws a page and tells what is in it: charts by id with their sizes and marks, rows of tables
     * by id, requests made.
     *
     * @param directory for files of the browser
     */
    public JsonNode lookAt(String page, Path directory) throws Exception {
        Path file = directory.resolve("probed.html");
        Files.writeString(file, page.replace("</main>", "</main>" + PROBE));
        Path dom = directory.resolve("dom.html");
        run(directory, dom, 900, "--dump-dom", file.toUri().toString());
        String text = Files.readString(dom);
        Matcher found = Pattern.compile("<pre id=\"found\">(.*?)</pre>", 32).matcher(text);
        if (!found.find()) {
            throw new AssertionError(text.substring(0, Math.min(300, text.length())));
        }
        return new ObjectMapper().readTree(found.group(1).replace("&amp;", "&"));
    }

    /**
     * A picture of a page.
     *
     * @param directory for files of the browser
     * @param height of the picture in pixels
     */
    public BufferedImage screenshot(String page, Path directory, int height) throws Exception {
        Path file = directory.resolve("pictured.html");
        Files.writeString(file, page);
        Path picture = directory.resolve("picture.png");
        run(
                directory,
                directory.resolve("picture.log"),
                height,
                "--hide-scrollbars",
                "--screenshot=" + picture,
                file.toUri().toString());
        return ImageIO.read(picture.toFile());
    }

    private void run(Path directory, Path output, int height, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                executable.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--window-size=1280," + height,
                                "--user-data-dir=" + directory.resolve("profile")));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the browser did not end");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
