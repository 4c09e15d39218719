package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Software;

/**
 * {@link PageScreens} of routers, for a page that is a story. What differs from run to run is made the same: a time
 * becomes the one that its part of the story has in the page, and a router's own folder the usual one.
 */
final class StoryScreens {
    /** The day of the story. */
    private static final String DAY = "2026-11-30";

    private static final Pattern TIMES =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}[ T])?([0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3})(?:[0-9]*Z)?");
    /** Some times are in whole seconds; others BIRD counts back from now, and is off by some milliseconds. */
    private static final long INEXACT_MILLIS = 1000;

    private final PageScreens page;
    /** When each part of the story began, and what the page says it was. */
    private final TreeMap<LocalDateTime, LocalTime> parts = new TreeMap<>();

    private final Map<Pattern, String> changes = new LinkedHashMap<>();

    StoryScreens(Path page) {
        this.page = new PageScreens(page);
    }

    /**
     * What happens from now on is said to be at that time, {@code HH:mm:ss.SSS}. Waits, so that no time of the part
     * before, inexact as it is, looks like one of this part: only the clock does that.
     */
    void part(String time) {
        try {
            Thread.sleep(parts.isEmpty() ? 0 : INEXACT_MILLIS + 100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        parts.put(LocalDateTime.now(ZoneId.systemDefault()), LocalTime.parse(time));
    }

    /** In screens that are taken from now on, what differs from run to run becomes this. */
    void always(String differs, String shown) {
        changes.put(Pattern.compile(differs), shown);
    }

    /** What is printed for a command that somebody types at a router's prompt. */
    void typed(String name, Bird router, String command) {
        typed(name, router, command, command);
    }

    /** The same, where the page shows another command, as it would have been typed at its time. */
    void typed(String name, Bird router, String command, String shown) {
        boolean ours = router instanceof Jbgpd;
        String answer = router instanceof Jbgpd jbgpd
                ? jbgpd.shown(command)
                : router.tryCommand(command).output();
        add(name, router, (ours ? "jbgp> " : "bird> ") + shown + "\n" + answer);
    }

    /** What a program prints that is run beside a router; the command is shown as it stands here. */
    void run(String name, Bird router, String command, String output) {
        add(name, router, "$ " + command + "\n" + output);
    }

    /** What BIRD makes of the file that it reads. */
    void checked(String name, Bird bird) {
        program(name, bird, "bird", List.of(Software.BIRD2.program()), List.of("-p", "-c", file(bird)));
    }

    /** What the tests in a router's file come to. */
    void tested(String name, Jbgpd jbgpd) {
        tested(name, jbgpd, List.of());
    }

    /** The same with further arguments. */
    void tested(String name, Jbgpd jbgpd, List<String> further) {
        List<String> arguments = new ArrayList<>(List.of("--test"));
        arguments.addAll(further);
        arguments.addAll(List.of("-c", file(jbgpd)));
        program(name, jbgpd, "jbgpd", Jbgpd.program(), arguments);
    }

    private static String file(Bird router) {
        return router.file("conf").toString();
    }

    private void program(String name, Bird router, String shown, List<String> program, List<String> arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(arguments);
        run(
                name,
                router,
                shown + " " + String.join(" ", arguments),
                router.runInside(command).output());
    }

    /** How many routes of a protocol BIRD took. */
    void counted(String name, Bird bird, String protocol) {
        run(name, bird, "birdc show protocols all " + protocol + " | grep -A1 'Route change'", counts(bird, protocol));
    }

    /** The heading of the counts of a protocol, and the row of imported routes. */
    static String counts(Bird bird, String protocol) {
        return bird.command("show protocols all " + protocol)
                .lines()
                .filter(line -> line.contains("Route change") || line.contains("Import updates"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Text of a router's screen, or more of it; every line ends with a line break. */
    void add(String name, Bird router, String text) {
        String folder = Path.of(router.control()).getParent().toString();
        String usual = router instanceof Jbgpd ? "/etc/jbgpd" : "/etc/bird";
        String plain = TIMES.matcher(text)
                .replaceAll(found -> new Moment(found).inStory())
                .replaceAll("(?m)[ \t]+$", "")
                .replaceAll("(?m)^SLF4J.*\n", "")
                .replace(folder + "/conf", usual + "/bird.cfg")
                .replaceAll("from conf\\b", "from " + usual + "/bird.cfg")
                .replace(folder, usual);
        for (Map.Entry<Pattern, String> change : changes.entrySet()) {
            plain = change.getKey().matcher(plain).replaceAll(change.getValue());
        }
        page.add(name, plain);
    }

    /** A time that stands in a screen. */
    private final class Moment {
        private final String date;
        private final LocalTime clock;
        private final boolean utc;

        private Moment(MatchResult found) {
            this.date = found.group(1);
            this.clock = LocalTime.parse(found.group(2));
            this.utc = found.group().endsWith("Z");
        }

        private String inStory() {
            if (date == null) {
                return inPart(today());
            }
            LocalDateTime written = LocalDate.parse(date.substring(0, 10)).atTime(clock);
            if (!utc) {
                return DAY + " " + inPart(written);
            }
            return DAY + "T"
                    + inPart(written.atOffset(ZoneOffset.UTC)
                            .atZoneSameInstant(ZoneId.systemDefault())
                            .toLocalDateTime())
                    + "Z";
        }

        /** Of a time of day alone: it is not long ago. */
        private LocalDateTime today() {
            LocalDateTime first = parts.firstKey();
            LocalDateTime same = first.toLocalDate().atTime(clock);
            return same.isBefore(first.minusHours(12)) ? same.plusDays(1) : same;
        }

        private String inPart(LocalDateTime moment) {
            Map.Entry<LocalDateTime, LocalTime> part = parts.floorEntry(moment.plusNanos(INEXACT_MILLIS * 1_000_000));
            assertThat(part).as("part of the story at %s", moment).isNotNull();
            return part.getValue().format(DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT));
        }
    }

    /** See {@link PageScreens#check}. */
    void check() throws IOException {
        page.check();
    }
}
