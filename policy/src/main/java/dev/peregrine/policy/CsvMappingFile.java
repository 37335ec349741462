package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Problems;
import dev.peregrine.policy.yaml.SourceText;
import dev.peregrine.policy.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A mapping of columns in a file of its own, of the same form as a bundle's {@code input.yaml}. */
public final class CsvMappingFile {
    private CsvMappingFile() {}

    /**
     * Reads a mapping.
     *
     * @throws PolicyException naming every mistake by file, line and column
     * @throws IOException when the file cannot be read
     */
    public static CsvMapping load(Path path) throws PolicyException, IOException {
        try {
            return read(path.toString(), Files.readString(path));
        } catch (CharacterCodingException e) {
            throw new PolicyException(List.of(path + ": is not UTF-8"));
        }
    }

    /**
     * Reads a mapping from a text.
     *
     * @param name of the text, for messages
     * @throws PolicyException naming every mistake by file, line and column
     */
    public static CsvMapping read(String name, String text) throws PolicyException {
        Problems problems = new Problems();
        Optional<CsvMapping> mapping =
                YamlReader.read(new SourceText(name, 0, text), text, problems)
                        .flatMap(CsvMappingReader::read);
        if (!problems.isEmpty() || mapping.isEmpty()) {
            throw new PolicyException(
                    problems.isEmpty() ? List.of(name + ": is empty") : problems.messages());
        }
        return mapping.get();
    }
}
