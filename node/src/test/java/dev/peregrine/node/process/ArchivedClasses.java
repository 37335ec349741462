package dev.peregrine.node.process;

import dev.peregrine.node.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * The tests' class path for processes that are started often, with its classes as the JVM lays them
 * out in memory: a start takes three quarters of the time. Such an archive wants jars, so compiled
 * classes are put into some. It is made by a node that is started and stopped, once for all
 * processes of tests that run with the same classes.
 */
final class ArchivedClasses {
    private static final Path ROOT = Path.of("target", "archived-classes").toAbsolutePath();
    private static final String ARCHIVE = "classes-" + System.getProperty("java.version") + ".jsa";

    /** Options of the JVM; made once in this process. */
    private static final List<String> OPTIONS = make();

    private ArchivedClasses() {}

    /** Class path and archive, as options of the JVM. */
    static List<String> options() {
        return OPTIONS;
    }

    private static List<String> make() {
        try {
            Files.createDirectories(ROOT);
            try (FileChannel channel =
                            FileChannel.open(
                                    ROOT.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                List<Path> path =
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(Path::of)
                                .toList();
                Path made = ROOT.resolve(Long.toString(newest(path)));
                Path archive = made.resolve(ARCHIVE);
                if (!Files.exists(made)) {
                    removeOthers();
                    jar(path, made);
                }
                List<String> classPath = List.of("-cp", classPath(path, made));
                if (!Files.exists(archive)) {
                    archive(made, archive, classPath);
                }
                List<String> options =
                        new ArrayList<>(
                                List.of(
                                        "-XX:SharedArchiveFile=" + archive,
                                        "-Xlog:cds=off",
                                        "-Xlog:cds+dynamic=off"));
                options.addAll(classPath);
                return options;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When the newest file of the directories was written. */
    private static long newest(List<Path> path) throws IOException {
        long newest = 0;
        for (Path entry : path) {
            if (Files.isDirectory(entry)) {
                try (Stream<Path> files = Files.walk(entry)) {
                    newest =
                            Math.max(
                                    newest,
                                    files.mapToLong(f -> f.toFile().lastModified())
                                            .max()
                                            .orElse(0));
                }
            }
        }
        return newest;
    }

    /** Takes away what was made of classes before. */
    private static void removeOthers() throws IOException {
        try (Stream<Path> made = Files.list(ROOT)) {
            made.filter(Files::isDirectory)
                    .forEach(directory -> IoUtil.delete(directory.toFile(), true));
        }
    }

    private static void jar(List<Path> path, Path made) throws IOException {
        Path unfinished = ROOT.resolve("unfinished");
        Files.createDirectories(unfinished);
        for (int i = 0; i < path.size(); i++) {
            if (Files.isDirectory(path.get(i))) {
                int code =
                        ToolProvider.findFirst("jar")
                                .orElseThrow()
                                .run(
                                        System.out,
                                        System.err,
                                        "--create",
                                        "--no-compress",
                                        "--file",
                                        unfinished.resolve(i + ".jar").toString(),
                                        "-C",
                                        path.get(i).toString(),
                                        ".");
                if (code != 0) {
                    throw new IOException("jar of " + path.get(i) + ": " + code);
                }
            }
        }
        Files.move(unfinished, made);
    }

    private static String classPath(List<Path> path, Path made) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            Path entry = path.get(i);
            Path inJar = made.resolve(i + ".jar");
            if (Files.exists(inJar)) {
                entries.add(inJar.toString());
            } else if (Files.exists(entry)) {
                entries.add(entry.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void archive(Path made, Path archive, List<String> classPath)
            throws IOException, InterruptedException {
        Path scratch = made.resolve("scratch");
        Files.createDirectories(scratch);
        Path config = scratch.resolve("node.yaml");
        Files.writeString(
                config, "journal: {term-length: 1MiB, segment-length: 4MiB}\nhttp: {port: 0}\n");
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "-XX:ArchiveClassesAtExit=" + archive,
                                "-Dperegrine.warm-up.decisions=100",
                                "-Dperegrine.warm-up.requests=1"));
        options.addAll(classPath);
        NodeProcess node =
                NodeProcess.start(
                        scratch,
                        0,
                        options,
                        Main.class,
                        List.of(
                                "serve",
                                "--allow-unsigned",
                                "--config",
                                config.toString(),
                                "--data",
                                scratch.resolve("data").toString(),
                                "--policy",
                                Path.of(System.getProperty("peregrine.root"), "policies", "minimal")
                                        .toString()));
        node.awaitReady();
        node.terminate();
        IoUtil.delete(scratch.toFile(), true);
    }
}
