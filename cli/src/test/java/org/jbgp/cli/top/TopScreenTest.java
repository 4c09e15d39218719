package org.jbgp.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jbgp.cli.client.JsonText;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopScreenTest {

    private static final String ROUTER = "{\"router\":{\"version\":\"0.1.0\",\"uptime\":90061.5,\"shards\":2,"
            + "\"shard_tasks\":3,\"kernel_tasks\":1,\"kernel\":{\"added\":10,\"replaced\":2,\"removed\":4,\"refused\":0},"
            + "\"heap\":{\"used\":41943040,\"most\":524288000}}}";

    private static Load load(long nanos, String... neighbors) {
        List<Map<String, Object>> objects = new java.util.ArrayList<>();
        for (String each : neighbors) {
            objects.add(JsonText.object(each));
        }
        objects.add(JsonText.object(ROUTER));
        return Load.of(nanos, objects);
    }

    private static String neighbor(String name, String state, long received, double decode, long imported) {
        return "{\"name\":\"" + name + "\",\"neighbor_address\":\"10.9.1.2\",\"neighbor_interface\":null,"
                + "\"neighbor_as\":65002,\"state\":\"" + state + "\",\"uptime\":"
                + (state.equals("established") ? "3661.2" : "null") + ",\"imported\":" + imported
                + ",\"preferred\":2,\"exported\":7,\"last_error\":\""
                + (state.equals("established") ? "" : "Socket: No route to host") + "\",\"updates_received\":"
                + received
                + ",\"updates_sent\":0,\"queued_bytes\":12345,\"work_decode\":" + decode
                + ",\"work_importing\":0.0,\"work_exporting\":0.0,\"bfd_state\":"
                + (state.equals("established") ? "\"Up\"" : "null") + "}";
    }

    private static final List<Rates> ROWS = Rates.between(
            load(0, neighbor("up1", "established", 100, 1.0, 4), neighbor("up2", "open_sent", 0, 0, 0)),
            load(2_000_000_000L, neighbor("up1", "established", 150, 1.5, 4), neighbor("up2", "open_sent", 0, 0, 0)));

    private static List<String> lines(List<AttributedString> lines) {
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    @Test
    void fitsEightyColumns() {
        List<String> table = lines(TopScreen.table(ROWS, 0, false, 80));
        assertThat(table)
                .containsExactly(
                        "Name     State            Age       In      Out   Upd/s   CPU%   Queue BFD",
                        "up1      Established 01:01:01        4        7    25.0   25.0     12k Up",
                        "up2      OpenSent           -  Socket: No route to host");
        assertThat(lines(TopScreen.head(load(0), false, 80)))
                .containsExactly(
                        "jbgpd 0.1.0  up 1d 01h   0 neighbors, 0 established",
                        "2 shards: 3 wait  kernel: 1 wait, 12 set, 4 removed, 0 refused  heap: 40/500 MB");
    }

    /** The screen of the manual, but for the line that says how the view is set. */
    @Test
    void isAsDocumented() throws IOException {
        String up1 = "{\"name\":\"up1\",\"neighbor_address\":\"10.9.1.2\",\"neighbor_as\":65002,"
                + "\"state\":\"established\",\"uptime\":8.912,\"imported\":3,\"preferred\":2,\"exported\":2,"
                + "\"last_error\":\"\",\"updates_received\":2,\"updates_sent\":2,\"queued_bytes\":0,"
                + "\"work_decode\":0.079,\"work_importing\":0.001,\"work_exporting\":0.002,\"bfd_state\":null}";
        String up2 = "{\"name\":\"up2\",\"neighbor_address\":\"10.77.1.2\",\"neighbor_as\":65003,"
                + "\"state\":\"active\",\"uptime\":null,\"last_error\":\"Socket: Network is unreachable\"}";
        String router = "{\"router\":{\"version\":\"0.1.0\",\"uptime\":12.332,\"shards\":1,\"shard_tasks\":0,"
                + "\"kernel_tasks\":0,\"kernel\":{\"added\":4,\"replaced\":0,\"removed\":0,\"refused\":0},"
                + "\"heap\":{\"used\":18177624,\"most\":506855424}}}";
        Load load = Load.of(0, List.of(JsonText.object(up1), JsonText.object(up2), JsonText.object(router)));
        List<String> shown = new ArrayList<>(lines(TopScreen.head(load, false, 80)));
        shown.addAll(lines(TopScreen.table(Rates.between(load, load), 0, false, 80)));
        List<String> page = Files.readAllLines(Path.of("../docs/commands.md"));
        int begin = page.indexOf(shown.getFirst());
        assertThat(begin).as("'%s' in the manual", shown.getFirst()).isPositive();
        List<String> screen = new ArrayList<>(page.subList(begin, begin + shown.size() + 1));
        assertThat(screen.remove(2)).startsWith("by name ");
        assertThat(shown).isEqualTo(screen);
    }

    @Test
    void hasMoreColumnsWhereThereIsRoom() {
        List<String> table = lines(TopScreen.table(ROWS, 0, true, 160));
        assertThat(table.getFirst()).contains("Neighbor", "AS", "Dec%", "Imp%", "Exp%", "Last error");
        assertThat(table.get(1)).contains("10.9.1.2", "65002", "25.0");
        assertThat(TopScreen.table(ROWS, 0, true, 40))
                .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(40));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 15, 16, 17, 20, 40, 79, 99, 109, 111, 139, 141, 300})
    void linesFitTheTerminal(int width) {
        List<AttributedString> all = new ArrayList<>(TopScreen.head(load(0), true, width));
        all.addAll(TopScreen.table(ROWS, 1, true, width));
        for (Rates row : ROWS) {
            for (String line : TopScreen.detail(row)) {
                TopScreen.wrapped(line, width).forEach(each -> all.add(new AttributedString(each)));
            }
        }
        assertThat(all).allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
    }

    @ParameterizedTest
    @CsvSource({
        "NAME, false, up1 up2",
        "NAME, true, up2 up1",
        "STATE, false, up1 up2",
        "UPDATES, false, up1 up2",
        "UPDATES, true, up2 up1",
        "CPU, false, up1 up2",
        "IN, false, up1 up2",
    })
    void isOrdered(TopView.Order order, boolean reversed, String names) {
        TopView view = new TopView();
        view.orderBy(order);
        if (reversed) {
            view.reverse();
        }
        assertThat(view.rows(ROWS).stream().map(row -> row.now().name()).toList())
                .containsExactly(names.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({"UP2, up2", "opensent, up2", "as65002, up1 up2", "10.9, up1 up2", "nobody, ''"})
    void isFiltered(String filter, String names) {
        TopView view = new TopView();
        view.filter(filter);
        assertThat(String.join(
                        " ",
                        view.rows(ROWS).stream().map(row -> row.now().name()).toList()))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({"-1, -", "0, 00:00:00", "86399, 23:59:59", "86400, 1d 00h", "8640000, 100d"})
    void writesAges(double seconds, String text) {
        assertThat(TopScreen.age(seconds)).isEqualTo(text);
    }

    @Test
    void aCountThatBeganAnewGrowsByNothing() {
        List<Rates> rows = Rates.between(
                load(0, neighbor("up1", "established", 100, 5.0, 4)),
                load(1_000_000_000L, neighbor("up1", "established", 3, 0.1, 4)));
        assertThat(rows.getFirst().updates()).isZero();
        assertThat(rows.getFirst().work()).isZero();
    }

    @Test
    void longLinesAreWrapped() {
        assertThat(TopScreen.wrapped("one two three four five six", 16))
                .containsExactly("one two three", "        four", "        five six");
    }
}
