package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands about the past say where something is missing or wrong; screens are in docs/commands.md. */
class HistoryCommandsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "show changes",
                "show diff \"-1h\" \"now\"",
                "show flaps",
                "show route 198.51.100.0/24 at \"-10m\"",
                "json show changes"
            })
    void withoutHistoryTheySayWhatTurnsItOn(String command) throws IOException {
        FakeRouter router = Golden2.router();
        router.history = HistoryView.NONE;
        assertThat(router.answer(command))
                .containsExactly(
                        "8010 No history is recorded: `history on;` in the configuration, outside of protocols,"
                                + " does that");
    }

    /** A reload turned it off after the command had looked whether it was on. */
    @Test
    void turnedOffMeanwhileIsNoInternalError() throws IOException {
        FakeRouter router = Golden2.router();
        HistoryView none = HistoryView.NONE;
        router.history = (HistoryView) Proxy.newProxyInstance(
                HistoryView.class.getClassLoader(), new Class<?>[] {HistoryView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("on")) {
                        return true;
                    }
                    try {
                        return method.invoke(none, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        for (String command : List.of("show changes", "show diff -1h", "show flaps", "show route 10.0.0.0/8 at -1m")) {
            assertThat(router.answer(command)).last().asString().startsWith("8010 No history is recorded");
        }
        router.explanations = List.of(new RouteExplanation(
                "master4",
                new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0xC6336400L, 24),
                List.of(),
                List.of()));
        assertThat(router.answer("explain route 198.51.100.0/24")).last().isEqualTo("0000 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "show changes since \"tomorrow\" | 9001 Invalid time tomorrow: say how long ago, as -10m or -1h30m, or"
                        + " when, as 14:03 or 2026-11-30 14:03:05, or now",
                "show route 10.0.0.0/8 at \"2026-12-24 18:00\" | 9001 2026-12-24 18:00 is yet to come: now it is NOW",
                "show diff -1h 2027-01-01 | 9001 2027-01-01 is yet to come: now it is NOW",
                "show diff \"now\" \"-1h\" | 9001 The first time must be the earlier one",
                "show diff \"-1h\" table nowhere | 9001 nowhere is not a table of routes",
                "show diff | 9001 syntax error, unexpected end of command, expecting time",
                "show route at \"-1h\" | 9001 `at` needs one prefix: show route 10.1.0.0/16 at \"-10m\"",
                "show route 10.0.0.0/8 at \"-1h\" count | 9001 `at` goes with a prefix and tables only",
                "show route 10.0.0.0/8 at \"-1h\" filtered | 9001 `at` goes with a prefix and tables only",
                "show route 10.0.0.0/8 at \"-1h\" table nowhere | 9001 No table of this family",
                "show changes 10.0.0.0/8 up1 up2 | 9001 Protocol specified twice: up1 and up2",
                "show changes 10.0.0.0/8 11.0.0.0/8 | 9001 Only one prefix expected",
                "show changes since -1h since -2h | 9001 Time specified twice: -1h and -2h",
                "show diff -1h table a table b | 9001 Table specified twice: a and b",
                "show rejected nobody | 9001 nobody is not a protocol",
                "show rejected 10.0.0.0/8 up1 up2 | 9001 Protocol specified twice: up1 and up2",
                "show flaps 3 | 9001 syntax error, unexpected 3, expecting all",
            })
    void refusals(String command, String answer) throws IOException {
        assertThat(Golden2.router().answer(command))
                .singleElement()
                .extracting(line -> line.replaceFirst("now it is 2026-11-30 [0-9:.]{12}$", "now it is NOW"))
                .isEqualTo(answer);
    }

    @Test
    void saysHowFarItGoes() throws IOException {
        assertThat(Golden2.router().answer("show route 198.51.100.0/24 at \"2026-11-30T13:00:00Z\""))
                .first()
                .asString()
                .contains("198.51.100.0/24 in table master4 at ", " is not known: history begins at ");
    }

    /** The keys of docs/reference/json.md, in their order. */
    @ParameterizedTest
    @CsvSource({
        "show changes since 2026-11-30T14:03:05.123Z, change at table prefix before protocol source from attributes after protocol source from attributes reason protocol timing",
        "show changes since 2026-11-30, event at kind protocol text",
        "show diff -1h, move table before after prefixes",
        "show rejected, at table prefix protocol from filter accepts decisions attributes",
        "explain route 198.51.100.0/24, table prefix ways exports changes at before after reason protocol timing",
        "show flaps, flap table prefix changes last protocols",
        "show route 198.51.100.0/24 at 2026-11-30T14:03:06Z, route table prefix at known since until route protocol source from attributes"
    })
    void keysOfObjects(String command, String keys) throws IOException {
        FakeRouter router = Golden2.router();
        router.explanations = List.of(new RouteExplanation(
                "master4",
                new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0xC6336400L, 24),
                List.of(),
                List.of()));
        List<String> lines = router.answer("json " + command);
        assertThat(lines.getFirst()).startsWith("1097-{").endsWith("}");
        assertThat(lines.getLast()).isEqualTo("0000 ");
        int at = 0;
        for (String key : keys.split(" ", -1)) {
            int found = lines.getFirst().indexOf("\"" + key + "\":", at);
            assertThat(found).as("%s in %s", key, lines.getFirst()).isGreaterThanOrEqualTo(at);
            at = found;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"show changes", "show diff -1h", "show flaps", "show rejected", "explain route 198.51.100.0/24"})
    void timesAreThoseOfTheSession(String command) throws IOException {
        FakeRouter router = Golden2.router();
        router.explanations = List.of(new RouteExplanation(
                "master4", new SampleHistory().all().getFirst().prefix(), List.of(), List.of()));
        CommandRunner runner = new CommandRunner(router.ports(), ControlStyle.BIRD_2, echo -> {});
        StringBuilder answer = new StringBuilder();
        Reply reply = new Reply(bytes -> answer.append(StandardCharsets.UTF_8.decode(bytes)));
        runner.run("timeformat \"in %Y\"", reply);
        runner.run(command, reply);
        assertThat(answer.toString()).contains("in 2026").doesNotContain("2026-11-30");
    }

    /** However often the prefix changed in other tables since. */
    @Test
    void explainShowsTheLastChangesOfItsTable() throws IOException {
        FakeRouter router = Golden2.router();
        PastChange here = new SampleHistory().all().getFirst();
        router.history = new SampleHistory() {
            @Override
            List<PastChange> all() {
                return Stream.concat(
                                Collections.nCopies(7, here).stream(), Collections.nCopies(9, elsewhere(here)).stream())
                        .toList();
            }
        };
        router.explanations = List.of(new RouteExplanation("master4", here.prefix(), List.of(), List.of()));
        assertThat(router.answer("explain route 198.51.100.0/24"))
                .filteredOn(line -> line.contains("up1 -> up2"))
                .hasSize(5);
    }

    private static PastChange elsewhere(PastChange change) {
        return new PastChange(
                change.at(),
                "other",
                change.prefix(),
                change.before(),
                change.after(),
                change.reason(),
                change.timing());
    }

    /** Until the client leaves. */
    @Test
    void watchGoesOnUntilNobodyReads() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(Golden2.router().ports(), ControlStyle.BIRD_2, echo -> {});
        assertThatThrownBy(() -> runner.run("watch", new Reply(buffer -> {
                    byte[] line = new byte[buffer.remaining()];
                    buffer.get(line);
                    bytes.writeBytes(line);
                    if (new String(line, StandardCharsets.UTF_8).contains("\"lost\"")) {
                        throw new IOException("it has left");
                    }
                })))
                .hasMessage("it has left");
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(0)).startsWith("1097-{\"watch\":{\"now\":");
        assertThat(lines.get(1)).contains("{\"change\":{\"at\":\"2026-11-30T14:03:05.123Z\",\"table\":\"master4\"");
        assertThat(lines.get(2)).contains("{\"event\":{\"at\":", "\"kind\":\"session_down\"");
        assertThat(lines.getLast()).contains("{\"lost\":{\"number\":");
    }

    /** A short form means what it does in BIRD. */
    @Test
    void allIsStillShortAsA() throws CommandException {
        ControlCommand.ShowRoute command = (ControlCommand.ShowRoute)
                CommandTable.parse("show route a", Golden2.router()::language).command();
        assertThat(command.form().details()).isTrue();
        assertThat(command.form().at()).isNull();
    }
}
