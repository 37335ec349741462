package dev.peregrine.gateway.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class XmlEncodingTest {
    private static final String LATIN = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00fc</a>";
    private static final String PLAIN = "<a>\u00fc</a>";

    @Test
    void shouldDecodeByMarkDeclarationOrUtf8() throws Exception {
        assertThat(decoded(PLAIN, UTF_8)).isEqualTo(PLAIN);
        assertThat(decoded("\ufeff" + PLAIN, UTF_8)).isEqualTo(PLAIN);
        assertThat(decoded(PLAIN, UTF_16)).isEqualTo(PLAIN);
        assertThat(decoded(LATIN, ISO_8859_1)).isEqualTo(LATIN);
        assertThat(decoded("", UTF_8)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoTextInItsEncoding() {
        assertThatThrownBy(() -> decoded(PLAIN, ISO_8859_1))
                .isInstanceOf(CharacterCodingException.class);
        assertThatThrownBy(() -> decoded("<?xml version='1.0' encoding='klingon'?><a/>", UTF_8))
                .isInstanceOf(CharacterCodingException.class);
    }

    private static String decoded(String text, Charset charset) throws Exception {
        byte[] bytes = text.getBytes(charset);
        return XmlEncoding.decode(bytes, bytes.length);
    }
}
