package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.control.layout.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of docs/reference/json.md: programs depend on them. */
class JsonTest {
    private static final Pattern KEY = Pattern.compile("\"([a-z_0-9]+)\":");

    private static List<String> answer(String command) throws IOException {
        return Golden2.router().answer(command);
    }

    /** Keys of the first object, as the list has them for that command; in its order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "show status",
                "show protocols up1",
                "show neighbors",
                "show load",
                "show progress",
                "show route primary",
                "show route count",
                "show interfaces",
                "show memory",
                "show symbols",
                "configure",
                "configure status",
                "enable up1",
                "disable up1",
                "restart up1",
                "reload up1",
                "drain up1",
                "eval 1 + 2"
            })
    void keysAreThoseOfTheList(String command) throws IOException {
        keysAreThoseOfTheList(command, Golden2.router());
    }

    @Test
    void routesOfTheFile() throws IOException {
        FakeRouter router = Golden2.router();
        router.statics.add((StaticConfig) ConfigurationLoader.loadText("t", """
                router id 1.1.1.1;
                protocol static s {
                    ipv4;
                    route 10.0.0.0/8 via 192.0.2.1 weight 3 via "eth0";
                    route 10.1.0.0/16 recursive 192.0.2.9;
                    route 10.2.0.0/16 prohibit;
                }
                """, Optional.empty())
                .configuration()
                .orElseThrow()
                .protocol("s")
                .orElseThrow());
        keysAreThoseOfTheList("show static", router);
        assertThat(router.answer("json show static"))
                .containsExactly(
                        "1097-{\"protocol\":\"s\",\"prefix\":\"10.0.0.0/8\",\"destination\":\"via\",\"next_hops\":["
                                + "{\"gateway\":\"192.0.2.1\",\"interface_name\":null,\"weight\":3,"
                                + "\"onlink\":false,\"bfd\":false,\"dormant\":true},"
                                + "{\"gateway\":null,\"interface_name\":\"eth0\",\"weight\":1,"
                                + "\"onlink\":false,\"bfd\":false,\"dormant\":true}],\"gateway\":null}",
                        " {\"protocol\":\"s\",\"prefix\":\"10.1.0.0/16\",\"destination\":\"recursive\","
                                + "\"next_hops\":null,\"gateway\":\"192.0.2.9\"}",
                        " {\"protocol\":\"s\",\"prefix\":\"10.2.0.0/16\",\"destination\":\"prohibit\","
                                + "\"next_hops\":null,\"gateway\":null}",
                        "0000 ");
    }

    /** One object, whatever a client that reads text would see before it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "configure check | {\"file\":\"a.conf\",\"outcome\":\"checked\",\"undo_in\":null}",
                "configure timeout 5 | {\"file\":\"a.conf\",\"outcome\":\"done\",\"undo_in\":5.0}",
                "disable up1 | {\"protocol\":\"up1\",\"outcome\":\"done\"}",
                "show symbols up1 | {\"name\":\"up1\",\"kind\":\"protocol\"}",
            })
    void ordersHaveOneObject(String command, String object) throws IOException {
        assertThat(answer("json " + command)).containsExactly("1097-" + object, "0000 ");
    }

    /** Commands about the past, whose answers have objects of several sorts: no key is missing from the list. */
    @ParameterizedTest
    @CsvSource({
        "show changes, change event history",
        "show diff -1h, move change history",
        "show flaps, flap history",
        "show rejected, at"
    })
    void keysAboutThePastAreInTheList(String command, String sorts) throws IOException {
        List<String> lines = Golden2.router().answer("json " + command);
        List<String> first = new ArrayList<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            JsonKeys keys = JsonKeys.of(line.substring(line.indexOf("{")));
            first.add(keys.top().getFirst());
            Set<String> documented = new HashSet<>(JsonKeys.documented(command).all());
            if (!command.equals("show rejected")) {
                // Where others have the same objects the list says so.
                documented.addAll(JsonKeys.documented("show changes").all());
            }
            assertThat(documented).as(line).containsAll(keys.all());
        }
        assertThat(first).contains(sorts.split(" ", -1));
    }

    private static void keysAreThoseOfTheList(String command, FakeRouter router) throws IOException {
        List<String> lines = router.answer("json " + command);
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.contains("{") && line.endsWith("}"));
        assertThat(lines.getFirst()).startsWith("1097-{");
        assertThat(lines.getLast()).isEqualTo("0000 ");
        JsonKeys documented = JsonKeys.documented(command);
        JsonKeys found = JsonKeys.of(lines.getFirst().substring(5));
        assertThat(found.top()).containsExactlyElementsOf(documented.top());
        assertThat(found.all())
                .filteredOn(key -> !documented.all().contains(key))
                .isEmpty();
    }

    /** Whoever gives a command an answer of its own writes down what its keys are. */
    @Test
    void everyCommandIsInTheList() {
        assertThat(CommandTable.listed())
                .filteredOn(row -> row.is(CommandRow.Trait.JSON))
                .extracting(CommandRow::name)
                .filteredOn(name -> JsonKeys.documented(name).all().isEmpty())
                .isEmpty();
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
                "json help down | 1097-{\"code\":13,\"text\":\"down                                      Shut the daemon down\"}",
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
