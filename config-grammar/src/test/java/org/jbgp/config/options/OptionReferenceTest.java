package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code docs/reference} and the manual page say what the option tables say. {@code -Djbgp.rewrite=true} writes them
 * anew.
 */
class OptionReferenceTest {
    private static final Path DIRECTORY = Path.of("../docs/reference");
    private static final Path MANUAL = Path.of("../dist/src/main/man/jbgpd.conf.5");

    @TestFactory
    Stream<DynamicTest> pagesAreUpToDate() throws IOException {
        if (Boolean.getBoolean("jbgp.rewrite")) {
            Files.createDirectories(DIRECTORY);
            for (Map.Entry<String, String> page : OptionReference.pages().entrySet()) {
                Files.writeString(DIRECTORY.resolve(page.getKey()), page.getValue());
            }
        }
        return OptionReference.pages().entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.getKey(),
                        () -> assertThat(DIRECTORY.resolve(page.getKey())).hasContent(page.getValue())));
    }

    @Test
    void theManualIsUpToDate() throws IOException {
        String begin = ".\\\" From the option tables.\n";
        String end = ".\\\" To here.\n";
        String old = Files.readString(MANUAL);
        assertThat(old).contains(begin, end);
        String page = old.substring(0, old.indexOf(begin) + begin.length())
                + OptionReference.manual()
                + old.substring(old.indexOf(end));
        if (Boolean.getBoolean("jbgp.rewrite")) {
            Files.writeString(MANUAL, page);
        }
        assertThat(MANUAL).hasContent(page);
    }
}
