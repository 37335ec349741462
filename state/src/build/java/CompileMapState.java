import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import net.openhft.chronicle.values.ValueModel;

/**
 * Compiles, while the project is built, the one class that Chronicle Map would else compile in
 * every process that makes a map: half a second of each start. Chronicle's own generator writes it,
 * and Chronicle looks for a class of that name on the class path before it compiles one.
 *
 * <p>Argument: the directory for the class.
 */
final class CompileMapState {
    private static final String PACKAGE = "net.openhft.chronicle.hash";
    private static final String TYPE = "VanillaGlobalMutableState";
    private static final String RELEASE = "17";

    private CompileMapState() {}

    public static void main(String[] args) throws Exception {
        Path classes = Path.of(args[0]);
        String name = TYPE + ValueModel.$$NATIVE;
        Path sources = Files.createTempDirectory("peregrine-map-state-");
        Path source = sources.resolve(name + ".java");
        try {
            Files.writeString(source, generate(name));
            compile(source, classes);
        } finally {
            Files.deleteIfExists(source);
            Files.delete(sources);
        }
    }

    private static String generate(String name) throws ReflectiveOperationException {
        ValueModel model = ValueModel.acquire(Class.forName(PACKAGE + "." + TYPE));
        Method generate =
                Class.forName("net.openhft.chronicle.values.Generators")
                        .getDeclaredMethod("generateNativeClass", ValueModel.class, String.class);
        generate.setAccessible(true);
        return (String) generate.invoke(null, model, name);
    }

    private static void compile(Path source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "--release",
                            RELEASE,
                            "-proc:none",
                            "-nowarn",
                            "-classpath",
                            System.getProperty("java.class.path"),
                            "-d",
                            classes.toString());
            boolean compiled =
                    compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(source.toFile()))
                            .call();
            if (!compiled) {
                throw new IOException(source + " does not compile");
            }
        }
    }
}
