package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/reference} says what the option tables say. {@code -Djbgp.rewrite=true} writes it anew. */
class OptionReferenceTest {
    private static final Path DIRECTORY = Path.of("../docs/reference");

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
}
