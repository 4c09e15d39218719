package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Json;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of docs/reference/json.md: programs depend on them. */
class JsonTest {
    private static final Pattern KEY = Pattern.compile("\"([a-z_0-9]+)\":");

    private static List<String> answer(String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(Golden2.router().ports(), ControlStyle.BIRD_2, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "show status, version bird_version router_id hostname now booted configured recovery phase configuration_file undo_in queued",
        "show protocols up1, name type state enabled changed description message router_id vrf channels details",
        "show neighbors, name neighbor_address neighbor_range neighbor_interface neighbor_as state uptime imported preferred exported last_error",
        "show load, name neighbor_address neighbor_as state uptime imported exported last_error updates_received updates_sent queued_bytes work_decode work_importing work_exporting bfd_state",
        "show route primary, table prefix protocol source preference changed from primary refused stale destination next_hops resolution attributes",
        "show route count, table shown routes networks",
        "show interfaces, name index up master flags mtu addresses",
        "show memory, label effective overhead"
    })
    void keysInOrder(String command, String keys) throws IOException {
        List<String> lines = answer("json " + command);
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(lines.getFirst()).startsWith("1097-{").endsWith("}");
        assertThat(lines.getLast()).isEqualTo("0000 ");
        int at = 0;
        for (String key : keys.split(" ", -1)) {
            int found = lines.getFirst().indexOf("\"" + key + "\":", at);
            assertThat(found).as("%s in %s", key, lines.getFirst()).isGreaterThanOrEqualTo(at);
            at = found;
        }
    }

    @Test
    void protocolsAreComplete() throws IOException {
        String all = String.join("", answer("json show protocols"));
        Matcher matcher = KEY.matcher(all);
        assertThat(matcher.results().map(found -> found.group(1)))
                .contains(
                        "neighbor_as",
                        "igp_table4",
                        "import_filter",
                        "last_error",
                        "multiprotocol",
                        "imported",
                        "disabled",
                        "unsent");
        assertThat(all).contains("\"neighbor_id\":\"10.9.0.2\"");
        assertThat(all)
                .as("groups of values are no objects of their own")
                .contains("\"preference\":", "\"import_updates_received\":", "\"export_withdraws_accepted\":")
                .doesNotContain("\"setup\":", "\"import_updates\":");
    }

    @Test
    void writesEveryKindOfValue() {
        assertThat(Json.text(Map.of("a \"b\"\n", List.of(1, true, "x\\y"))))
                .isEqualTo("{\"a \\\"b\\\"\\u000a\":[1,true,\"x\\\\y\"]}");
    }

    /** A command without keys of its own: a line of text is an object. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "json show symbols up1 | 1097-{\"code\":1010,\"text\":\"up1     \\u0009protocol\"}",
                "json restrict | 1097-{\"code\":16,\"text\":\"Access restricted\"}",
            })
    void othersHaveCodeAndText(String command, String object) throws IOException {
        assertThat(answer(command)).containsExactly(object, "0000 ");
    }

    @Test
    void errorsAreWhatTheyAreWithout() throws IOException {
        assertThat(answer("json enable nobody")).containsExactlyElementsOf(answer("enable nobody"));
        assertThat(answer("json nonsense")).containsExactlyElementsOf(answer("nonsense"));
    }
}
