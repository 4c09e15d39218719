package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no formatter sees to in the sources of all modules. */
class SourceTextTest {
    private static final int WIDTH = 120;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMENT = Pattern.compile("\\s*(\\*|//|/\\*).*");

    /** Without what a build generates. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src")))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    @Test
    void commentsAreNoWiderThanCode() throws IOException {
        List<String> wide = new ArrayList<>();
        for (Path source : sources()) {
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > WIDTH
                        && COMMENT.matcher(lines.get(i)).matches()) {
                    wide.add(ROOT.relativize(source) + ":" + (i + 1));
                }
            }
        }
        assertThat(wide).isEmpty();
    }
}
