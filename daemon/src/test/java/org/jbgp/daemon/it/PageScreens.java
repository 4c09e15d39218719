package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Screens that a test takes for a page of documentation. In the page each stands behind {@code <!-- screen NAME -->}.
 */
public final class PageScreens {
    private final Path page;
    private final Map<String, String> screens = new LinkedHashMap<>();

    /** @param page a file of Markdown */
    public PageScreens(Path page) {
        this.page = page;
    }

    /** One more, or more of one; every line ends with a line break. */
    public void add(String name, String text) {
        screens.merge(name, text, String::concat);
    }

    /** Holds the page against them; with {@code -Djbgp.rewrite=true} writes them into it. */
    public void check() throws IOException {
        String written = Files.readString(page);
        String fresh = written;
        for (Map.Entry<String, String> screen : screens.entrySet()) {
            Matcher place = Pattern.compile(
                            "(<!-- screen " + screen.getKey() + " -->\n```\n)(.*?)(```\n)", Pattern.DOTALL)
                    .matcher(fresh);
            assertThat(place.find()).as("place of %s in %s", screen, page).isTrue();
            if (!Boolean.getBoolean("jbgp.rewrite")) {
                assertThat(screen.getValue())
                        .as("screen %s of %s", screen.getKey(), page)
                        .isEqualTo(place.group(2));
            }
            fresh = place.replaceFirst("$1" + Matcher.quoteReplacement(screen.getValue()) + "$3");
        }
        if (!fresh.equals(written)) {
            Files.writeString(page, fresh);
        }
    }
}
