package org.jbgp.daemon.editor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The screen in the documentation, which {@code dist/editor/neovim/show} made, is what the server says today. */
class EditorScreenTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLE = ROOT.resolve("dist/editor/example");

    @Test
    void theScreenIsTrue() throws IOException {
        List<String> screen = Files.readAllLines(ROOT.resolve("docs/editor-screen.txt"));
        try (ScriptedEditor editor = new ScriptedEditor()) {
            editor.initialize("");
            Path part = EXAMPLE.resolve("peers/customer.conf");
            editor.open(part.toUri().toString(), Files.readString(part));
            for (String name : List.of("peers/customer.conf", "policy.conf")) {
                String uri = EXAMPLE.resolve(name).toUri().toString();
                JsonObject said = editor.await(
                        "diagnostics of " + name,
                        message -> message.has("method")
                                && message.getAsJsonObject("params").has("uri")
                                && message.getAsJsonObject("params")
                                        .get("uri")
                                        .getAsString()
                                        .equals(uri)
                                && !message.getAsJsonObject("params")
                                        .getAsJsonArray("diagnostics")
                                        .isEmpty());
                List<String> lines = Files.readAllLines(EXAMPLE.resolve(name));
                for (JsonElement each : said.getAsJsonObject("params").getAsJsonArray("diagnostics")) {
                    JsonObject range = each.getAsJsonObject().getAsJsonObject("range");
                    int line = range.getAsJsonObject("start").get("line").getAsInt();
                    int from = range.getAsJsonObject("start").get("character").getAsInt();
                    int to = range.getAsJsonObject("end").get("character").getAsInt();
                    assertThat(screen)
                            .containsSequence(
                                    "%3d  %s".formatted(line + 1, lines.get(line)),
                                    "     " + " ".repeat(from) + "^".repeat(to - from) + " "
                                            + each.getAsJsonObject()
                                                    .get("message")
                                                    .getAsString());
                }
            }
        }
    }

    @Test
    void thePageHasTheScreen() throws IOException {
        String screen = Files.readString(ROOT.resolve("docs/editor-screen.txt"));
        String page = Files.readString(ROOT.resolve("docs/editor.md"));

        assertThat(page).contains("```\n" + screen + "```\n");
    }
}
