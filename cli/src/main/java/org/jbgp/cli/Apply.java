package org.jbgp.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.client.ReplyLine;
import org.jbgp.cli.progress.ProgressLine;

/**
 * {@code jbgpctl apply FILE --confirm SECONDS}: shows what a file would do, asks, has just that done, shows what was
 * done, and asks again; what nobody confirms, or what breaks the file's guard, the daemon takes back by itself. Asks on
 * standard output and reads answers from standard input, a terminal or not.
 */
final class Apply {
    /** Applied, and confirmed. */
    static final int KEPT = 0;
    /** Nothing was changed: the file is bad, the plan no longer holds, or the daemon did not answer. */
    static final int FAILED = 1;

    static final int WRONG_COMMAND_LINE = 2;
    /** Nothing was changed: the answer was no. */
    static final int DECLINED = 3;
    /** Applied, and taken back by the daemon: a bound of the guard was broken, or time was over. */
    static final int UNDONE = 4;
    /** Applied, and taken back because the answer was no. */
    static final int REVERTED = 5;

    private static final Pattern PLAN = Pattern.compile("Plan ([0-9a-f]+)");
    private static final String USAGE = "usage: jbgpctl apply FILE [--confirm SECONDS] [--yes]";
    private static final int USUAL_SECONDS = 300;
    private static final long LOOK_MILLIS = 500;
    /** So long before the time is over `--yes` confirms. */
    private static final long AHEAD_MILLIS = 3_000;

    private final ControlClient client;
    private final PrintStream out;
    private final PrintStream errors;
    private final BufferedReader answers;
    private final ProgressLine progress;
    private String file;
    private int seconds = USUAL_SECONDS;
    private boolean yes;

    Apply(ControlClient client, PrintStream out, PrintStream errors, BufferedReader answers, ProgressLine progress) {
        this.client = client;
        this.out = out;
        this.errors = errors;
        this.answers = answers;
        this.progress = progress;
    }

    /** Runs with the arguments behind the word; an exit code. */
    int run(List<String> arguments) throws IOException {
        if (!read(arguments)) {
            errors.println(USAGE);
            return WRONG_COMMAND_LINE;
        }
        List<String> plan = ask("configure plan \"" + file + "\" routes", true);
        String id = plan == null ? null : id(plan);
        if (id == null) {
            return FAILED;
        }
        if (!yes && !agrees("Apply this plan? [y/n] ")) {
            out.println("Nothing was changed.");
            out.flush();
            return DECLINED;
        }
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        if (ask("configure apply " + id + " timeout " + seconds, true) == null) {
            return FAILED;
        }
        settle();
        out.println("Changed so far, and planned:");
        ask("configure changes", true);
        return watch(end);
    }

    private boolean read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("--yes") || word.equals("-y")) {
                yes = true;
            } else if (word.equals("--confirm") && i + 1 < arguments.size()) {
                String number = arguments.get(++i);
                if (!number.matches("[1-9][0-9]{0,6}")) {
                    return false;
                }
                seconds = Integer.parseInt(number);
            } else if (file == null && !word.startsWith("-") && word.indexOf('"') < 0) {
                file = word;
            } else {
                return false;
            }
        }
        return file != null;
    }

    private static String id(List<String> lines) {
        for (String line : lines) {
            Matcher matcher = PLAN.matcher(line);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        return null;
    }

    /**
     * The lines of a reply; null if it is an error, which is printed.
     *
     * @param shown they are printed; else a question may stand on the terminal's last line, and nothing is drawn there
     */
    private List<String> ask(String command, boolean shown) throws IOException {
        if (shown) {
            progress.begins(command);
        }
        client.send(command);
        List<String> lines = new ArrayList<>();
        boolean failed = false;
        ReplyLine line;
        do {
            progress.waits();
            line = client.receive();
            progress.heard();
            if (line.spontaneous()) {
                continue;
            }
            failed |= line.error();
            lines.add(line.text());
            if (line.error()) {
                errors.println(line.text());
            } else if (shown && !line.text().isEmpty()) {
                out.println(line.text());
            }
        } while (line.spontaneous() || !line.last());
        progress.ends();
        out.flush();
        return failed ? null : lines;
    }

    private boolean agrees(String question) throws IOException {
        while (true) {
            out.print(question);
            out.flush();
            String answer = answers.readLine();
            if (answer == null) {
                out.println();
                return false;
            }
            switch (answer.strip()) {
                case "y", "Y", "yes" -> {
                    return true;
                }
                case "n", "N", "no" -> {
                    return false;
                }
                default -> out.println("Answer y or n.");
            }
        }
    }

    private List<String> status() throws IOException {
        List<String> lines = ask("configure status", false);
        return lines == null ? List.of() : lines;
    }

    private static boolean isUnconfirmed(List<String> status) {
        return status.stream().anyMatch(line -> line.startsWith("Configuration unconfirmed"));
    }

    /** Waits until the configuration is in force, and routes have had a moment to follow. */
    private void settle() throws IOException {
        do {
            pause();
        } while (status().stream().anyMatch(line -> line.startsWith("Reconfiguration in progress")));
        pause();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int watch(long end) throws IOException {
        if (!yes) {
            out.print("Keep it? [y/n] ");
            out.flush();
        } else {
            out.println("It is kept in " + Math.max(0, (end - System.nanoTime()) / 1_000_000_000L)
                    + " s unless its guard is broken.");
            out.flush();
        }
        while (true) {
            List<String> status = status();
            if (!isUnconfirmed(status)) {
                out.println();
                status.stream()
                        .filter(line -> line.startsWith("The last configuration was undone"))
                        .forEach(out::println);
                out.flush();
                return UNDONE;
            }
            if (yes && end - System.nanoTime() < AHEAD_MILLIS * 1_000_000L) {
                return confirm();
            }
            if (!yes && answers.ready()) {
                String answer = answers.readLine();
                switch (answer == null ? "n" : answer.strip()) {
                    case "y", "Y", "yes" -> {
                        return confirm();
                    }
                    case "n", "N", "no" -> {
                        return ask("configure undo", true) == null ? FAILED : REVERTED;
                    }
                    default -> {
                        out.print("Keep it? Answer y or n: ");
                        out.flush();
                    }
                }
            }
            pause();
        }
    }

    /** What is undone meanwhile is not confirmed. */
    private int confirm() throws IOException {
        List<String> lines = ask("configure confirm", true);
        return lines != null && lines.contains("Reconfiguration confirmed") ? KEPT : UNDONE;
    }
}
